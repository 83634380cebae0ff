package answer

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/server/air/record"
)

// On is what a screen shows at an instant, or is to show then.
type On struct {
	Stands   bool   `json:"stands"`             // somewhere, at that instant
	Sent     bool   `json:"sent,omitempty"`     // of the past: read from what it had been sent, and not worked out again
	Closed   bool   `json:"closed,omitempty"`   // dark by its own hours, and no takeover lights it
	Takeover string `json:"takeover,omitempty"` // ID of the one that rules it; "": none does
	Drill    bool   `json:"drill,omitempty"`    // the takeover is an exercise
	Press    string `json:"press,omitempty"`    // which of its presses it is; see content.Takeover.PressID

	PressArea  string    `json:"press_area,omitempty"` // "period/code" for which it was put on; "": all that it was prepared for
	PressUntil time.Time `json:"press_until,omitzero"` // when it ends, as far as is known now

	Slide     string         `json:"slide,omitempty"` // ID of what the programme shows, also under a takeover; "": the safe card
	Campaign  string         `json:"campaign,omitempty"`
	Medium    content.Digest `json:"medium,omitempty"`    // what is drawn on this canvas
	Exclusive bool           `json:"exclusive,omitempty"` // it cuts in before all others
	From      time.Time      `json:"from,omitzero"`       // since when it is on
	Until     time.Time      `json:"until,omitzero"`      // when the next one comes on
}

// On answers what a screen shows at an instant: of the past by what it had been sent then, and where
// nothing is kept of that as everything stands now. What it really showed is proof's to say.
// NotFound where there is no such screen; Invalid where its time zone is unknown.
func (s *Snapshot) On(ctx context.Context, screen string, at time.Time) (On, error) {
	one, err := s.screen(screen)
	if err != nil {
		return On{}, err
	}
	place, key, c, stands := s.crowdAt(one, at)
	if !stands {
		return On{}, nil
	}
	was, err := sentBy(ctx, s, screen, at)
	if err != nil {
		return On{}, err
	}
	closed, err := s.closed(ctx, one, place, at)
	if err != nil {
		return On{}, err
	}
	if was != nil {
		return past(was, closed, at), nil
	}
	on := s.before(place, closed, at)
	p, err := s.programme(ctx, key, c, at)
	if err != nil {
		return On{}, err
	}
	on.show(p, at)
	return on, nil
}

// sentBy is what a screen had been sent by an instant; nil where that is not over, or nothing is
// kept of it.
func sentBy(ctx context.Context, s *Snapshot, screen string, at time.Time) (*record.Sent, error) {
	if !s.Past(at) {
		return nil, nil
	}
	return s.record.By(ctx, screen, at)
}

// screen is the one of a code.
func (s *Snapshot) screen(code string) (content.Screen, error) {
	one, known := s.state.Screens[code]
	if !known {
		return one, &content.Error{
			Code: content.NotFound,
			Vi:   "Không có màn hình “" + code + "”.",
			En:   "There is no screen “" + code + "”.",
		}
	}
	return one, nil
}

// before is what goes before the programme of a screen at a place: its hours, and takeovers.
func (s *Snapshot) before(place content.Place, closed bool, at time.Time) On {
	on := On{Stands: true, Closed: closed}
	if t, rules := s.Ruling(place, at); rules {
		on.Takeover, on.Drill, on.Press, on.PressArea, on.PressUntil = t.ID, t.Drill, t.PressID(), t.In, t.Until().UTC()
		on.Closed = closed && t.Drill
	}
	return on
}

// closed says whether a screen is dark by its hours: in the past by those of then.
func (s *Snapshot) closed(ctx context.Context, one content.Screen, place content.Place, at time.Time) (bool, error) {
	if !s.Past(at) {
		return place.Closed(at), nil
	}
	before, err := s.store.Openings(ctx, one.Code)
	return len(one.Closed(before, at, at.Add(time.Millisecond))) > 0, err
}

// present is how long ago an instant may be and still be the present.
const present = time.Second

// Past says whether an instant is over.
func (s *Snapshot) Past(at time.Time) bool { return at.Before(s.now().Add(-present)) }

// now is the present by the database's clock.
func (s *Snapshot) now() time.Time { return s.state.Now.Add(time.Since(s.state.Read)) }

// show fills in what a programme shows.
func (o *On) show(p *content.Programme, at time.Time) {
	ms := at.UnixMilli()
	slot := p.At(ms)
	o.From, o.Until, o.Exclusive = time.UnixMilli(slot.Start).UTC(), time.UnixMilli(slot.End).UTC(), p.Exclusive(ms)
	if slot.Slide >= 0 {
		one := p.Slides[slot.Slide]
		o.Slide, o.Campaign, o.Medium = one.ID, one.Campaign, one.Medium.Digest
	}
}
