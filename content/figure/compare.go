package figure

import (
	"fmt"
	"slices"
	"strings"

	"ngatu/content/area"
)

// Change is one area in two releases.
type Change struct {
	Area          area.Key
	Before, After int64
	Was, Is       bool // whether it has a figure in the earlier and in the later one
}

// By is how much it changed; 0 where one of them has no figure.
func (c Change) By() int64 {
	if !c.Was || !c.Is {
		return 0
	}
	return c.After - c.Before
}

// Changes compares figures with those of an earlier release, area by area in the order of their
// keys.
func Changes(before, after []Figure) []Change {
	all := map[area.Key]*Change{}
	at := func(k area.Key) *Change {
		if all[k] == nil {
			all[k] = &Change{Area: k}
		}
		return all[k]
	}
	for _, f := range before {
		c := at(f.Area)
		c.Before, c.Was = f.Value, true
	}
	for _, f := range after {
		c := at(f.Area)
		c.After, c.Is = f.Value, true
	}
	out := make([]Change, 0, len(all))
	for _, c := range all {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Change) int { return a.Area.Compare(b.Area) })
	return out
}

// Same says whether two lists of figures, each ordered by area, say the same of the same instant.
func Same(a, b []Figure) bool {
	return slices.EqualFunc(a, b, func(x, y Figure) bool {
		return x.Area == y.Area && x.Value == y.Value && x.Target == y.Target && x.Denominator == y.Denominator &&
			x.DenominatorName == y.DenominatorName && x.Source == y.Source && x.AsOf.Equal(y.AsOf) && x.Sample == y.Sample
	})
}

// Falls is the warning that totals, which only grow, have fallen; nil where none has.
func Falls(changes []Change, set *area.Set) *Problem {
	var names []string
	for _, c := range changes {
		if a, ok := set.Area(c.Area); ok && c.By() < 0 {
			names = append(names, fmt.Sprintf("%s (%s)", a.Name, FormatCount(c.By())))
		}
	}
	if len(names) == 0 {
		return nil
	}
	shown := strings.Join(names[:min(len(names), 10)], ", ")
	if len(names) > 10 {
		shown += " …"
	}
	return &Problem{
		Kind: Fall,
		Vi:   fmt.Sprintf("Số lũy kế giảm ở %d đơn vị: %s. Hãy kiểm tra.", len(names), shown),
		En:   fmt.Sprintf("The total has fallen in %d units: %s. Check them.", len(names), shown),
	}
}
