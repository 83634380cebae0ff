package figure

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// targetsView is the page of the targets of the units in one area.
type targetsView struct {
	Measures []figure.Measure
	Measure  string
	Above    []area.Area // whose units may be shown: cities and districts, by period
	In       area.Area
	Units    []targetView
	Since    string
	Pasted   string
	Sum      int64
	May      bool // the person here may set them
}

// targetView is one unit with the target that holds on the day of the page.
type targetView struct {
	area.Area
	Value int64
	Since time.Time // from when it holds; zero: there is none
	Typed string    // what a form that was refused had
}

// Targets shows what the units of an area have to reach, in a table to fill in.
func (s *Figures) Targets(c *fiber.Ctx) error {
	measure, in := shell.Query(c, "measure"), shell.Query(c, "in")
	if m := shell.Param(c, "measure"); m != "" {
		measure, in = m, shell.Param(c, "period")+"/"+shell.Param(c, "code")
	}
	v, err := s.targetsView(c, measure, in, s.Now())
	if err != nil {
		return err
	}
	return s.Page(c, targetsPage, v)
}

func (s *Figures) targetsView(c *fiber.Ctx, measure, in string, day time.Time) (v targetsView, err error) {
	v = targetsView{Measure: measure, Since: day.In(area.Local).Format(time.DateOnly)}
	if v.Measures, err = s.Store.Measures(c.UserContext()); err != nil {
		return v, err
	}
	if measure == "" {
		v.Measure = figure.Accounts.ID
	}
	m, err := s.Store.Measure(c.UserContext(), v.Measure)
	if err != nil {
		return v, err
	}
	units := m.Units(s.Areas)
	v.Above = above(m, units)
	v.In = v.Above[0]
	if in == "" {
		in = own(signin.From(c))
	}
	if key, err := area.ParseKey(in); err == nil {
		if i := slices.IndexFunc(v.Above, func(a area.Area) bool { return a.Key() == key }); i >= 0 {
			v.In = v.Above[i]
		}
	}
	v.May = signin.From(c).May(signin.Aim, mandate.In(v.In.Key().String()))
	return v, s.fillTargets(c.UserContext(), &v, units, day)
}

// above are the areas whose units may have targets of a measure, the newest list of units first; of
// one that counts bodies, all of these.
func above(m figure.Measure, units *area.Set) (out []area.Area) {
	if p := m.Period(); p.OfBodies() {
		return units.At(p, area.CityLevel)
	}
	for _, p := range slices.Backward(area.Periods()) {
		for _, a := range append(units.At(p, area.CityLevel), units.At(p, area.DistrictLevel)...) {
			if len(units.Children(a.Key())) > 0 {
				out = append(out, a)
			}
		}
	}
	return out
}

// own is the area with which the page begins for somebody; "": the city.
func own(p *signin.Person) string {
	if areas := p.Areas(signin.Aim); len(areas) > 0 {
		return areas[0]
	}
	return ""
}

func (s *Figures) fillTargets(ctx context.Context, v *targetsView, units *area.Set, day time.Time) error {
	set, err := s.Store.Targets(ctx, v.Measure, v.In.Period)
	if err != nil {
		return err
	}
	held := set.At(day)
	for _, a := range units.Children(v.In.Key()) {
		one := targetView{Area: a, Value: held[a.Key()]}
		for _, t := range set {
			if t.Area == a.Key() && !t.Since.After(day) && one.Value > 0 {
				one.Since = t.Since
			}
		}
		v.Sum += one.Value
		v.Units = append(v.Units, one)
	}
	return nil
}

// SetTargets keeps the targets of a table, or those of a sheet, from a day on.
func (s *Figures) SetTargets(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	measure, in := f.Field("measure"), f.Field("in")
	since, err := f.Instant("since", shell.Say("Ngày bắt đầu", "The first day"))
	if err == nil && since.IsZero() {
		err = shell.At("since", shell.Invalid("Hãy chọn ngày chỉ tiêu bắt đầu có hiệu lực.", "Choose the day from which the targets hold."))
	}
	if since.IsZero() {
		since = s.Now()
	}
	v, failed := s.targetsView(c, measure, in, since)
	if failed != nil {
		return failed
	}
	var set []figure.Target
	if err == nil {
		err = f.Again()
	}
	if err == nil {
		set, err = s.targetsSent(c, f, &v, since)
	}
	if err == nil {
		err = s.keepTargets(c, v.Measure, set)
	}
	if err != nil {
		v.Pasted = f.Raw("pasted")
		return s.Refuse(c, err, targetsPage, v)
	}
	return shell.Done(c, "/studio/figures/targets/"+v.Measure+"/"+v.In.Key().String(), "targets")
}

// targetsSent are those of a sheet where one came, or those of the table that are not as they were.
func (s *Figures) targetsSent(c *fiber.Ctx, f shell.Form, v *targetsView, since time.Time) ([]figure.Target, error) {
	if len(f.Files["file"]) > 0 && f.Files["file"][0].Size > 0 || strings.TrimSpace(f.Raw("pasted")) != "" {
		name, sheet, end, err := sent(f)
		if err != nil {
			return nil, err
		}
		defer func() { _ = end() }()
		return s.figures.TargetsIn(c.UserContext(), v.Measure, name.Vi, sheet, since)
	}
	var out []figure.Target
	var bad shell.Faults
	for i := range v.Units {
		one := &v.Units[i]
		field := "target." + one.Code
		if one.Typed = f.Field(field); !f.Values.Has(field) || one.Typed == "" && one.Value == 0 {
			continue
		}
		n := figure.ParseNumber(one.Typed)
		if one.Typed != "" && n.Fault != figure.None {
			bad.Add(shell.At(field, shell.Invalidf("Chỉ tiêu của %s phải là số nguyên, ví dụ 12.500.", "The target of %s must be a whole number such as 12,500.", shell.Same(one.Name))))
			continue
		}
		if n.Count != one.Value {
			out = append(out, figure.Target{Area: one.Key(), Since: since, Value: n.Count})
		}
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, shell.Invalid("Chưa chỉ tiêu nào thay đổi.", "No target has changed.")
	}
	return out, nil
}

// keepTargets stores targets of units that the person reports for.
func (s *Figures) keepTargets(c *fiber.Ctx, measure string, set []figure.Target) error {
	who := signin.From(c).ID
	_, err := s.Store.Change(c.UserContext(), who, func(tx *store.Tx) error {
		var of []mandate.Subject
		for _, t := range set {
			of = append(of, mandate.In(t.Area.String()))
		}
		if err := s.SignIn.Ask(c.UserContext(), tx, who, signin.Aim, of...); err != nil {
			return err
		}
		for _, t := range set {
			if t.Area.Period != set[0].Area.Period {
				return fmt.Errorf("figure: targets of %s and %s", t.Area, set[0].Area)
			}
		}
		return tx.PutTargets(c.UserContext(), measure, set)
	})
	return err
}
