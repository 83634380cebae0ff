package area

import "slices"

// Successors lists the units of July 2025 that a unit of before went to, wholly or in part, by
// code, and says whether there is exactly one. What a district became is what its communes became.
// Of the communes of November 2024 there is no table to those of January 2025: one that kept its
// code, name and district is taken for the same; of any other, all that its district became are
// listed. Nothing for a unit of July 2025 or one that does not exist.
func (s *Set) Successors(k Key) (all []Key, one bool) {
	unit, ok := s.Area(k)
	if !ok || k.Period == Jul2025 {
		return nil, false
	}
	if unit.Level() == CityLevel {
		return []Key{City(Jul2025)}, true
	}
	then := Key{Period: Jan2025, Code: k.Code}
	same, there := s.Area(then)
	switch {
	case unit.Level() == DistrictLevel:
		for _, commune := range s.Children(then) {
			all = append(all, s.became[commune.Key()]...)
		}
	case there && same.Name == unit.Name && same.Parent == unit.Parent:
		all = s.Became(then)
	default:
		all, _ = s.Successors(unit.ParentKey())
		return all, false
	}
	slices.SortFunc(all, Key.Compare)
	all = slices.Compact(all)
	return all, len(all) == 1
}
