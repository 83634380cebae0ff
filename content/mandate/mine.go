package mandate

import (
	"slices"
	"time"

	"ngatu/content/area"
)

// Mine says whether a subject is in a person's care at an instant: one of its areas lies within a
// mandate of theirs, whatever its role, and its pool is that of the mandate. Who has the whole
// city has all of it.
func Mine(b Bearer, s Subject, at time.Time, units *area.Set) bool {
	areas := s.Areas
	if len(areas) == 0 {
		areas = []string{""}
	}
	return slices.ContainsFunc(b.held(at), func(h holding) bool {
		return h.wide(units) || slices.ContainsFunc(areas, func(one string) bool { return h.covers(one, s.Pool, Look, units) })
	})
}

// Narrow says whether there are things that are not in the person's care at an instant.
func Narrow(b Bearer, at time.Time, units *area.Set) bool {
	return !slices.ContainsFunc(b.held(at), func(h holding) bool { return h.wide(units) })
}

// wide says whether the holding is for all of the city's airtime.
func (h holding) wide(units *area.Set) bool { return h.covers("", "", Look, units) }

// Areas are those in which a person may do an act to the city's airtime at an instant, as
// "period/code" in the order of their mandates; the whole city is "" alone.
func Areas(b Bearer, act Act, at time.Time, units *area.Set) []string {
	return areasIn(b, act, "", at, units)
}

// areasIn are those in which the act may be done to the airtime of a pool.
func areasIn(b Bearer, act Act, pool string, at time.Time, units *area.Set) (out []string) {
	for _, h := range b.held(at) {
		if !slices.Contains(holders[act], h.Role) {
			continue
		}
		for _, key := range h.areas() {
			switch {
			case !h.covers(key, pool, act, units) || slices.Contains(out, key):
			case Within("", key, units):
				return []string{""}
			default:
				out = append(out, key)
			}
		}
	}
	return out
}

// areas are the area of the mandate, and those of what it rests on.
func (h holding) areas() []string {
	out := []string{h.Area}
	for _, m := range h.rests {
		out = append(out, m.Area)
	}
	return out
}

// Partly says whether a person may do an act in some part of what a subject is for, to the airtime
// that it has: it lies within an area of theirs, or one of theirs within it.
func Partly(b Bearer, act Act, s Subject, at time.Time, units *area.Set) bool {
	areas := s.Areas
	if len(areas) == 0 {
		areas = []string{""}
	}
	return slices.ContainsFunc(areasIn(b, act, s.Pool, at, units), func(own string) bool {
		return slices.ContainsFunc(areas, func(one string) bool { return Within(one, own, units) || Within(own, one, units) })
	})
}
