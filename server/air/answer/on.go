package answer

import (
	"context"
	"time"

	"ngatu/content"
)

// On is what a screen shows at an instant, or is to show then.
type On struct {
	Stands   bool   // somewhere, at that instant
	Closed   bool   // dark by its own hours, and no takeover lights it
	Takeover string // ID of the one that rules it; "": none does
	Drill    bool   // the takeover is an exercise

	Slide     string    // ID of what the programme shows, also under a takeover; "": the safe card
	Exclusive bool      // it cuts in before all others
	From      time.Time // since when it is on
	Until     time.Time // when the next one comes on
}

// On answers what a screen shows at an instant, as everything stands now. What it showed in the
// past is in the record of frames and plays, not here. NotFound where there is no such screen;
// Invalid where its time zone is unknown.
func (s *Snapshot) On(ctx context.Context, screen string, at time.Time) (On, error) {
	one, known := s.state.Screens[screen]
	if !known {
		return On{}, &content.Error{
			Code: content.NotFound,
			Vi:   "Không có màn hình “" + screen + "”.",
			En:   "There is no screen “" + screen + "”.",
		}
	}
	place, key, c, stands := s.crowdAt(one, at)
	if !stands {
		return On{}, nil
	}
	on := On{Stands: true, Closed: place.Closed(at)}
	if t, rules := s.Ruling(place, at); rules {
		on.Takeover, on.Drill = t.ID, t.Drill
		on.Closed = on.Closed && t.Drill
	}
	p, err := s.programme(ctx, key, c, at)
	if err != nil {
		return On{}, err
	}
	ms := at.UnixMilli()
	slot := p.At(ms)
	on.From, on.Until, on.Exclusive = time.UnixMilli(slot.Start).UTC(), time.UnixMilli(slot.End).UTC(), p.Exclusive(ms)
	if slot.Slide >= 0 {
		on.Slide = p.Slides[slot.Slide].ID
	}
	return on, nil
}
