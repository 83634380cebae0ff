package hold

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
	"ngatu/server/fleet"
)

// mostWaiting bounds the list of screens that have not confirmed; how many more there are is said.
const mostWaiting = 50

// waits are the screens that may still show what is held.
type waits struct {
	ID        string
	Screens   int // that the hold is for
	Confirmed int // play the programme without what is held, as their players say
	Never     int // of these no player was ever enrolled: they show nothing
	Rows      []waiting
	More      int
}

// waiting is one screen that has not confirmed.
type waiting struct {
	Code, Name string
	Silent     bool      // not connected; else it is, and has not said that it plays the newest
	Since      time.Time // when it was last heard from; zero: never
	Until      time.Time // until when it could still show it; zero: until it is heard from again
}

// waits looks which screens have not confirmed a hold that is on.
func (s *Holds) waits(ctx context.Context, h content.Hold) (waits, error) {
	out := waits{ID: h.ID}
	on, err := s.air.Snapshot(ctx)
	if err != nil {
		return out, err
	}
	view, err := s.fleet.Look(ctx)
	if err != nil {
		return out, err
	}
	ends, err := s.ends(ctx, h)
	if err != nil {
		return out, err
	}
	newest := map[string]string{}
	for _, one := range on.Held(h) {
		out.Screens++
		status := view.Of(one.Screen)
		switch yes, err := s.confirmed(ctx, one, status, newest); {
		case err != nil:
			return out, err
		case status.State == fleet.NeverEnrolled || status.State == fleet.Joining:
			out.Never++
		case yes:
			out.Confirmed++
		case len(out.Rows) == mostWaiting:
			out.More++
		default:
			w := waiting{Code: one.Code, Name: one.Name, Silent: status.Here == nil, Since: status.Since}
			if w.Silent {
				w.Until = ends(status.Since)
			}
			out.Rows = append(out.Rows, w)
		}
	}
	return out, nil
}

// confirmed says whether a screen's player plays the newest programme of its audience, whose hash
// is looked up once.
func (s *Holds) confirmed(ctx context.Context, one answer.HeldScreen, status fleet.Status, newest map[string]string) (bool, error) {
	if status.Here == nil || status.Here.Status == nil {
		return false, nil
	}
	hash, known := newest[one.Audience]
	if !known {
		sent, err := s.Store.NewestFrame(ctx, protocol.TypeProgramme, one.Audience)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return false, err
		}
		hash = sent.Hash
		newest[one.Audience] = hash
	}
	return hash != "" && status.Here.Status.Programme == hash, nil
}

// ends says until when a screen that was last heard from at an instant can show what a hold keeps
// off: until the window of its programme is over, or the dates of the slide are. What is true on
// any day it can show until it is heard from again.
func (s *Holds) ends(ctx context.Context, h content.Hold) (func(heard time.Time) time.Time, error) {
	never := func(time.Time) time.Time { return time.Time{} }
	if h.Scope != content.HoldSlide {
		return never, nil
	}
	slide, err := s.Store.Slide(ctx, h.Slide)
	if content.CodeOf(err) == content.NotFound || err == nil && slide.Evergreen {
		return never, nil
	}
	if err != nil {
		return nil, err
	}
	campaign, err := s.Store.Campaign(ctx, slide.Campaign)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return nil, err
	}
	return func(heard time.Time) time.Time {
		_, until := content.Window(heard, area.Local)
		for _, end := range []time.Time{slide.Valid.Until, slide.Approval.Valid.Until, campaign.Valid.Until} {
			if !end.IsZero() && end.Before(until) {
				until = end
			}
		}
		return until
	}, nil
}

// On says whether the hold has screens that have not confirmed.
func (w waits) On() bool { return len(w.Rows) > 0 }
