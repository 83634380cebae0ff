package figure

import (
	"slices"

	"ngatu/content/area"
)

// RollUp adds to a release of communes the figures of the districts, where every commune of a
// district has one. A district with its own figure keeps that. Target and denominator are added up
// only where each commune has one, of the same kind: a part would make the percentage too high.
// Units of another period are never mixed in. A sum is as of the oldest of its parts.
func RollUp(set *area.Set, r Release) Release {
	byDistrict := map[area.Key][]Figure{}
	for _, f := range r.Figures {
		a, ok := set.Area(f.Area)
		if !ok || a.Level() != area.CommuneLevel {
			continue
		}
		if up, ok := set.Area(a.ParentKey()); ok && up.Level() == area.DistrictLevel {
			byDistrict[up.Key()] = append(byDistrict[up.Key()], f)
		}
	}
	out := r
	out.Figures = slices.Clone(r.Figures)
	for district, parts := range byDistrict {
		if _, has := r.Figure(district); !has && len(parts) == len(set.Children(district)) {
			out.Figures = append(out.Figures, sumOf(district, parts, r))
		}
	}
	slices.SortFunc(out.Figures, func(a, b Figure) int { return a.Area.Compare(b.Area) })
	return out
}

// sumOf is the figure of a unit from those of all its parts.
func sumOf(k area.Key, parts []Figure, r Release) Figure {
	f := Figure{
		Area: k, Measure: r.Measure, AsOf: r.AsOf, Source: r.Source, ReleasedBy: r.ReleasedBy, Sample: r.Sample,
		DenominatorName: parts[0].DenominatorName,
	}
	targets, denominators := true, true
	for _, p := range parts {
		if r.older(p) && p.AsOf.Before(f.AsOf) {
			f.AsOf = p.AsOf
		}
		f.Value += p.Value
		f.Target += p.Target
		f.Denominator += p.Denominator
		targets = targets && p.Target > 0
		denominators = denominators && p.Denominator > 0 && p.DenominatorName == f.DenominatorName
	}
	if !targets {
		f.Target = 0
	}
	if !denominators {
		f.Denominator, f.DenominatorName = 0, ""
	}
	return f
}
