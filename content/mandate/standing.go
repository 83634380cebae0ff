package mandate

import (
	"slices"

	"ngatu/content"
	"ngatu/content/area"
)

// OfStanding is what a standing approval is for.
func OfStanding(s content.Standing) Subject {
	out := For(s.Targets)
	out.By = []string{s.Editor}
	return out
}

// Beyond says in which way something goes beyond a standing approval.
type Beyond string

// The ways, in the order in which they are looked at.
const (
	BeyondNothing Beyond = ""
	BeyondKind    Beyond = "kind"
	BeyondTargets Beyond = "targets"
	BeyondShare   Beyond = "share"
	BeyondPercent Beyond = "percent"
)

// Exceeds says whether a slide of a campaign goes beyond a standing approval. A slide without a
// kind stands for the campaign alone.
func Exceeds(st content.Standing, s content.Slide, c content.Campaign, units *area.Set) Beyond {
	of := OfSlide(s, c)
	switch {
	case s.Kind != "" && len(st.Kinds) > 0 && !slices.Contains(st.Kinds, s.Kind):
		return BeyondKind
	case len(st.Targets) > 0 && !inside(of.Areas, st.Targets, units), of.Pool != "" && of.Pool != CityPool(), of.Above:
		return BeyondTargets
	case st.Share > 0 && c.Weight > st.Share:
		return BeyondShare
	case st.Share > 0 && c.Percent > 0: // it is no weight beside others, so no greatest weight bounds it
		return BeyondPercent
	}
	return BeyondNothing
}

func inside(areas []string, targets []content.Target, units *area.Set) bool {
	if len(areas) == 0 {
		areas = []string{""}
	}
	for _, one := range areas {
		if !slices.ContainsFunc(targets, func(t content.Target) bool { return Within(one, t.Area, units) }) {
			return false
		}
	}
	return true
}
