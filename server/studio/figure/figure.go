// Package figure is the room of figures: a sheet is looked at, released and withdrawn.
//
// It owns the page and what is shown of a reading. It must not read a sheet: that is
// server/figures'.
package figure

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/figures"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	page        = shell.Page{Name: "figures", Title: shell.Say("Số liệu", "Figures")}
	draftPage   = shell.Page{Name: "draft", Title: shell.Say("Kiểm tra và công bố số liệu", "Check and release figures")}
	recipesPage = shell.Page{Name: "recipes", Title: shell.Say("Cách đọc đã ghi nhớ", "Recipes")}
	targetsPage = shell.Page{Name: "targets", Title: shell.Say("Chỉ tiêu của đơn vị", "Targets of units")}
	askPage     = shell.Page{Name: "ask", Title: shell.Say("Xác nhận cách đọc bảng", "Explain a sheet")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "figure", Files: files, Pages: []shell.Page{page, draftPage, askPage, recipesPage, targetsPage}, Parts: []string{"reading"},
	Done: map[string]shell.Text{
		"figures": shell.Say("Đã công bố số liệu. Các bảng số liệu đã đổi.", "The figures are released. Boards have changed."),
		"waits": shell.Say(
			"Đã đọc số liệu. Số liệu đang chờ kiểm tra và công bố.", "The figures were read. They wait to be checked and released."),
		"older": {
			Vi: "Đã lưu số liệu. Màn hình vẫn hiện đợt mới hơn đã công bố trước đó.",
			En: "The figures are kept. Screens go on showing the newer ones that were released before.",
		},
		"same": {
			Vi: "Số liệu giống hệt đợt đang chiếu: không có gì thay đổi.",
			En: "These are the figures that screens show already: nothing has changed.",
		},
		"recipe-ended": shell.Say("Đã kết thúc cách đọc. Bảng tiếp theo cùng mẫu sẽ được hỏi lại.", "The recipe has ended. The next sheet of its layout is asked about again."),
		"targets":      shell.Say("Đã lưu chỉ tiêu. Số liệu công bố từ nay dùng chỉ tiêu này.", "The targets are saved. Figures that are released from now on have them."),
		"timed":        shell.Say("Đã đặt giờ công bố.", "The time of the release is set."),
		"discarded":    shell.Say("Đã bỏ bảng này.", "The sheet was thrown away."),
		"asked": shell.Say(
			"Bảng này cần bạn xác nhận trước khi lấy số liệu.", "This sheet needs your explanation before its figures are taken."),
		"withdrawn": {
			Vi: "Đã thu hồi đợt số liệu. Màn hình trở lại đợt trước, hoặc không hiện bảng nếu không còn đợt nào.",
			En: "The release was withdrawn. Screens go back to the one before, or show no board where there is none.",
		},
	},
}

// MaxBytes is how large a request with a sheet may be.
const MaxBytes = sheet.MaxBytes + shell.MaxForm

// Figures answers for figures.
type Figures struct {
	*shell.Shell
	figures  *figures.Figures
	air      *air.Air
	pictures *picture.Pictures
}

// New answers within a shell that has the room.
func New(s *shell.Shell, f *figures.Figures, a *air.Air, p *picture.Pictures) *Figures {
	return &Figures{s, f, a, p}
}

// view is the page: the form, and what a sheet was read as.
type view struct {
	Sheets   []sheetView // that wait for answers
	Drafts   []release   // that wait to be released
	Releases []release
	Pasted   string
	Measures []figure.Measure
	Measure  string // that was chosen
	Merge    bool
	Reading  *readingView
}

// sheetView is a sheet with the name of who sent it.
type sheetView struct {
	store.Sheet
	By shell.Text
}

// release is a release with the name of who released it, and of what was counted.
type release struct {
	store.Release
	By   shell.Text
	What shell.Text

	Corrects  time.Time // as-of time of the release that it corrects; zero: of none that is known
	Corrected bool      // a later release, which still holds, corrects it
}

// readingView is what a sheet was read as, before anything is taken.
type readingView struct {
	Name     shell.Text
	Outcome  figures.Outcome
	Sheet    string // ID of the sheet that waits
	Release  store.Release
	Header   string        // the column of values that was taken
	Before   store.Release // what it is compared with; zero: nothing
	Figures  []row
	Gone     []row // units that have a figure now and none in the sheet
	Problems []figure.Problem
	Notices  []store.Notice
	Fault    *content.Error
	Sum, Was int64
	Of       string // whom the denominator counts
	Targets  bool
}

// By is how much the sum changes.
func (v readingView) By() int64 { return v.Sum - v.Was }

type row struct {
	Name string
	figure.Figure
	Change figure.Change
}

// OfTarget is the new value in percent of its target, which is set.
func (r row) OfTarget() figure.Tenths { return figure.Percent(r.Value, r.Target) }

// OfDenominator is the new value in percent of the denominator, which is set.
func (r row) OfDenominator() figure.Tenths { return figure.Percent(r.Value, r.Denominator) }

func (s *Figures) Show(c *fiber.Ctx) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

func (s *Figures) view(c *fiber.Ctx) (v view, err error) {
	waiting, err := s.Store.WaitingSheets(c.UserContext())
	if err != nil {
		return v, err
	}
	for _, one := range waiting {
		v.Sheets = append(v.Sheets, sheetView{one, s.NameOf(c.UserContext(), one.Sender)})
	}
	if v.Measures, err = s.Store.Measures(c.UserContext()); err != nil {
		return v, err
	}
	f := shell.FormOf(c)
	v.Measure, v.Merge = f.Field("measure"), f.Has("merge")
	all, err := s.Store.Releases(c.UserContext(), "", 0, 24)
	for _, one := range all {
		switch one.State {
		case store.Draft:
			v.Drafts = append(v.Drafts, release{Release: one, By: s.NameOf(c.UserContext(), one.Sender), What: v.what(one.Measure)})
			continue
		case store.Superseded, store.Discarded:
			continue
		}
		v.Releases = append(v.Releases, release{Release: one, By: s.releaser(c.UserContext(), one.By), What: v.what(one.Measure)})
	}
	corrections(v.Releases)
	return v, err
}

// releaser is who a release names: a person by the name of that day, which a release keeps, or a
// way in such as a token.
func (s *Figures) releaser(ctx context.Context, by string) shell.Text {
	if name := s.NameOf(ctx, by); name != shell.Nobody {
		return name
	}
	return shell.Same(by)
}

// corrections tells releases of each other where one corrects another.
func corrections(all []release) {
	for i := range all {
		of := all[i].Record.Corrects
		at := slices.IndexFunc(all, func(r release) bool { return of != "" && r.ID == of })
		if at >= 0 {
			all[i].Corrects = all[at].AsOf
			all[at].Corrected = all[at].Corrected || all[i].Withdrawn.IsZero()
		}
	}
}

// what is the name of a measure.
func (v view) what(measure string) shell.Text {
	for _, m := range v.Measures {
		if m.ID == measure {
			return shell.Say(m.Vi, m.En)
		}
	}
	return shell.Same(measure)
}

// sent is the sheet of a form: a file, or what was pasted out of a spreadsheet.
func sent(f shell.Form) (name shell.Text, sheet figures.File, end func() error, err error) {
	if files := f.Files["file"]; len(files) > 0 && files[0].Size > 0 {
		data, err := files[0].Open()
		if err != nil {
			return name, nil, nil, err
		}
		return shell.Same(strings.Clone(strings.ToValidUTF8(files[0].Filename, ""))), io.NewSectionReader(data, 0, files[0].Size), data.Close, nil
	}
	pasted := f.Raw("pasted")
	if strings.TrimSpace(pasted) == "" {
		return name, nil, nil, shell.At("pasted", shell.Invalid("Hãy chọn tệp CSV, XLSX hoặc dán bảng vào ô.", "Choose a CSV or XLSX file, or paste the table into the box."))
	}
	return shell.Say("bảng dán vào", "the pasted table"), strings.NewReader(pasted), func() error { return nil }, nil
}

// Look says what would be taken of a sheet, and stores nothing.
func (s *Figures) Look(c *fiber.Ctx) error {
	r, err := s.read(c, true)
	if err != nil {
		return err
	}
	if c.Get("HX-Request") != "" {
		return s.Part(c, "reading", r)
	}
	v, err := s.view(c)
	if err != nil {
		return err
	}
	v.Reading, v.Pasted = &r, shell.FormOf(c).Raw("pasted")
	return s.Page(c, page, v)
}

// Take releases a sheet, whole or not at all.
func (s *Figures) Take(c *fiber.Ctx) error {
	r, err := s.read(c, false)
	if err != nil {
		v, failed := s.view(c)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, page, v)
	}
	switch {
	case r.Outcome == figures.Asked:
		return shell.Done(c, "/studio/figures/sheets/"+r.Sheet, "asked")
	case r.Outcome == figures.Held:
		return shell.Done(c, "/studio/figures/drafts/"+r.Release.ID, "waits")
	case r.Fault == nil:
		return shell.Done(c, "/studio/figures", r.done())
	}
	v, err := s.view(c)
	if err != nil {
		return err
	}
	v.Reading, v.Pasted = &r, shell.FormOf(c).Raw("pasted")
	return s.Refuse(c, r.Fault, page, v)
}

// done names the sentence of what became of a release.
func (v readingView) done() string {
	switch {
	case v.Outcome == figures.Same:
		return "same"
	case v.Before.AsOf.After(v.Release.AsOf):
		return "older"
	}
	return "figures"
}

// read hands a sheet to figures. A sheet that was refused is a reading with its problems, no error.
func (s *Figures) read(c *fiber.Ctx, dry bool) (readingView, error) {
	f := shell.FormOf(c)
	if err := f.Again(); err != nil {
		return readingView{}, err
	}
	name, sheet, end, err := sent(f)
	if err != nil {
		return readingView{}, err
	}
	defer func() { _ = end() }()
	r, err := s.figures.Take(c.UserContext(), signin.From(c).ID, name.Vi, sheet, figures.TakeOptions{
		Measure: f.Field("measure"), Merge: f.Has("merge"), DryRun: dry,
	})
	v := readingView{Name: name, Outcome: r.Outcome, Sheet: r.Sheet.ID, Release: r.Release, Header: r.Header, Before: r.Before, Problems: r.Problems, Notices: r.Notices}
	if err != nil && !errors.As(err, &v.Fault) {
		return v, err
	}
	if r.Outcome == figures.Asked {
		v.Fault = figures.AskedSentence(name.Vi, r.Asks)
	}
	units, err := s.figures.Units(c.UserContext(), cmp.Or(r.Release.Measure, figure.Accounts.ID))
	compared(&v, r, units)
	return v, err
}

// compared lists the figures of a reading beside those that hold now.
func compared(v *readingView, r figures.Reading, units *area.Set) {
	changes := map[area.Key]figure.Change{}
	name := func(k area.Key) string {
		if a, ok := units.Area(k); ok {
			return a.Name
		}
		return k.String()
	}
	for _, c := range r.Changes {
		changes[c.Area] = c
		if c.Area.Code != area.CityCode {
			v.Was += c.Before
		}
		if !c.Is {
			v.Gone = append(v.Gone, row{Name: name(c.Area), Change: c})
		}
	}
	for _, f := range r.Figures {
		if f.Area.Code != area.CityCode {
			v.Sum += f.Value
		}
		if f.Denominator > 0 {
			v.Of = f.DenominatorName
		}
		v.Targets = v.Targets || f.Target > 0
		v.Figures = append(v.Figures, row{Name: name(f.Area), Figure: f, Change: changes[f.Area]})
	}
}
