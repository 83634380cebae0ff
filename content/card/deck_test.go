package card_test

import (
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/card"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

var (
	junction = content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}
	gantry   = content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}
	lobby    = content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3}
	kiosk    = content.Canvas{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7}
)

// on says whether a card is legible on a canvas, and all of it.
func on(c content.Canvas) func(card.Card) bool {
	return func(one card.Card) bool {
		l, err := layout.Lay(content.Slide{ID: "a", Kind: content.Notice, Style: one.Style, Words: one.Words}, c, layout.Facts{Faces: paint.Faces(), App: "iHanoi"})
		if err != nil {
			return false
		}
		for _, t := range append([]string{one.Words.Head}, one.Words.Lines...) {
			if !strings.Contains(squeezed(l.Words), squeezed(t)) {
				return false
			}
		}
		return true
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// said is what cards say, a heading that stands on several of them once.
func said(cards []card.Card) string {
	var out []string
	title := ""
	for _, c := range cards {
		if c.Style != content.List {
			title = ""
		}
		if c.Words.Head != title || title == "" {
			out = append(out, c.Words.Head)
		}
		if c.Style == content.List {
			title = c.Words.Head
		}
		out = append(out, c.Words.Lines...)
	}
	return strings.Join(strings.Fields(strings.Join(out, " ")), " ")
}

// page is the notice of an office as its PDF has it: broken into lines, with a heading.
var page = []content.Line{
	{T: "THÔNG BÁO", X: 700, Y: 200, W: 400, H: 40, Cap: 36},
	{T: "Về việc tiếp công dân tháng 12", X: 500, Y: 260, W: 800, H: 40, Cap: 30},
	{T: "Ủy ban nhân dân phường tiếp công dân từ 8 giờ 00 ngày 5 tháng 12 năm 2026 đến", X: 200, Y: 340, W: 1400, H: 30, Cap: 22},
	{T: "hết ngày 20 tháng 12 năm 2026 tại trụ sở, số 12 phố Hàng Trống.", X: 200, Y: 380, W: 1100, H: 30, Cap: 22},
	{T: "- Mang theo căn cước.", X: 240, Y: 420, W: 400, H: 30, Cap: 22},
	{T: "- Mọi thắc mắc xin gọi 024 3825 3536 hoặc 1022 nhánh 8.", X: 240, Y: 460, W: 900, H: 30, Cap: 22},
}

// On every canvas the page is cards that are read in time and fit there; a junction's have as many
// words as a glance takes. No word is lost, and no date or number to call is cut.
func TestDeckOfAPage(t *testing.T) {
	sections := card.Sections(page)
	var whole []string
	for _, l := range page {
		whole = append(whole, strings.TrimPrefix(l.T, "- "))
	}
	for _, c := range []content.Canvas{junction, lobby, kiosk} {
		most := 0
		if layout.IsLED(c) {
			most = layout.Glance
		}
		cards, ok := card.Deck(sections, most, on(c))
		if !ok {
			t.Fatalf("no deck on %v", c)
		}
		if said(cards) != strings.Join(whole, " ") {
			t.Errorf("on %v it says %s", c, said(cards))
		}
		for _, one := range cards {
			t.Logf("%v %s %s | %s | %q", c, one.Style, one.Words.Kicker, one.Words.Head, one.Words.Lines)
			if one.Words.Amount().ReadingTime(false) > card.Longest || !on(c)(one) {
				t.Errorf("%+v on %v", one, c)
			}
			if n := len(strings.Fields(one.Words.Head + " " + strings.Join(one.Words.Lines, " "))); most > 0 && n > most {
				t.Errorf("%d words on %v: %+v", n, c, one)
			}
		}
		for _, kept := range []string{"8 giờ 00", "ngày 5 tháng 12 năm 2026", "ngày 20 tháng 12 năm 2026", "024 3825 3536", "1022 nhánh 8", "tháng 12"} {
			if !slices.ContainsFunc(cards, func(one card.Card) bool {
				return strings.Contains(one.Words.Head+"\n"+strings.Join(one.Words.Lines, "\n"), kept)
			}) {
				t.Errorf("%q is cut on %v", kept, c)
			}
		}
	}
}

// A small wall has no room for a whole date: there is no deck rather than half of one. What fits is
// cards of few words.
func TestDeckOfASmallWall(t *testing.T) {
	if cards, ok := card.Deck(card.Sections(page), layout.Glance, on(gantry)); ok {
		t.Errorf("half a date: %q", cards)
	}
	cards, ok := card.Deck(card.Sections(content.LinesOf("THÔNG BÁO\nMọi thắc mắc xin gọi 024 3825 3536 hoặc 1022 nhánh 8, giờ hành chính.")), layout.Glance, on(gantry))
	if !ok || len(cards) < 3 || said(cards) != "THÔNG BÁO Mọi thắc mắc xin gọi 024 3825 3536 hoặc 1022 nhánh 8, giờ hành chính." {
		t.Errorf("%+v", cards)
	}
	for _, one := range cards {
		t.Logf("%s | %s | %q", one.Words.Kicker, one.Words.Head, one.Words.Lines)
	}
}

// Paragraphs are whole again, also where nobody knows where the lines stand, and headings keep what
// stands under them.
func TestSections(t *testing.T) {
	for name, c := range map[string]struct {
		lines []content.Line
		want  []card.Section
	}{
		"a page": {page, []card.Section{
			{Title: "THÔNG BÁO Về việc tiếp công dân tháng 12", Paragraphs: []string{
				page[2].T + " " + page[3].T, "Mang theo căn cước.", "Mọi thắc mắc xin gọi 024 3825 3536 hoặc 1022 nhánh 8.",
			}},
		}},
		"text alone": {content.LinesOf("KẾ HOẠCH\nPhường tổ chức tổng vệ sinh toàn bộ các tuyến phố\nvà ngõ.\n1. Từ 7 giờ\n2. Đến 9 giờ\n\n"), []card.Section{
			{Title: "KẾ HOẠCH", Paragraphs: []string{"Phường tổ chức tổng vệ sinh toàn bộ các tuyến phố và ngõ.", "1. Từ 7 giờ", "2. Đến 9 giờ"}},
		}},
		"two headings": {[]content.Line{
			{T: "Lịch tiếp dân", Y: 10, W: 300, Cap: 40}, {T: "Thứ Hai hằng tuần.", Y: 80, W: 500, Cap: 20}, {T: "Nơi tiếp", Y: 160, W: 300, Cap: 40}, {T: "Tầng 1, phòng 102.", Y: 230, W: 500, Cap: 20},
		}, []card.Section{{"Lịch tiếp dân", []string{"Thứ Hai hằng tuần."}}, {"Nơi tiếp", []string{"Tầng 1, phòng 102."}}}},
		"a scan": {nil, nil},
	} {
		got := card.Sections(c.lines)
		if !slices.EqualFunc(got, c.want, func(a, b card.Section) bool { return a.Title == b.Title && slices.Equal(a.Paragraphs, b.Paragraphs) }) {
			t.Errorf("%s:\n%q, want\n%q", name, got, c.want)
		}
	}
}

// Words in are words out, in their order, whatever the page and the screen.
func FuzzDeck(f *testing.F) {
	f.Add("THÔNG BÁO\n"+notice, 22.0, 0)
	f.Add(notice, 0.0, 1)
	f.Add("1022 1022 1022 1022 1022 1022 1022 1022 1022 1022 nhánh 8\nngày ngày ngày 5 tháng", 10.0, 1)
	f.Add("a\u00a0b\nTIÊU ĐỀ DÀI HƠN CHÍN CHỮ NÊN LÀ MỘT ĐOẠN VĂN\n• một\n"+strings.Repeat("x", 500), 3.0, 2)
	f.Fuzz(func(t *testing.T, text string, capital float64, at int) {
		if len(text) > 2000 {
			return
		}
		lines := content.LinesOf(text)
		for i := range lines {
			if capital > 0 && i%3 > 0 {
				lines[i].Cap, lines[i].Y, lines[i].W = capital*float64(1+i%2), i*30, 10*len(lines[i].T)
			}
		}
		want := unsigned(text)
		var whole []string
		for _, s := range card.Sections(lines) {
			whole = append(append(whole, s.Title), s.Paragraphs...)
		}
		if got := unsigned(strings.Join(whole, "\n")); got != want {
			t.Fatalf("%q\nhas the parts\n%q", want, got)
		}
		c := []content.Canvas{junction, gantry, lobby, kiosk}[uint(at)%4]
		most := 0
		if layout.IsLED(c) {
			most = layout.Glance
		}
		cards, ok := card.Deck(card.Sections(lines), most, on(c))
		if !ok {
			return
		}
		if got := said(cards); squeezed(unsigned(got)) != squeezed(want) {
			t.Fatalf("%q on %v\nbecame\n%q", want, c, got)
		}
	})
}

// unsigned are the words of a text, without the signs before and between its items.
func unsigned(text string) string {
	words := slices.DeleteFunc(strings.Fields(text), func(w string) bool { return slices.Contains([]string{"-", "+", "*", "•", "–"}, w) })
	return strings.Join(words, " ")
}
