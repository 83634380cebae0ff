package area

import (
	"maps"
	"slices"
	"strings"
)

// Body is a department or an agency whose own people are counted: it is no area, but stands where one
// does. Its code has three digits and is never given to another.
type Body struct {
	Code string `json:"code"`
	Name string `json:"name"` // as it is called, with its kind: Sở Nội vụ
}

// ofBodies begins the periods of lists of bodies.
const ofBodies = "bodies."

// Bodies is the period of a list of bodies, by the name of the list. It has neither beginning nor end.
func Bodies(list string) Period { return Period(ofBodies + list) }

// OfBodies says whether the units of p are bodies and no areas.
func (p Period) OfBodies() bool {
	list, ok := strings.CutPrefix(string(p), ofBodies)
	return ok && list != "" && !strings.ContainsFunc(list, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-", r) })
}

// With is the set with one more period: bodies below the city. The set itself does not change.
func (s *Set) With(p Period, bodies []Body) *Set {
	out := &Set{
		areas: maps.Clone(s.areas), order: maps.Clone(s.order), children: maps.Clone(s.children),
		names: maps.Clone(s.names), digits: maps.Clone(s.digits), tiles: s.tiles, people: s.people, became: s.became, came: s.came,
	}
	delete(out.names, p)
	delete(out.order, p)
	out.children[City(p)] = nil
	out.put(cityOf(p), cityNames...)
	for _, b := range bodies {
		out.put(Area{Period: p, Code: b.Code, Name: b.Name, Short: b.Name, Kind: OfBody, Parent: CityCode})
	}
	for _, list := range [][]Area{out.order[p], out.children[City(p)]} {
		slices.SortFunc(list, byLevel)
	}
	return out
}

func cityOf(p Period) Area {
	return Area{Period: p, Code: CityCode, Name: "Thành phố Hà Nội", Short: "Hà Nội", Kind: ThanhPho}
}

// cityNames are further names of the city in lists.
var cityNames = []string{"Toàn thành phố", "Toàn thành phố Hà Nội", "Toàn TP", "Toàn TP Hà Nội", "Thủ đô Hà Nội"}

// body finds a body by its whole name: commas and brackets belong to it ("Sở Văn hóa, Thể thao").
func (s *Set) body(q Query) Answer {
	if !q.Period.OfBodies() {
		return Answer{}
	}
	return Answer{slices.Clone(s.names[q.Period][phraseOf(spell(q.Name)).plain])}
}
