package slide

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ngatu/player/protocol"
	"ngatu/server/studio/shell"
)

// guideForm is what the form of a guide is filled with. A text of several lines is a list: a
// paragraph, step or item each.
type guideForm struct {
	ID           string // of the document
	Kind         protocol.GuideKind
	Icon         string
	Title, Brief protocol.Both
	Pages        []guidePageForm
	Kinds        []guideKind
	Icons        []guideIcon
	Most         int // characters of a line
}

type guidePageForm struct {
	Title              protocol.Both
	Body, Steps, Items protocol.Both // lines
	Code               bool          // the page shows the screen's own install code
	at                 int           // its place, as it was typed
}

type guideKind struct {
	Kind protocol.GuideKind
	Name shell.Text
}

var guideKinds = []guideKind{
	{protocol.GuidePages, shell.Say("Các trang, xem lần lượt", "Pages, one after another")},
	{protocol.GuideQuestions, shell.Say("Hỏi và đáp: tên trang là câu hỏi", "Questions: the title of a page is the question")},
	{protocol.GuideArea, shell.Say("Tiến độ của địa bàn", "Progress of an area")},
}

type guideIcon struct {
	Icon string
	Name shell.Text
}

var guideIcons = []guideIcon{
	{"", shell.Say("Không có", "None")},
	{"phone", shell.Say("Điện thoại", "Phone")},
	{"list", shell.Say("Danh sách", "List")},
	{"bars", shell.Say("Cột số liệu", "Bars")},
	{"question", shell.Say("Dấu hỏi", "Question mark")},
}

// screenCode is what a page of a guide binds that shows the code of the screen on which it is read.
const screenCode = "screen.code"

// guideFormOf is the form of a guide; the zero guide gives an empty one of one page.
func guideFormOf(g protocol.Guide) guideForm {
	f := guideForm{ID: g.ID, Kind: g.Kind, Icon: g.Icon, Title: g.Title, Brief: g.Brief}
	for _, p := range g.Pages {
		f.Pages = append(f.Pages, guidePageForm{
			Title: p.Title, Body: joined(p.Body), Steps: joined(p.Steps), Items: joined(p.Items), Code: p.Code != "",
		})
	}
	if len(f.Pages) == 0 {
		f.Pages = make([]guidePageForm, 1)
	}
	return f.withChoices()
}

func (f guideForm) withChoices() guideForm {
	f.Kinds, f.Icons, f.Most = guideKinds, guideIcons, protocol.MaxGuideText
	return f
}

// joined is a list with a line each.
func joined(list []protocol.Both) protocol.Both {
	var vi, en []string
	for _, one := range list {
		vi, en = append(vi, one.Vi), append(en, one.En)
	}
	return protocol.Both{Vi: strings.Join(vi, "\n"), En: strings.Join(en, "\n")}
}

// paired is the list that lines make, the first with the first; what has no partner stays alone.
func paired(lines protocol.Both) (list []protocol.Both) {
	vi, en := splitLines(lines.Vi), splitLines(lines.En)
	for i := range max(len(vi), len(en)) {
		var one protocol.Both
		if i < len(vi) {
			one.Vi = vi[i]
		}
		if i < len(en) {
			one.En = en[i]
		}
		list = append(list, one)
	}
	return list
}

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// mostFormPages bounds what of a form is read: a guide's pages and some that are still empty.
const mostFormPages = maxGuidePages + 10

// readGuide is what was typed. Pages that are empty, or are to go, are left out; the others stand
// in their order.
func readGuide(sent shell.Form, id string) guideForm {
	f := guideForm{
		ID: id, Kind: protocol.GuideKind(sent.Field("kind")), Icon: sent.Field("icon"),
		Title: protocol.Both{Vi: sent.Field("title"), En: sent.Field("title_en")},
		Brief: protocol.Both{Vi: sent.Field("brief"), En: sent.Field("brief_en")},
	}
	pages, err := strconv.Atoi(sent.Field("pages"))
	if err != nil {
		pages = 0
	}
	for i := range min(pages, mostFormPages) {
		p := readGuidePage(sent, fmt.Sprintf("p%d_", i))
		if p.at, err = strconv.Atoi(sent.Field(fmt.Sprintf("p%d_at", i))); err != nil {
			p.at = i + 1
		}
		if !p.empty() && !sent.Has(fmt.Sprintf("p%d_drop", i)) {
			f.Pages = append(f.Pages, p)
		}
	}
	slices.SortStableFunc(f.Pages, func(a, b guidePageForm) int { return cmp.Compare(a.at, b.at) })
	return f.withChoices()
}

func readGuidePage(sent shell.Form, prefix string) guidePageForm {
	both := func(name string) protocol.Both {
		return protocol.Both{
			Vi: strings.Join(sent.Lines(prefix+name), "\n"), En: strings.Join(sent.Lines(prefix+name+"_en"), "\n"),
		}
	}
	return guidePageForm{
		Title: protocol.Both{Vi: sent.Field(prefix + "title"), En: sent.Field(prefix + "title_en")},
		Body:  both("body"), Steps: both("steps"), Items: both("items"), Code: sent.Has(prefix + "code"),
	}
}

func (p guidePageForm) empty() bool {
	p.at = 0
	return p == guidePageForm{}
}

// Document is the guide that the form describes, as far as it is filled in.
func (f guideForm) Document() protocol.Guide {
	g := protocol.Guide{ID: f.ID, Kind: f.Kind, Icon: f.Icon, Title: f.Title, Brief: f.Brief}
	for _, p := range f.Pages {
		page := protocol.GuidePage{Title: p.Title, Body: paired(p.Body), Steps: paired(p.Steps), Items: paired(p.Items)}
		if p.Code {
			page.Code = screenCode
		}
		g.Pages = append(g.Pages, page)
	}
	return g
}
