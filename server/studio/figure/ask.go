package figure

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/store"
	"ngatu/server/figures"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// shownRows is how many rows of a sheet the page shows.
const shownRows = 60

// askView is a waiting sheet with its questions. Nothing of it is preselected.
type askView struct {
	Sheet   store.Sheet
	Asks    []reading.Ask
	Names   []nameAsk
	Columns []columnView
	Lines   []reading.Line
	More    int // rows that are not shown
	Was     int64
	Before  bool
	Total   string
	AsOf    string
	Source  string
	NoAsOf  bool // the sheet does not say it
	NoFrom  bool // nor its source
}

// Questions are what is not certain, as the page says it: where it offers a choice, nobody is told
// to change the sheet.
func (v askView) Questions() (out []shell.Text) {
	for _, a := range v.Asks {
		if a.HereVi != "" {
			out = append(out, shell.Say(a.HereVi, a.HereEn))
			continue
		}
		out = append(out, shell.Say(a.Vi, a.En))
	}
	return out
}

// nameAsk is a name that no unit has, with the units that it may mean.
type nameAsk struct {
	reading.Ask
	Units []area.Area
}

type columnView struct {
	reading.Column
	Letter    string
	Candidate *reading.Candidate // nil: no numbers
	Roles     []roleView
}

type roleView struct {
	Role   reading.Role
	Name   shell.Text
	Chosen bool
}

var roleNames = map[reading.Role]shell.Text{
	reading.Unit: shell.Say("Tên đơn vị", "Name of the unit"), reading.Code: shell.Say("Mã đơn vị", "Code of the unit"),
	reading.Parent: shell.Say("Đơn vị cấp trên", "Unit above"), reading.Value: shell.Say("Số cần lấy (lũy kế)", "The figures (totals)"),
	reading.Target: shell.Say("Chỉ tiêu", "Target"), reading.Denominator: shell.Say("Mẫu số", "Denominator"),
	reading.AsOf: shell.Say("Thời điểm số liệu", "As-of time"), reading.Source: shell.Say("Nguồn", "Source"),
	reading.Rate: shell.Say("Tỷ lệ (chỉ để kiểm tra)", "Rate (checked only)"), reading.Ignored: shell.Say("Bỏ qua", "Leave out"),
}

// Ask shows a waiting sheet and what of it is not certain.
func (s *Figures) Ask(c *fiber.Ctx) error {
	v, err := s.askView(c, nil)
	if err != nil {
		return err
	}
	return s.Page(c, askPage, v)
}

// askView reads a waiting sheet again; chosen are the roles that a form sent, by column.
func (s *Figures) askView(c *fiber.Ctx, chosen map[int]reading.Role) (v askView, err error) {
	w, err := s.figures.Waiting(c.UserContext(), shell.Param(c, "sheet"))
	if err != nil {
		return v, err
	}
	units, err := s.figures.Units(c.UserContext(), w.Sheet.Measure)
	if err != nil {
		return v, err
	}
	v = askView{Sheet: w.Sheet, NoAsOf: w.Read.AsOf.IsEmpty(), NoFrom: w.Read.Source == ""}
	for _, a := range w.Sheet.Detail.Asks {
		if len(a.Suggest) == 0 {
			v.Asks = append(v.Asks, a)
			continue
		}
		one := nameAsk{Ask: a}
		for _, k := range a.Suggest {
			if unit, ok := units.Area(k); ok {
				one.Units = append(one.Units, unit)
			}
		}
		v.Names = append(v.Names, one)
	}
	candidates := reading.Candidates(w.Book, w.Read, int(w.Sheet.Number%997))
	for _, col := range w.Read.Columns {
		one := columnView{Column: col, Letter: reading.Letter(col.Index)}
		for i := range candidates {
			if candidates[i].Index == col.Index {
				one.Candidate = &candidates[i]
			}
		}
		if col.Path == "" && one.Candidate == nil {
			continue
		}
		for _, r := range reading.Roles() {
			one.Roles = append(one.Roles, roleView{r, roleNames[r], chosen[col.Index] == r})
		}
		v.Columns = append(v.Columns, one)
	}
	v.Lines = reading.Shown(w.Book, w.Read)
	if n := len(v.Lines); n > shownRows {
		v.Lines, v.More = v.Lines[:shownRows], n-shownRows
	}
	return v, s.was(c, &v)
}

// was adds the total on screens.
func (s *Figures) was(c *fiber.Ctx, v *askView) error {
	all, err := s.Store.Releases(c.UserContext(), v.Sheet.Measure, 0, 24)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.State != store.Released || !r.Withdrawn.IsZero() {
			continue
		}
		list, err := s.Store.Figures(c.UserContext(), r)
		for _, f := range list {
			if f.Area.Code != area.CityCode {
				v.Was += f.Value
			}
		}
		v.Before = true
		return err
	}
	return nil
}

// Answer takes what a clerk explained. Columns without a choice keep the role of the dictionary, or
// are left out.
func (s *Figures) Answer(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	if err := f.Again(); err != nil {
		return err
	}
	w, err := s.figures.Waiting(c.UserContext(), shell.Param(c, "sheet"))
	if err != nil {
		return err
	}
	chosen := map[int]reading.Role{}
	a := reading.Answers{Roles: map[string]reading.Role{}, Source: strings.TrimSpace(f.Field("source"))}
	for _, col := range w.Read.Columns {
		if r := reading.Role(f.Field(fmt.Sprintf("role.%d", col.Index))); r != "" {
			chosen[col.Index], a.Roles[col.Key] = r, r
		}
	}
	if at := f.Field("as_of"); at != "" {
		a.AsOf = figure.ParseInstant(at)
	}
	r, err := s.figures.Answer(c.UserContext(), signin.From(c).ID, w.Sheet.ID, a, figure.ParseNumber(f.Field("total")))
	if err == nil && r.Outcome != figures.Asked {
		if r.Outcome == figures.Held {
			return shell.Done(c, "/studio/figures/drafts/"+r.Release.ID, "waits")
		}
		return shell.Done(c, "/studio/figures", readingView{Outcome: r.Outcome}.done())
	}
	v, failed := s.askView(c, chosen)
	if failed != nil {
		return failed
	}
	v.Total, v.AsOf, v.Source = f.Field("total"), f.Field("as_of"), f.Field("source")
	if err == nil {
		v.Asks, err = r.Asks, shell.Invalid("Còn điều chưa chắc chắn, ghi ở đầu trang: hãy chọn tiếp rồi gửi lại.",
			"Something is still not certain, as the top of the page says: choose again and send it.")
	}
	return s.Refuse(c, err, askPage, v)
}

// Name accepts a text of the sheet as the name of a unit.
func (s *Figures) Name(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	key, err := area.ParseKey(f.Field("unit"))
	if err != nil {
		return shell.Invalid("Không có đơn vị này.", "There is no such unit.")
	}
	r, err := s.figures.AcceptName(c.UserContext(), signin.From(c).ID, shell.Param(c, "sheet"), f.Field("name"), key)
	if err != nil {
		return err
	}
	switch r.Outcome {
	case figures.Asked:
		return shell.Done(c, "/studio/figures/sheets/"+r.Sheet.ID, "asked")
	case figures.Held:
		return shell.Done(c, "/studio/figures/drafts/"+r.Release.ID, "waits")
	}
	return shell.Done(c, "/studio/figures", readingView{Outcome: r.Outcome}.done())
}

// Drop throws a waiting sheet away.
func (s *Figures) Drop(c *fiber.Ctx) error {
	if err := s.figures.DropSheet(c.UserContext(), signin.From(c).ID, shell.Param(c, "sheet")); err != nil {
		return err
	}
	return shell.Done(c, "/studio/figures", "discarded")
}

// Template is a sheet with the units of a period filled in, in the form that is taken without a
// question.
func (s *Figures) Template(c *fiber.Ctx) error {
	m, err := s.Store.Measure(c.UserContext(), cmp.Or(c.Query("measure"), figure.Accounts.ID))
	if err != nil {
		return err
	}
	period := area.Periods()[len(area.Periods())-1]
	if p := area.Period(c.Query("period")); p.Known() {
		period = p
	}
	period, units, level := cmp.Or(m.Period(), period), m.Units(s.Areas), area.DistrictLevel
	switch {
	case period.OfBodies():
		level = area.BodyLevel
	case len(units.At(period, level)) == 0 || c.Query("level") == "commune":
		level = area.CommuneLevel
	}
	var b strings.Builder
	b.WriteString("\ufeffTính đến: \nNguồn: \nMã đơn vị;Đơn vị;Số tài khoản;Chỉ tiêu\n")
	for _, a := range units.At(period, level) {
		fmt.Fprintf(&b, "=\"%s\";%s;;\n", a.Code, a.Name)
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="so-lieu-mau.csv"`)
	return c.SendString(b.String())
}
