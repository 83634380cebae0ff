package mandate

import (
	"cmp"
	"slices"
	"time"

	"ngatu/content/area"
)

// Desk says on whose desk something lies that waits for an act, by staff ID, step by step: first
// those who are entrusted with it nearest, then who stands in for them, then whoever stands above,
// area by area. Those who had a part in it (s.By) are on no step. Within a step the order is that
// of all.
func Desk(all []Bearer, act Act, s Subject, at time.Time, units *area.Set) (steps [][]string) {
	type place struct {
		who    string
		depth  int  // how many areas hold the one that the person is entrusted with
		deputy bool // only in the place of somebody else
	}
	var places []place
	for _, b := range all {
		if slices.Contains(s.By, b.ID) || !May(b, act, s, at, units) {
			continue
		}
		one := place{who: b.ID}
		one.depth, one.deputy = b.stands(act, s, at, units)
		places = append(places, one)
	}
	order := func(a, b place) int {
		of := func(p place) int {
			if p.deputy {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(b.depth, a.depth), cmp.Compare(of(a), of(b)))
	}
	slices.SortStableFunc(places, order)
	for i, one := range places {
		if i == 0 || order(places[i-1], one) != 0 {
			steps = append(steps, nil)
		}
		steps[len(steps)-1] = append(steps[len(steps)-1], one.who)
	}
	return steps
}

// stands is how near to a subject the person stands who may do the act to it: of its areas the one
// for which they hold the widest mandate counts.
func (b Bearer) stands(act Act, s Subject, at time.Time, units *area.Set) (depth int, deputy bool) {
	areas := s.Areas
	if act == Approve && s.Above {
		areas = above(areas, units)
	}
	if len(areas) == 0 || act.OfTheCity() {
		return 0, b.onlyDeputy(act, "", s.Pool, at, units)
	}
	for i, one := range areas {
		nearest := 0
		for _, h := range b.held(at) {
			if slices.Contains(holders[act], h.Role) && h.covers(one, s.Pool, act, units) {
				nearest = max(nearest, h.depth(units))
			}
		}
		if i == 0 || nearest < depth {
			depth = nearest
		}
		deputy = deputy || b.onlyDeputy(act, one, s.Pool, at, units)
	}
	return depth, deputy
}

// onlyDeputy says whether the person may do an act in an area in somebody's place alone.
func (b Bearer) onlyDeputy(act Act, key, pool string, at time.Time, units *area.Set) bool {
	return !slices.ContainsFunc(b.held(at), func(h holding) bool {
		return h.For == "" && slices.Contains(holders[act], h.Role) && h.covers(key, pool, act, units)
	})
}

// depth is how deep the area lies that the holding is for: a deputy's is that of the principal,
// where that is less.
func (h holding) depth(units *area.Set) int {
	deep := depthOf(h.Area, units)
	for _, m := range h.rests {
		deep = max(deep, depthOf(m.Area, units))
	}
	return deep
}

// depthOf is how many areas an area lies in, itself among them; 0: the whole city.
func depthOf(key string, units *area.Set) int {
	k, err := area.ParseKey(key)
	if err != nil || k.IsZero() || k.Code == area.CityCode {
		return 0
	}
	return 1 + len(units.Ancestors(k))
}
