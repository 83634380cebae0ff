package hold

import (
	"context"
	"slices"
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
// off: until the window of its programme is over, or the dates of the last of these slides are.
// What is true on any day it can show until it is heard from again.
func (s *Holds) ends(ctx context.Context, h content.Hold) (func(heard time.Time) time.Time, error) {
	slides, err := s.Store.ApprovedSlides(ctx)
	if err != nil {
		return nil, err
	}
	campaigns, err := s.Store.Campaigns(ctx)
	if err != nil {
		return nil, err
	}
	of := map[string]content.Campaign{}
	for _, c := range campaigns {
		of[c.ID] = c
	}
	slides = slices.DeleteFunc(slides, func(one content.Slide) bool { return !h.Keeps(one) })
	if len(slides) == 0 || slices.ContainsFunc(slides, func(one content.Slide) bool { return one.Evergreen }) {
		return func(time.Time) time.Time { return time.Time{} }, nil // what was deleted is not known any more
	}
	return func(heard time.Time) (last time.Time) {
		_, window := content.Window(heard, area.Local)
		for _, one := range slides {
			until := window
			for _, end := range []time.Time{one.Valid.Until, one.Approval.Valid.Until, of[one.Campaign].Valid.Until} {
				if !end.IsZero() && end.Before(until) {
					until = end
				}
			}
			if until.After(last) {
				last = until
			}
		}
		return last
	}, nil
}

// On says whether the hold has screens that have not confirmed.
func (w waits) On() bool { return len(w.Rows) > 0 }
