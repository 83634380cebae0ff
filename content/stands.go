package content

import (
	"slices"
	"time"
)

// Stands are the places where screens stand at an instant, by surface.
type Stands map[Surface][]Place

// StandsAt are those of some screens.
func StandsAt(screens []Screen, t time.Time) Stands {
	out := Stands{}
	for _, s := range screens {
		if p, stands := s.PlaceAt(t); stands {
			out[p.Surface()] = append(out[p.Surface()], p)
		}
	}
	return out
}

// Meant says whether a slide, whatever its state, is meant for some screen of a surface: by its
// targets, its sizes and its campaign's, without streets for a clip.
func (s Stands) Meant(one *Slide, in Campaign, on Surface) bool {
	if one.Kind == Video && on.Street || !one.Sizes.Has(on.Canvas) {
		return false
	}
	return slices.ContainsFunc(s[on], func(p Place) bool { return matchAny(in.Targets, p) && matchAny(one.Targets, p) })
}

// matchAny says whether any of targets picks a place; no targets at all pick every one.
func matchAny(targets []Target, p Place) bool {
	return len(targets) == 0 || slices.ContainsFunc(targets, func(t Target) bool { return t.Match(p) })
}
