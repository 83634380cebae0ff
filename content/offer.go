package content

import (
	"cmp"
	"slices"
	"time"

	"ngatu/content/hours"
)

// Offer is a guide that kiosks hold out to whoever touches them, and when they do.
type Offer struct {
	Slide Slide
	Valid hours.Span // within the dates of its approval and of its campaign

	campaign []Target
}

// Offers lists the guides that kiosks may offer, in the order of their campaigns and within them: approved, with every
// setting that they name. Guides take no airtime, so pools, dayparts and weights do not bear on them.
func (l Library) Offers() []Offer {
	campaigns := map[string]Campaign{}
	for _, c := range l.Campaigns {
		campaigns[c.ID] = c
	}
	var out []Offer
	for i := range l.Slides {
		s := &l.Slides[i]
		c, known := campaigns[s.Campaign]
		if s.Kind != Guide || !known || !l.cleared(s) {
			continue
		}
		valid, some := s.Valid.Cut(s.Approval.Valid)
		if some {
			valid, some = valid.Cut(c.Valid)
		}
		if some {
			out = append(out, Offer{Slide: *s, Valid: valid, campaign: c.Targets})
		}
	}
	slices.SortStableFunc(out, func(x, y Offer) int {
		a, b := campaigns[x.Slide.Campaign], campaigns[y.Slide.Campaign]
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID),
			cmp.Compare(x.Slide.Order, y.Slide.Order), cmp.Compare(x.Slide.ID, y.Slide.ID))
	})
	return out
}

// For says whether the kiosks of an audience offer the guide at an instant.
func (o Offer) For(a Audience, at time.Time) bool { return o.Valid.Contains(at) && o.Ever(a) }

// Ever says whether the kiosks of an audience offer the guide at some time.
func (o Offer) Ever(a Audience) bool { return a.wants(o.campaign) && a.wants(o.Slide.Targets) }
