package answer

import (
	"context"
	"time"

	"ngatu/content"
)

// Reach is on how many screens a slide is. A guide counts for the kiosks that offer it.
type Reach struct {
	Now  int // in what is shown at the instant that was asked for
	Ever int // at some time, as everything stands now
}

// Reach answers for every approved slide that any screen shows, by ID. Screens that are closed or
// ruled by a takeover count: what they show is the programme's again as soon as that is over.
func (s *Snapshot) Reach(ctx context.Context, at time.Time) map[string]Reach {
	out := map[string]Reach{}
	for key, c := range s.crowds.ByKey {
		plan, n := s.plan(ctx, key, c), len(c.Members)
		for _, one := range plan.Slides {
			r := out[one.ID]
			r.Ever += n
			out[one.ID] = r
		}
		on, _, err := plan.On(at)
		if err != nil {
			continue // a time zone that is unknown: it gets no programme
		}
		for _, id := range on {
			r := out[id]
			r.Now += n
			out[id] = r
		}
	}
	for _, c := range s.crowds.ByKey {
		n, offered := len(c.Members)-s.untouchable(c), 0
		for _, o := range s.state.Offers {
			r := out[o.Slide.ID]
			if o.Ever(c.Audience) {
				r.Ever += n
			}
			if o.For(c.Audience, at) {
				if offered++; offered <= content.MostGuides {
					r.Now += n
				}
			}
			out[o.Slide.ID] = r
		}
	}
	return out
}
