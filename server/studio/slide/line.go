package slide

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/player/protocol"
	"ngatu/server/studio/care"
	"ngatu/server/studio/crop"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/words"
)

// line is one thing that can be read of a slide.
type line struct{ name, is shell.Text }

var (
	yesText = shell.Say("có", "yes")
	noText  = shell.Say("không", "no")
)

func yes(is bool) shell.Text {
	if is {
		return yesText
	}
	return noText
}

func instant(t time.Time) shell.Text {
	if t.IsZero() {
		return shell.Text{}
	}
	return shell.Say(shell.Vietnamese.When(t), shell.English.When(t))
}

// reading reads slides for people while one request lasts.
type reading struct {
	*Slides
	ctx context.Context
}

// lines are what can be read of a slide, apart from a guide's document.
func (r reading) lines(one content.Slide) []line {
	style, fit := shell.Text{}, shell.Text{}
	if i := slices.IndexFunc(words.Styles, func(c words.Choice) bool { return c.Style == one.Style }); i >= 0 {
		style = words.Styles[i].Name
	}
	if one.Kind == content.Picture {
		fit = shell.Say("hiện cả ảnh", "the whole picture")
		if one.Fit == content.Cover {
			fit = shell.Textf("phủ kín, giữ điểm %s × %s", "fills the screen, keeps the point %s × %s", shell.PlainNumber(one.FocusX), shell.PlainNumber(one.FocusY))
			if more := crop.Text(one); more != (shell.Text{}) {
				fit = shell.Textf("%s%s", "%s%s", fit, more)
			}
		}
	}
	dwell := shell.Say("tự tính", "by its words")
	if one.Dwell > 0 {
		dwell = shell.Same(shell.PlainNumber(one.Dwell.Seconds()))
	}
	w := one.Words
	measure, area, view := r.boardTexts(one)
	return []line{
		{shell.Say("Tên tấm", "Title"), shell.Same(one.Title)},
		{shell.Say("Chỉ số", "Measure"), measure},
		{shell.Say("Các đơn vị của", "The parts of"), area},
		{shell.Say("Kiểu bảng", "View"), view},
		{shell.Say("Ảnh hoặc video", "Picture or clip"), r.fileOf(one)},
		{shell.Say("Cách đặt ảnh", "Fit"), fit},
		{shell.Say("Trước và sau", "Before and after"), crop.PairText(one)},
		{shell.Say("Cách trình bày", "Style"), style},
		{shell.Say("Dòng nhỏ phía trên", "Kicker"), shell.Same(w.Kicker)},
		{shell.Say("Nội dung chính", "Message"), shell.Same(w.Head)},
		{shell.Say("Bản ngắn cho màn hình nhỏ", "In brief"), shell.Same(w.Brief)},
		{shell.Say("Con số lớn", "Large number"), shell.Same(w.Number)},
		{shell.Say("Các dòng", "Lines"), shell.Same(strings.Join(w.Lines, "\n"))},
		{shell.Say("Chân trang", "Foot"), shell.Same(w.Foot)},
		{shell.Say("Đếm ngược đến", "Counts down to"), countsTo(one)},
		{shell.Say("Chiến dịch", "Campaign"), r.campaignName(one.Campaign)},
		{shell.Say("Thứ tự", "Order"), shell.Same(fmt.Sprint(one.Order))},
		{shell.Say("Chiếu từ", "On air from"), instant(one.Valid.From)},
		{shell.Say("Chiếu đến", "On air until"), instant(one.Valid.Until)},
		{shell.Say("Số giây hiện", "Seconds shown"), dwell},
		{shell.Say("Ngày nào cũng đúng", "True on any day"), yes(one.Evergreen)},
		{shell.Say("Nhãn AI", "AI label"), shell.Same(one.Label)},
		{shell.Say("Trang nghiêm", "Sober"), yes(one.Sober)},
		{shell.Say("Cỡ màn hình", "Sizes of screen"), care.Sizes(one.Sizes)},
		{shell.Say("Màn hình", "Screens"), care.Targets(r.Shell, one.Targets, shell.Say("mọi màn hình của chiến dịch", "every screen of its campaign"))},
	}
}

// countsTo says what a slide counts down to.
func countsTo(one content.Slide) shell.Text {
	if one.ToEnd {
		return shell.Say("hết chiến dịch", "the end of its campaign")
	}
	return instant(one.Deadline)
}

// fileOf names the file that a picture or clip shows, by what tells it from another of that name.
func (r reading) fileOf(one content.Slide) shell.Text {
	if one.Kind != content.Picture && one.Kind != content.Video {
		return shell.Text{}
	}
	m, err := r.Store.Medium(r.ctx, one.Medium)
	if err != nil {
		return shell.Textf("tệp %.8s", "file %.8s", string(one.Medium))
	}
	return shell.Same(fmt.Sprintf("%s · %d×%d · %s · %.8s", m.Name, m.Width, m.Height, shell.Size(m.Bytes), m.Digest))
}

// boardTexts say what a board shows: its measure, the area whose parts it is of, and how.
func (r reading) boardTexts(one content.Slide) (measure, parts, view shell.Text) {
	if one.Kind != content.Board {
		return measure, parts, view
	}
	measure, parts = shell.Same(one.Measure), shell.Same(one.Area)
	if m, err := r.Store.Measure(r.ctx, one.Measure); err == nil {
		measure = shell.Say(m.Vi, m.En)
	}
	if key, err := area.ParseKey(one.Area); err == nil && key.Period.OfBodies() {
		parts = shell.Say("Mọi cơ quan", "All bodies")
	} else if err == nil {
		if a, known := r.Areas.Area(key); known {
			parts = shell.Same(a.Name + " · " + string(a.Period))
		}
	}
	if i := slices.IndexFunc(views, func(v viewChoice) bool { return v.View == one.View }); i >= 0 {
		view = views[i].Name
	}
	return measure, parts, view
}

func (r reading) campaignName(id string) shell.Text {
	c, err := r.Store.Campaign(r.ctx, id)
	if err != nil {
		return shell.Say("chiến dịch đã xóa", "a campaign that is gone")
	}
	return shell.Same(c.Name)
}

// lines are what can be read of a guide's document.
func (f guideForm) lines() []line {
	both := func(b protocol.Both) shell.Text {
		if b.En == "" {
			return shell.Same(b.Vi)
		}
		return shell.Same(b.Vi + "\n" + b.En)
	}
	kind, icon := shell.Same(string(f.Kind)), shell.Same(f.Icon)
	if i := slices.IndexFunc(f.Kinds, func(k guideKind) bool { return k.Kind == f.Kind }); i >= 0 {
		kind = f.Kinds[i].Name
	}
	if i := slices.IndexFunc(f.Icons, func(k guideIcon) bool { return k.Icon == f.Icon }); i >= 0 {
		icon = f.Icons[i].Name
	}
	out := []line{
		{shell.Say("Tên hướng dẫn", "The guide's title"), both(f.Title)},
		{shell.Say("Dòng dưới tên", "The line below it"), both(f.Brief)},
		{shell.Say("Kiểu", "Kind"), kind},
		{shell.Say("Biểu tượng", "Icon"), icon},
	}
	for i, p := range f.Pages {
		page := func(vi, en string) shell.Text { return shell.Textf("Trang %d, "+vi, "Page %d, "+en, i+1) }
		out = append(out,
			line{page("tên", "title"), both(p.Title)}, line{page("đoạn văn", "paragraphs"), both(p.Body)},
			line{page("các bước", "steps"), both(p.Steps)}, line{page("gạch đầu dòng", "items"), both(p.Items)},
			line{page("mã QR", "code"), yes(p.Code)})
	}
	return out
}
