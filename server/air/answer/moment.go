package answer

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/crowd"
)

// Moment is a screen at an instant: what it shows, and for every slide that there is why it is on
// or why not.
type Moment struct {
	Screen string `json:"screen"`
	Name   string `json:"name"`
	On
	Slides []Standing `json:"slides,omitempty"` // those that take turns first; none where it stands nowhere
}

// Standing is what becomes of a slide on a screen at an instant.
type Standing struct {
	ID       string       `json:"id"`
	Title    string       `json:"title"`
	Campaign string       `json:"campaign"`
	Kind     content.Kind `json:"kind"`
	Turns    bool         `json:"turns"`             // it takes turns; a guide is offered
	Time     int64        `json:"time_ms,omitempty"` // of every round, in milliseconds
	Round    int64        `json:"round_ms,omitempty"`
	Why      []Reason     `json:"why,omitempty"` // else why not
}

// Moment answers of a screen and an instant; errors are those of [Snapshot.On]. Why a slide was not
// on in the past is by what is known now. One that is gone has no title.
func (s *Snapshot) Moment(ctx context.Context, screen string, at time.Time) (Moment, error) {
	on, err := s.On(ctx, screen, at)
	if err != nil {
		return Moment{}, err
	}
	one := s.state.Screens[screen]
	m := Moment{Screen: screen, Name: one.Name, On: on}
	place, key, c, stands := s.crowdAt(one, at)
	if !stands {
		return m, nil
	}
	was, err := sentBy(ctx, s, screen, at)
	if err != nil {
		return m, err
	}
	var p *content.Programme
	if was != nil {
		p = was.Programme
	} else if p, err = s.programme(ctx, key, c, at); err != nil {
		return m, err
	}
	h := here{Snapshot: s, place: place, crowd: c, at: at, plan: planOnAt(s.plan(ctx, key, c), at), sent: was != nil}
	for _, part := range p.Stretches(at.UnixMilli(), at.UnixMilli()+1)[0].Parts {
		slide, live := s.slideOf(part.ID)
		if !live { // it was, when this was sent
			if slide, err = s.store.Slide(ctx, part.ID); err != nil && content.CodeOf(err) != content.NotFound {
				return m, err
			}
			slide.ID = part.ID
		}
		st := standingOf(slide)
		st.Turns, st.Time, st.Round = true, part.Time, part.Round
		m.Slides = append(m.Slides, st)
	}
	m.Slides, err = h.others(ctx, m.Slides)
	return m, err
}

func standingOf(s content.Slide) Standing {
	return Standing{ID: s.ID, Title: s.Title, Campaign: s.Campaign, Kind: s.Kind}
}

// here is a screen at an instant, as slides are looked at one by one.
type here struct {
	*Snapshot
	place content.Place
	crowd *crowd.Crowd
	at    time.Time
	plan  planOn
	sent  bool // what takes turns was read from what had been sent
}

// others appends the slides that do not take turns: those that are approved, then the rest.
func (h here) others(ctx context.Context, out []Standing) ([]Standing, error) {
	known := map[string]bool{}
	for _, one := range out {
		known[one.ID] = true
	}
	add := func(slide content.Slide) (err error) {
		if known[slide.ID] {
			return nil
		}
		known[slide.ID] = true
		st := standingOf(slide)
		st.Turns, st.Why, err = h.why(ctx, slide)
		out = append(out, st)
		return err
	}
	for _, slide := range h.state.Library.Slides {
		if err := add(slide); err != nil {
			return out, err
		}
	}
	for _, state := range []content.State{content.Submitted, content.Draft, content.TakenOff} {
		if err := h.store.EachSlide(ctx, store.SlideQuery{State: state}, add); err != nil {
			return out, err
		}
	}
	return out, nil
}

// why says why a slide that takes no turns does not; or that it is a guide which is offered.
func (h here) why(ctx context.Context, slide content.Slide) (offered bool, out []Reason, err error) {
	out, campaign, err := h.anywhere(ctx, slide, h.at)
	a := h.crowd.Audience
	switch {
	case err != nil || campaign == nil:
		return false, out, err
	case !a.Wants(campaign.Targets) || !slide.For(a):
		return false, append(out, Reason{Why: Elsewhere}), nil
	case slide.Kind == content.Guide && h.place.Kind != content.Kiosk:
		return false, append(out, Reason{Why: NoKiosk}), nil
	case slide.Kind == content.Guide:
		if until, held := h.state.Library.HeldUntil(slide, a, h.at); held {
			out = append(out, Reason{Why: Held, At: until})
		} else if len(out) == 0 && h.state.Offers.CrowdedOut(slide.ID, a, h.at) {
			out = append(out, Reason{Why: CrowdedOut})
		}
		return len(out) == 0, out, nil
	}
	why, back := h.keptOff(a, func() planOn { return h.plan }, slide, *campaign, h.at, len(out) > 0)
	if why == "" && len(out) == 0 {
		if why = LeftOut; h.sent {
			why = NotSent
		}
	}
	if why != "" {
		one, off := uncovered(h.Snapshot, a, slide)
		if !off || why != one.Why {
			one = Reason{Why: why, At: back}
		}
		out = append(out, one)
	}
	return false, out, nil
}
