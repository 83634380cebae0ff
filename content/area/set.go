package area

import (
	"slices"
	"strings"
)

// Set is all units of all periods. It does not change after [Load] and may be read by many at once.
type Set struct {
	areas    map[Key]Area
	order    map[Period][]Area // by level, then code
	children map[Key][]Area
	names    map[Period]map[string][]Area // by short name, folded, without spaces
	digits   map[Period]map[string][]Area // by code without its leading zeros
	tiles    map[string]Tile              // by code of the district
	people   map[Key]int64                // see [Set.Population]
	became   map[Key][]Key
	came     map[Key][]Key
}

// Tile is the place of a district on the tile grid: a map of equal squares, near its true
// neighbours. 8 rows by 8 columns.
type Tile struct {
	Row  int    `json:"row"`  // 0 is the northernmost
	Col  int    `json:"col"`  // 0 is the westernmost
	Abbr string `json:"abbr"` // at most three letters to write in the square: BĐ, TTr
}

// Area is the unit of that key.
func (s *Set) Area(k Key) (Area, bool) {
	a, ok := s.areas[k]
	return a, ok
}

// At lists the units of a level in a period by code; [AnyLevel] lists all, the city first.
func (s *Set) At(p Period, level Level) []Area {
	var out []Area
	for _, a := range s.order[p] {
		if level == AnyLevel || a.Level() == level {
			out = append(out, a)
		}
	}
	return out
}

// Children lists the units directly below k by code.
func (s *Set) Children(k Key) []Area { return slices.Clone(s.children[k]) }

// Ancestors lists the units above k, nearest first; the last is the city.
func (s *Set) Ancestors(k Key) []Area {
	var out []Area
	for a, ok := s.areas[k]; ok; {
		a, ok = s.areas[a.ParentKey()]
		if ok {
			out = append(out, a)
		}
	}
	return out
}

// Within reports whether a is b or lies in it. Units of two periods are never within each other.
func (s *Set) Within(a, b Key) bool {
	if a == b {
		_, ok := s.areas[a]
		return ok
	}
	return slices.ContainsFunc(s.Ancestors(a), func(up Area) bool { return up.Key() == b })
}

// Tile is the place of a district on the tile grid; false for other units, and since July 2025 for
// all.
func (s *Set) Tile(k Key) (Tile, bool) {
	if s.areas[k].Level() != DistrictLevel {
		return Tile{}, false
	}
	t, ok := s.tiles[k.Code]
	return t, ok
}

// Tiled says whether all of some units have a place on the tile grid.
func (s *Set) Tiled(units []Area) bool {
	return !slices.ContainsFunc(units, func(a Area) bool {
		_, ok := s.Tile(a.Key())
		return !ok
	})
}

// Population is about how many people live in a unit; false where that is not known, as of communes
// before July 2025. For districts it is an estimate of ours: it is there to find slips, and is never
// shown on a screen.
func (s *Set) Population(k Key) (int64, bool) {
	n, ok := s.people[k]
	return n, ok
}

// Became lists the units of July 2025 that a commune of January 2025 went to, by code; more than
// one where it was divided: there only an address says which, and sums across the reform are
// estimates. Empty for every other unit.
func (s *Set) Became(k Key) []Key { return slices.Clone(s.became[k]) }

// CameFrom lists the communes of January 2025 that a unit of July 2025 took in whole or in part, by
// code.
func (s *Set) CameFrom(k Key) []Key { return slices.Clone(s.came[k]) }

// put adds one unit to the indexes.
func (s *Set) put(a Area, also ...string) {
	s.areas[a.Key()] = a
	s.order[a.Period] = append(s.order[a.Period], a)
	if a.Parent != "" {
		s.children[a.ParentKey()] = append(s.children[a.ParentKey()], a)
	}
	if s.names[a.Period] == nil {
		s.names[a.Period] = map[string][]Area{}
		s.digits[a.Period] = map[string][]Area{}
	}
	for _, name := range append(also, a.Short) {
		key := phraseOf(spell(name)).plain
		s.names[a.Period][key] = append(s.names[a.Period][key], a)
	}
	bare := strings.TrimLeft(a.Code, "0")
	s.digits[a.Period][bare] = append(s.digits[a.Period][bare], a)
}

func byLevel(a, b Area) int {
	if d := int(a.Level()) - int(b.Level()); d != 0 {
		return d
	}
	return strings.Compare(a.Code, b.Code)
}

// sort puts every list into the order of codes, whatever the order of the files.
func (s *Set) sort() {
	for _, list := range s.order {
		slices.SortFunc(list, byLevel)
	}
	for _, list := range s.children {
		slices.SortFunc(list, byLevel)
	}
	for _, lists := range []map[Key][]Key{s.became, s.came} {
		for _, list := range lists {
			slices.SortFunc(list, Key.Compare)
		}
	}
}
