package scene

import (
	"slices"

	"ngatu/content"
	"ngatu/server/air/gather"
)

// touchGuides touches the screens that are touched by hand, where the guides that somebody is
// offered may be others than before.
func (s *Scene) touchGuides(d gather.Difference, t *Touched) {
	guide := func(one content.Slide) bool { return one.Kind == content.Guide }
	campaign := func(one content.Slide) bool {
		return slices.ContainsFunc(d.Campaigns, func(c content.Campaign) bool { return c.ID == one.Campaign })
	}
	setting := func(one content.Slide) bool {
		return slices.ContainsFunc(one.Needs, func(key string) bool { return d.Settings[key] })
	}
	held := func(one content.Slide) bool {
		return slices.ContainsFunc(d.Holds, func(h content.Hold) bool { return h.Keeps(one) })
	}
	if slices.ContainsFunc(d.Slides, guide) || slices.ContainsFunc(s.State.Library.Slides, func(one content.Slide) bool {
		return guide(one) && (campaign(one) || setting(one) || held(one) || d.Media[one.Medium])
	}) {
		s.touchKiosks(t)
	}
}

func (s *Scene) touchKiosks(t *Touched) {
	for code, one := range s.Crowds.Stands {
		if one.Place.Kind == content.Kiosk {
			t.Screens[code] = true
		}
	}
}

// touchGuidesByTime touches kiosks when a guide's dates begin or end, and notes when one's do next.
func (s *Scene) touchGuidesByTime(t *Touched) {
	if !s.guides.IsZero() && !s.State.Now.Before(s.guides) {
		s.touchKiosks(t)
	}
	s.guides = s.State.Offers.Turn(s.State.Now)
}
