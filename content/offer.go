package content

import (
	"cmp"
	"slices"
	"time"

	"ngatu/content/hours"
)

// Offer is a guide that kiosks offer when somebody touches them, and when they do.
type Offer struct {
	Slide Slide
	Valid hours.Span // within the dates of its approval and of its campaign

	campaign []Target
	holds    []Hold // that keep it off
}

// MostGuides is how many guides a kiosk offers at a time, the first in the order of [Library.Offers]:
// its page has room for so many, each large enough for a finger.
const MostGuides = 4

// Offers lists the guides that kiosks may offer, in the order of their campaigns and within them:
// approved, with every setting that they name. Guides take no airtime, so pools, dayparts and
// weights do not bear on them.
func (l Library) Offers() []Offer {
	campaigns := map[string]Campaign{}
	for _, c := range l.Campaigns {
		campaigns[c.ID] = c
	}
	var out []Offer
	for i := range l.Slides {
		s := &l.Slides[i]
		c, known := campaigns[s.Campaign]
		if s.Kind != Guide || !known || !c.Runs() || !l.cleared(s) {
			continue
		}
		valid, some := s.Valid.Cut(s.Approval.Valid)
		if some {
			valid, some = valid.Cut(c.Valid)
		}
		if some {
			out = append(out, Offer{Slide: *s, Valid: valid, campaign: c.Targets, holds: l.holding(s)})
		}
	}
	places := map[string]func(x, y *Slide) int{}
	for id, c := range campaigns {
		places[id] = c.places(nil) // no card is a guide
	}
	slices.SortStableFunc(out, func(x, y Offer) int {
		a, b := campaigns[x.Slide.Campaign], campaigns[y.Slide.Campaign]
		if n := cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID)); n != 0 {
			return n
		}
		return places[a.ID](&x.Slide, &y.Slide)
	})
	return out
}

// holding lists the holds that keep a slide off somewhere.
func (l Library) holding(s *Slide) []Hold {
	var out []Hold
	for _, h := range l.Holds {
		if h.Keeps(*s) {
			out = append(out, h)
		}
	}
	return out
}

// For reports whether the kiosks of an audience offer the guide at an instant.
func (o Offer) For(a Audience, at time.Time) bool {
	held := func(h Hold) bool { return h.For(a) && h.Span.Contains(at) }
	return o.Valid.Contains(at) && o.meant(a) && !slices.ContainsFunc(o.holds, held)
}

// Ever reports whether the kiosks of an audience offer the guide at some time.
func (o Offer) Ever(a Audience) bool { return o.meant(a) && !always(heldFor(o.holds, &o.Slide, a)) }

func (o Offer) meant(a Audience) bool { return a.Wants(o.campaign) && o.Slide.For(a) }

// Turns lists the instants at which some kiosk begins or stops to offer the guide; the zero time
// stands for no such instant.
func (o Offer) Turns() []time.Time {
	out := []time.Time{o.Valid.From, o.Valid.Until}
	for _, h := range o.holds {
		out = append(out, h.Span.From, h.Span.Until)
	}
	return out
}
