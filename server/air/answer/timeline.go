package answer

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/server/air/draw"
)

// Stretch is a part of a screen's time in which the same slides take turns under the same
// conditions.
type Stretch struct {
	From, Until time.Time
	Stands      bool // the screen stands somewhere
	Closed      bool // dark by its own hours, and no takeover lights it
	Takeover    string
	Drill       bool
	Exclusive   bool           // its slides cut in before all others
	Parts       []content.Part // what the programme has, also under a takeover; none: the safe card
}

// Timeline answers for a screen, from one instant to another, what [Snapshot.On] answers for each
// instant between them. Errors are those of [Snapshot.On].
func (s *Snapshot) Timeline(ctx context.Context, screen string, from, until time.Time) (out []Stretch, err error) {
	one, err := s.screen(screen)
	if err != nil {
		return nil, err
	}
	borders, err := s.borders(ctx, one, from, until)
	if err != nil {
		return nil, err
	}
	for i, at := range borders[:len(borders)-1] {
		if out, err = s.stretches(ctx, out, one, at, borders[i+1]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// borders are the instants from one to another, in order and both among them, at which anything but
// the programme may change on a screen.
func (s *Snapshot) borders(ctx context.Context, one content.Screen, from, until time.Time) ([]time.Time, error) {
	before, err := s.store.Openings(ctx, one.Code)
	if err != nil {
		return nil, err
	}
	all := []time.Time{from, until}
	add := func(some ...time.Time) {
		for _, at := range some {
			if at.After(from) && at.Before(until) {
				all = append(all, at)
			}
		}
	}
	for _, p := range one.Places {
		add(p.From)
	}
	for _, c := range one.Closed(before, from, until) {
		add(c.From, c.Until)
	}
	for _, t := range s.state.CountingTakeovers() {
		add(t.Begun, t.Until())
	}
	if now := s.now(); s.Past(from) {
		times, err := s.record.times(ctx, one.Code, from, until)
		if err != nil {
			return nil, err
		}
		add(append(times, now.Truncate(time.Millisecond))...)
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal), nil
}

// stretches appends those between two borders.
func (s *Snapshot) stretches(ctx context.Context, out []Stretch, one content.Screen, from, until time.Time) ([]Stretch, error) {
	place, key, c, stands := s.crowdAt(one, from)
	if !stands {
		return append(out, Stretch{From: from, Until: until}), nil
	}
	was, err := sentBy(ctx, s, one.Code, from)
	if err != nil {
		return nil, err
	}
	if was != nil {
		on, err := past(ctx, s, one, place, was, from)
		return appendStretches(out, on, was.programme, from, until), err
	}
	before, err := s.before(ctx, one, place, from)
	if err != nil {
		return nil, err
	}
	zone, err := content.Zone(c.Audience.Zone)
	if err != nil {
		return nil, err
	}
	for from.Before(until) { // a programme reaches to the end of its week
		p, err := s.programme(ctx, key, c, from)
		if err != nil {
			return nil, err
		}
		end := until
		if _, _, next := draw.Window(from, zone, key); next.Before(end) {
			end = next
		}
		out = appendStretches(out, before, p, from, end)
		from = end
	}
	return out, nil
}

// appendStretches appends those of a programme between two instants, with what goes before it
// then.
func appendStretches(out []Stretch, before On, p *content.Programme, from, until time.Time) []Stretch {
	for _, one := range p.Stretches(from.UnixMilli(), until.UnixMilli()) {
		out = append(out, Stretch{
			From: time.UnixMilli(one.From).UTC(), Until: time.UnixMilli(one.Until).UTC(), Stands: true,
			Closed: before.Closed, Takeover: before.Takeover, Drill: before.Drill, Exclusive: one.Exclusive, Parts: one.Parts,
		})
	}
	return out
}
