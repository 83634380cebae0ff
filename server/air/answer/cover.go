package answer

import (
	"cmp"
	"slices"

	"ngatu/content"
)

// uncovered is why the approval of a slide does not hold for an audience; "": it does, or the slide
// is not live.
func uncovered(s *Snapshot, a content.Audience, slide content.Slide) (Reason, bool) {
	look, off := s.state.Library.Covers.Keeps(&slide, a.Surface())
	switch {
	case !off:
		return Reason{}, false
	case !look.Done:
		return Reason{Why: NotLooked}, true
	}
	return Reason{Why: NotCovered, Size: a.Canvas.Size(), Found: look.Found, FoundEn: look.FoundEn}, true
}

// uncoveredOn gathers, size by size, what keeps a slide off screens that its approval does not cover.
type uncoveredOn []Reason

func (all *uncoveredOn) add(one Reason, screens int) {
	i := slices.IndexFunc(*all, func(r Reason) bool { return r.Size == one.Size && r.Found == one.Found })
	if i < 0 {
		i, *all = len(*all), append(*all, one)
	}
	(*all)[i].Screens += screens
}

// sorted are those of most screens first.
func (all uncoveredOn) sorted() []Reason {
	slices.SortFunc(all, func(a, b Reason) int { return cmp.Or(b.Screens-a.Screens, cmp.Compare(a.Size, b.Size)) })
	return all
}

// MeantOn says whether a slide, whatever its state, is meant for some screen of a surface.
func MeantOn(s *Snapshot, slide content.Slide, on content.Surface) bool {
	campaign, known := s.state.Campaign(slide.Campaign)
	if !known || slide.Kind == content.Video && on.Street {
		return false
	}
	for _, c := range s.crowds.ByKey {
		if a := c.Audience; a.Surface() == on && a.Wants(campaign.Targets) && slide.For(a) {
			return true
		}
	}
	return false
}

// ScreensOn is how many screens a surface has.
func ScreensOn(s *Snapshot, on content.Surface) (n int) {
	for _, c := range s.crowds.ByKey {
		if c.Audience.Surface() == on {
			n += len(c.Members)
		}
	}
	return n
}
