package card_test

import (
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"ngatu/content"
	"ngatu/content/card"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

const notice = `Để chuẩn bị cho kỳ tuyển sinh đầu cấp năm học 2026 - 2027, Ủy ban nhân dân phường đề nghị các gia đình có con sinh năm 2020 đến bộ phận một cửa, số 12 phố Hàng Trống, từ 8 giờ 00 ngày 5 tháng 12 năm 2026 đến hết ngày 20 tháng 12 năm 2026 để cập nhật thông tin cư trú. Khi đi mang theo căn cước. Mọi thắc mắc xin gọi 1022 nhánh 8.`

// A notice of an office becomes cards that are read in time, fit on lobby screens and kiosks, say
// all of it, and cut no date.
func TestNotice(t *testing.T) {
	for _, title := range []string{"", "THÔNG BÁO", "Về việc cập nhật thông tin cư trú cho học sinh đầu cấp trên địa bàn phường"} {
		cards := card.Of(title, []string{notice, "Trân trọng thông báo."})
		if len(cards) < 4 {
			t.Fatalf("%d cards", len(cards))
		}
		said := ""
		for _, c := range cards {
			w := c.Words
			if took := w.Amount().ReadingTime(false); took > card.Longest {
				t.Errorf("%+v takes %v", w, took)
			}
			for _, canvas := range []content.Canvas{{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3}, {Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7}} {
				s := content.Slide{ID: "a", Kind: content.Notice, Style: c.Style, Words: w}
				if _, err := layout.Lay(s, canvas, layout.Facts{Faces: paint.Faces(), App: "iHanoi"}); err != nil {
					t.Errorf("%+v on %v: %v", w, canvas, err)
				}
			}
			if c.Style == content.Statement {
				said += " " + w.Head
			}
			said = strings.TrimSpace(said + " " + strings.Join(w.Lines, " "))
			t.Logf("%s | %s | %q", w.Kicker, w.Head, w.Lines)
		}
		if !strings.HasSuffix(said, strings.TrimSpace(notice)+" Trân trọng thông báo.") {
			t.Errorf("it says %s", said)
		}
		for _, whole := range []string{"1022 nhánh 8", "ngày 5 tháng 12 năm 2026", "8 giờ 00", "số 12 phố"} {
			found := false
			for _, c := range cards {
				found = found || strings.Contains(c.Words.Head+"\n"+strings.Join(c.Words.Lines, "\n"), whole)
			}
			if !found {
				t.Errorf("%q is cut", whole)
			}
		}
	}
}

// Whatever the text, no word is lost or added, and each card is read in time.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringMatching(`([a-zĐạ]{1,8}[ .]){0,20}`).Draw(t, "title")
		lines := rapid.SliceOfN(rapid.StringMatching(`([a-zA-ZĐạ0-9]{1,7}[,.;:]? ){0,60}`), 0, 6).Draw(t, "lines")
		cards := card.Of(title, lines)
		var body []string
		for _, c := range cards {
			if c.Words.Amount().ReadingTime(false) > card.Longest {
				t.Fatalf("%+v", c.Words)
			}
			if c.Style == content.Statement {
				body = append(body, strings.Fields(c.Words.Head)...)
			}
			for _, l := range c.Words.Lines {
				body = append(body, strings.Fields(l)...)
			}
		}
		want := strings.Fields(strings.Join(lines, " "))
		if head := strings.Fields(title); len(head) > 9 || len(want) == 0 {
			want = append(head, want...)
		}
		if strings.Join(body, " ") != strings.Join(want, " ") {
			t.Fatalf("%q became %q", want, body)
		}
	})
}

// Text that never pauses keeps to what a field of the studio takes, and is all there.
func TestWordsOfNoEnd(t *testing.T) {
	long := strings.Repeat("ấ", 1000)
	for _, c := range [][]string{{"", long}, {long, "a"}, {"Link", strings.Repeat("x", 390) + " " + strings.Repeat("y", 390) + " z"}, {strings.Repeat(strings.Repeat("w", 60)+" ", 8), "b"}} {
		said := ""
		for _, one := range card.Of(c[0], c[1:]) {
			for _, field := range append([]string{one.Words.Kicker, one.Words.Head, one.Words.Brief}, one.Words.Lines...) {
				if n := utf8.RuneCountInString(field); n > 400 {
					t.Errorf("a field of %.9q has %d letters", c, n)
				}
			}
			if one.Style == content.Statement {
				said += one.Words.Head
			}
			said += strings.Join(one.Words.Lines, "")
		}
		whole := c[0] + c[1]
		if c[0] == "Link" { // it stays the title
			whole = c[1]
		}
		if strings.ReplaceAll(said, " ", "") != strings.ReplaceAll(whole, " ", "") {
			t.Errorf("of %.9q is said %.99q", c, said)
		}
	}
}

// A text of many thousand words costs as much as its length: nothing copies the rest again for each
// card.
func TestLongText(t *testing.T) {
	var before, after runtime.MemStats
	text := strings.Repeat("chữ ", 1<<16)
	runtime.ReadMemStats(&before)
	cards := card.Of("", []string{text})
	runtime.ReadMemStats(&after)
	if took := (after.TotalAlloc - before.TotalAlloc) >> 20; len(cards) != 1<<16/16 || took > 100 {
		t.Errorf("%d cards took %d MB", len(cards), took)
	}
}
