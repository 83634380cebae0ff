package area

import (
	"slices"
	"strings"
)

// maxNameBytes is far above the longest name with its parents; longer text is no name.
const maxNameBytes = 400

// Query asks for a unit as people write it.
type Query struct {
	Period Period
	// Name with or without kind, in any case, with or without marks, and with its parents after a
	// comma or in brackets if need be: "P. Thanh Xuân Trung, Q. Thanh Xuân".
	Name   string
	Parent string // a unit above it, by name or code; empty for any
	Level  Level  // only units of this level; AnyLevel for all
}

// Answer is the units that a query can mean. Several is an answer of its own: nobody may pick one
// of them.
type Answer struct{ Areas []Area }

// One is the unit meant, where there is exactly one.
func (a Answer) One() (Area, bool) {
	if len(a.Areas) != 1 {
		return Area{}, false
	}
	return a.Areas[0], true
}

// Unknown says that no unit can be meant.
func (a Answer) Unknown() bool { return len(a.Areas) == 0 }

// Ambiguous says that more than one unit can be meant: give the kind or the parent.
func (a Answer) Ambiguous() bool { return len(a.Areas) > 1 }

// Find looks a name up. Where several units fold alike, one that also agrees in its marks comes
// before the others (Trung Tự before Trung Tú), after kind, level and parent have narrowed the
// choice.
func (s *Set) Find(q Query) Answer {
	if found := s.body(q); len(q.Name) <= maxNameBytes && !found.Unknown() {
		return found
	}
	parts := splitName(q.Name)
	if len(parts) == 0 || len(q.Name) > maxNameBytes || len(q.Parent) > maxNameBytes {
		return Answer{}
	}
	parents := append(parts[1:], splitName(q.Parent)...)
	answer := s.find(q, parts[0], parents)
	if answer.Unknown() {
		// "Minh Quang - Ba Vì": a dash also stands within names, so the whole was tried first.
		for _, cut := range dashes(parts[0]) {
			answer = s.find(q, cut[0], append([]string{cut[1]}, parents...))
			if !answer.Unknown() {
				break
			}
		}
	}
	return answer
}

// find takes a name without its parents and the names of those.
func (s *Set) find(q Query, name string, parents []string) Answer {
	var all, agreeing []Area
	above := make([][]Area, len(parents))
	for i, p := range parents {
		above[i] = s.named(q.Period, p)
	}
	for _, r := range readings(spell(name)) {
		for _, a := range s.names[q.Period][r.name.plain] {
			if !s.fits(a, q.Level, r.kinds, above) {
				continue
			}
			all = addArea(all, a)
			if phraseOf(spell(a.Short)).marked == r.name.marked {
				agreeing = addArea(agreeing, a)
			}
		}
	}
	if len(agreeing) > 0 {
		return Answer{agreeing}
	}
	return Answer{all}
}

// fits reports whether a is of the level and kind asked for, and below a unit of each of the names
// given for those above.
func (s *Set) fits(a Area, level Level, kinds []Kind, above [][]Area) bool {
	if level != AnyLevel && a.Level() != level || kinds != nil && !slices.Contains(kinds, a.Kind) {
		return false
	}
	for _, choice := range above {
		below := func(up Area) bool { return up.Key() != a.Key() && s.Within(a.Key(), up.Key()) }
		if !slices.ContainsFunc(choice, below) {
			return false
		}
	}
	return true
}

// named lists the units that the name or code of a parent can mean.
func (s *Set) named(p Period, text string) []Area {
	if digitsOnly(text) {
		return s.FindCode(p, text).Areas
	}
	return s.find(Query{Period: p}, text, nil).Areas
}

// FindCode looks a code up. One of five digits, or of three with a zero before, is that unit. Any
// other may have lost its zeros in a spreadsheet ("1" for 001, "268" for 00268) and is answered
// with every unit of the period whose code has the same digits after its zeros; so is "01", since
// some lists number their districts with two digits.
func (s *Set) FindCode(p Period, code string) Answer {
	code = strings.TrimSpace(code)
	if !digitsOnly(code) || len(code) > 5 {
		return Answer{}
	}
	whole := len(code) == 5 || len(code) == 3 && code[0] == '0'
	if a, ok := s.areas[Key{p, code}]; ok && whole {
		return Answer{[]Area{a}}
	}
	return Answer{slices.Clone(s.digits[p][strings.TrimLeft(code, "0")])}
}

// Near lists the units of a period whose folded names differ from that of name by a slip or two,
// nearest first, at most n: for "did you mean".
func (s *Set) Near(p Period, name string, n int) []Area {
	parts := splitName(name)
	if len(parts) == 0 || len(parts[0]) > 100 {
		return nil
	}
	type near struct {
		area Area
		far  int
	}
	var found []near
	for _, a := range s.order[p] {
		key := phraseOf(spell(a.Short)).plain
		best := 3
		for _, r := range readings(spell(parts[0])) {
			if r.kinds == nil || slices.Contains(r.kinds, a.Kind) {
				best = min(best, distance(r.name.plain, key))
			}
		}
		if best <= 2 && best*3 < len(key) {
			found = append(found, near{a, best})
		}
	}
	slices.SortStableFunc(found, func(x, y near) int { return x.far - y.far })
	var out []Area
	for _, f := range found[:min(n, len(found))] {
		out = append(out, f.area)
	}
	return out
}

func addArea(list []Area, a Area) []Area {
	if slices.Contains(list, a) {
		return list
	}
	return append(list, a)
}
