package shell

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
)

// mostAreas is how many units a search lists.
const mostAreas = 12

// foundArea is a unit that a search found, with what holds it.
type foundArea struct {
	Key    string
	Name   string
	Within string
	Period area.Period
}

// FindAreas lists the units whose names hold what was typed, with or without marks: the units of
// today first, then those of the campaign's months, which screens of that time stand in.
func (s *Shell) FindAreas(c *fiber.Ctx) error {
	want := area.Fold(Query(c, "area_name"))
	var out []foundArea
	if len(want) >= 2 {
		for _, p := range s.periods() {
			out = append(out, s.findIn(p, want)...)
		}
	}
	return s.Part(c, "areas", out[:min(len(out), mostAreas)])
}

// periods are those to look in: the present one, then the others, newest first.
func (s *Shell) periods() []area.Period {
	all := area.Periods()
	slices.Reverse(all)
	now, _ := area.PeriodAt(s.Now())
	slices.SortStableFunc(all, func(a, b area.Period) int {
		switch {
		case a == now && b != now:
			return -1
		case b == now && a != now:
			return 1
		}
		return 0
	})
	return all
}

// findIn lists the units of a period whose folded names begin with, or else hold, what was typed.
func (s *Shell) findIn(p area.Period, want string) []foundArea {
	var begins, holds []foundArea
	for _, a := range s.Areas.At(p, area.AnyLevel) {
		one := foundArea{Key: a.Key().String(), Name: a.Name, Period: p}
		for _, above := range s.Areas.Ancestors(a.Key()) {
			one.Within = strings.TrimPrefix(one.Within+", "+above.Name, ", ")
		}
		switch short, full := area.Fold(a.Short), area.Fold(a.Name); {
		case strings.HasPrefix(short, want) || strings.HasPrefix(full, want):
			begins = append(begins, one)
		case strings.Contains(full, want):
			holds = append(holds, one)
		}
	}
	return append(begins, holds...)
}

// AreaName is a unit with all that hold it, as people read it; the key where there is no such unit.
func (s *Shell) AreaName(key string) Text {
	k, err := area.ParseKey(key)
	unit, ok := s.Areas.Area(k)
	if err != nil || !ok {
		return Same(key)
	}
	names := []string{unit.Name}
	for _, above := range s.Areas.Ancestors(k) {
		names = append(names, above.Name)
	}
	return AreaText(names, k.Period)
}

// AreaText is a unit by its own name and the names of all that hold it, and when it was so.
func AreaText(names []string, p area.Period) Text {
	name := strings.Join(names, ", ")
	if !p.Known() {
		return Same(name)
	}
	return Text{name + " · " + Vietnamese.Period(p), name + " · " + English.Period(p)}
}

// Area takes the unit that was picked, with all that hold it; one that was typed must mean exactly
// one unit.
func (f Form) Area(units *area.Set, now area.Period, p content.Place) (content.Place, error) {
	key, err := area.ParseKey(f.Field("area"))
	if err != nil || key.IsZero() {
		name, _, _ := strings.Cut(f.Field("area_name"), " · ") // as we showed it: with its period
		one, ok := units.Find(area.Query{Period: now, Name: name}).One()
		if name == "" || !ok {
			return p, At("area_name", Invalid(
				"Hãy tìm và chọn phường, xã hoặc quận, huyện của màn hình.", "Look up and choose the ward, commune or district of the screen."))
		}
		key = one.Key()
	}
	unit, ok := units.Area(key)
	if !ok {
		return p, At("area_name", Invalidf(
			"Không có đơn vị “%s”. Hãy tìm và chọn lại.", "There is no unit “%s”. Look it up again.", key.String()))
	}
	p.Area, p.Areas, p.Names = key.String(), []string{key.String()}, []string{unit.Name}
	for _, above := range units.Ancestors(key) {
		p.Areas, p.Names = append(p.Areas, above.Key().String()), append(p.Names, above.Name)
	}
	return p, nil
}
