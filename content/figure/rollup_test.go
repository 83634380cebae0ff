package figure_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// ofCommunes is a release with figures of every commune, in any order, drawn from a seed.
func ofCommunes(seed uint64) figure.Release {
	r := figure.Release{Measure: figure.Accounts.ID, AsOf: time.Date(2024, 11, 26, 17, 0, 0, 0, area.Local), Source: "Công an thành phố"}
	draw := rand.New(rand.NewPCG(seed, 1))
	for _, a := range set.At(area.Nov2024, area.CommuneLevel) {
		r.Figures = append(r.Figures, figure.Figure{
			Area: a.Key(), Measure: r.Measure, AsOf: r.AsOf, Value: draw.Int64N(9000), Target: 1 + draw.Int64N(9000),
			Denominator: 9000 + draw.Int64N(9000), DenominatorName: "Dân số từ 15 tuổi trở lên", Source: r.Source,
		})
	}
	slices.SortFunc(r.Figures, func(a, b figure.Figure) int { return a.Area.Compare(b.Area) })
	return r
}

// Whatever the figures are: every district is the sum of its communes, the districts add up to all
// communes, and adding up again changes nothing.
func TestRollUpsAddUp(t *testing.T) {
	districts := set.At(area.Nov2024, area.DistrictLevel)
	for seed := range uint64(20) {
		r := ofCommunes(seed)
		rolled := figure.RollUp(set, r)
		if len(rolled.Figures) != len(r.Figures)+len(districts) {
			t.Fatalf("%d figures of %d communes", len(rolled.Figures), len(r.Figures))
		}
		var all, sum figure.Figure
		for _, f := range r.Figures {
			all.Value, all.Target, all.Denominator = all.Value+f.Value, all.Target+f.Target, all.Denominator+f.Denominator
		}
		for _, d := range districts {
			f, ok := rolled.Figure(d.Key())
			if !ok {
				t.Fatalf("seed %d: %s has no figure", seed, d.Name)
			}
			parts := int64(0)
			for _, c := range set.Children(d.Key()) {
				one, _ := r.Figure(c.Key())
				parts += one.Value
			}
			if f.Value != parts {
				t.Errorf("seed %d: %s is %d, its communes %d", seed, d.Name, f.Value, parts)
			}
			sum.Value, sum.Target, sum.Denominator = sum.Value+f.Value, sum.Target+f.Target, sum.Denominator+f.Denominator
		}
		if sum != all {
			t.Errorf("seed %d: districts have %+v, communes %+v", seed, sum, all)
		}
		if again := figure.RollUp(set, rolled); !figure.Same(again.Figures, rolled.Figures) {
			t.Errorf("seed %d: adding up again changes figures", seed)
		}
	}
}

// A district that lacks one commune has no sum, and a target that one commune lacks is no target.
func TestRollUpIsWholeOrNothing(t *testing.T) {
	r := ofCommunes(1)
	district := set.At(area.Nov2024, area.DistrictLevel)[0].Key()
	first := set.Children(district)[0].Key()
	at := slices.IndexFunc(r.Figures, func(f figure.Figure) bool { return f.Area == first })

	r.Figures[at].Target = 0
	f, ok := figure.RollUp(set, r).Figure(district)
	if !ok || f.Target != 0 || f.Denominator == 0 {
		t.Errorf("without one target: %+v, %t", f, ok)
	}
	r.Figures[at].DenominatorName = "Người có điện thoại thông minh"
	if f, _ = figure.RollUp(set, r).Figure(district); f.Denominator != 0 || f.DenominatorName != "" {
		t.Errorf("two kinds of denominators were added up: %+v", f)
	}
	own := figure.Figure{Area: district, Measure: r.Measure, Value: 5, AsOf: r.AsOf}
	with := r
	with.Figures = append(slices.Clone(r.Figures), own)
	slices.SortFunc(with.Figures, func(a, b figure.Figure) int { return a.Area.Compare(b.Area) })
	if f, _ = figure.RollUp(set, with).Figure(district); f.Value != 5 {
		t.Errorf("the district's own figure was replaced: %+v", f)
	}
	r.Figures = slices.Delete(r.Figures, at, at+1)
	if _, ok = figure.RollUp(set, r).Figure(district); ok {
		t.Error("a district without one commune has a sum")
	}
}
