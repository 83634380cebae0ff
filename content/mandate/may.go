package mandate

import (
	"slices"
	"time"

	"ngatu/content/area"
)

// May says whether a person may do something to a subject at an instant. Of a subject of several
// areas each has to be within a mandate, not all within the same. Everybody who is signed in may
// look.
//
// A mandate for an area is for what lies below it, in the same period: nothing maps one period's
// areas onto another's by itself. What uses an owner's pool is changed and let on air by mandates
// for that pool alone; whoever may take things of the city off may also take that off. A mandate
// for an owner's pool is for nothing else. What is exclusive or at
// once is approved by who stands above. Nobody approves the work of the one for whom they stand in.
func May(b Bearer, act Act, s Subject, at time.Time, units *area.Set) bool {
	if act == Enter || act == Look {
		return true
	}
	held := b.held(at)
	if act == Approve {
		if slices.ContainsFunc(held, func(h holding) bool { return h.For != "" && slices.Contains(s.By, h.For) }) {
			return false
		}
		if s.Above {
			s.Areas = above(s.Areas, units)
		}
	}
	areas := s.Areas
	if len(areas) == 0 || act.OfTheCity() {
		areas = []string{""}
	}
	for _, one := range areas {
		may := func(h holding) bool {
			return slices.Contains(holders[act], h.Role) && h.covers(one, s.Pool, act, units)
		}
		if !slices.ContainsFunc(held, may) {
			return false
		}
	}
	return true
}

// Somewhere says whether there is something to which the person may do it at an instant: with an
// area or a pool that is too narrow, an operation still refuses.
func Somewhere(b Bearer, act Act, at time.Time, units *area.Set) bool {
	if act == Enter || act == Look || act.OfTheCity() {
		return May(b, act, City, at, units)
	}
	return slices.ContainsFunc(b.held(at), func(h holding) bool { return slices.Contains(holders[act], h.Role) })
}

// Sees says whether an area lies within a mandate that the person holds at an instant, whatever its
// role and pool: what lists show of the city to somebody who answers for a part of it.
func Sees(b Bearer, key string, at time.Time, units *area.Set) bool {
	return slices.ContainsFunc(b.held(at), func(h holding) bool {
		return Within(key, h.Area, units) &&
			(h.For == "" || slices.ContainsFunc(h.rests, func(m Mandate) bool { return Within(key, m.Area, units) }))
	})
}

// covers says whether the holding is for an area and a pool: a deputy's must be, and what it rests
// on.
func (h holding) covers(key, pool string, act Act, units *area.Set) bool {
	return h.Mandate.covers(key, pool, act, units) &&
		(h.For == "" || slices.ContainsFunc(h.rests, func(m Mandate) bool { return m.covers(key, pool, act, units) }))
}

func (m Mandate) covers(key, pool string, act Act, units *area.Set) bool {
	own := poolOf(m.Pool)
	if own != poolOf(pool) && (act != TakeOff || own != CityPool()) {
		return false
	}
	return Within(key, m.Area, units)
}

func poolOf(id string) string {
	if id == "" {
		return CityPool()
	}
	return id
}

// Within says whether an area is another or lies in it; "" and the city itself are the whole city.
// What is no area lies only in the whole city.
func Within(inner, outer string, units *area.Set) bool {
	in, errIn := area.ParseKey(inner)
	out, errOut := area.ParseKey(outer)
	switch {
	case errOut != nil:
		return false
	case out.IsZero() || out.Code == area.CityCode:
		return true
	case errIn != nil || in.IsZero():
		return false
	}
	return units.Within(in, out)
}

// above are the areas directly above others; of one right below the city, and of what is no area,
// the whole city.
func above(keys []string, units *area.Set) []string {
	var out []string
	for _, key := range keys {
		k, err := area.ParseKey(key)
		up := units.Ancestors(k)
		if err != nil || len(up) == 0 || up[0].Code == area.CityCode {
			return nil
		}
		out = append(out, up[0].Key().String())
	}
	return out
}
