package answer

import (
	"time"

	"ngatu/content"
)

// Term is from when to when a slide is to be shown, and why: of one that is approved as it is, of
// any other as if it were approved at an instant. Of holds it has those that are for one of the
// screens that it is meant for.
func Term(s *Snapshot, slide content.Slide, at time.Time) content.Term {
	c, known := s.state.Campaign(slide.Campaign)
	if !known {
		c = content.Campaign{ID: slide.Campaign, Stage: content.Planned}
	}
	var holds []content.Hold
	for _, h := range s.state.Library.Holds {
		if h.Keeps(slide) && meets(s, h, slide, c) {
			holds = append(holds, h)
		}
	}
	return content.TermOf(slide, c, holds, at)
}

// meets reports whether a hold is for a screen that a slide is meant for.
func meets(s *Snapshot, h content.Hold, slide content.Slide, c content.Campaign) bool {
	for _, one := range s.crowds.ByKey {
		if h.For(one.Audience) && one.Audience.Wants(c.Targets) && slide.For(one.Audience) {
			return true
		}
	}
	return false
}
