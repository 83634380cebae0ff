package studio

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/area"
)

// mostAreas is how many units a search lists.
const mostAreas = 12

// found is a unit that a search found, with what holds it.
type found struct {
	Key    string
	Name   string
	Within string
	Period area.Period
}

// areaFind lists the units whose names hold what was typed, with or without marks: the units of today first, then those of
// the campaign's months, which screens of that time stand in.
func (s *Studio) areaFind(c *fiber.Ctx) error {
	want := area.Fold(query(c, "area_name"))
	var out []found
	if len(want) >= 2 {
		for _, p := range s.periods() {
			out = append(out, s.findIn(p, want)...)
		}
	}
	return s.part(c, "areas", out[:min(len(out), mostAreas)])
}

// periods are those to look in: the present one, then the others, newest first.
func (s *Studio) periods() []area.Period {
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
func (s *Studio) findIn(p area.Period, want string) []found {
	var begins, holds []found
	for _, a := range s.Areas.At(p, area.AnyLevel) {
		one := found{Key: a.Key().String(), Name: a.Name, Period: p}
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
