package answer

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/server/air/draw"
	"ngatu/server/air/record"
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
func (s *Snapshot) Timeline(ctx context.Context, screen string, from, until time.Time) ([]Stretch, error) {
	one, err := s.screen(screen)
	if err != nil {
		return nil, err
	}
	opened, err := s.store.Openings(ctx, screen)
	if store.Silent(err) && !s.Past(from) {
		opened, err = nil, nil // hours of before matter to the past alone
	}
	if err != nil {
		return nil, err
	}
	l := timeline{Snapshot: s, screen: one, dark: one.Closed(opened, from, until)}
	if s.Past(from) {
		if l.sent, err = s.record.During(ctx, screen, from, until); err != nil {
			return nil, err
		}
	}
	borders := l.borders(from, until)
	for i, at := range borders[:len(borders)-1] {
		if err := l.add(ctx, at, borders[i+1]); err != nil {
			return nil, err
		}
	}
	return l.out, nil
}

// timeline is one in the making: everything but programmes has been read.
type timeline struct {
	*Snapshot
	screen content.Screen
	dark   []hours.Span
	sent   *record.During // nil: nothing of it is over
	out    []Stretch
}

// borders are the instants from one to another, in order and both among them, at which anything but
// the programme may change on the screen.
func (l *timeline) borders(from, until time.Time) []time.Time {
	all := []time.Time{from, until}
	add := func(some ...time.Time) {
		for _, at := range some {
			if at.After(from) && at.Before(until) {
				all = append(all, at)
			}
		}
	}
	for _, p := range l.screen.Places {
		add(p.From)
	}
	for _, c := range l.dark {
		add(c.From, c.Until)
	}
	for _, t := range l.state.CountingTakeovers() {
		add(t.Begun, t.Until())
	}
	if l.sent != nil {
		add(append(l.sent.Times(), l.now().Truncate(time.Millisecond))...)
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

// add appends what is on between two borders.
func (l *timeline) add(ctx context.Context, from, until time.Time) error {
	place, key, c, stands := l.crowdAt(l.screen, from)
	if !stands {
		l.out = append(l.out, Stretch{From: from, Until: until})
		return nil
	}
	closed := slices.ContainsFunc(l.dark, func(s hours.Span) bool { return s.Contains(from) })
	if l.sent != nil && l.Past(from) {
		was, err := l.sent.By(ctx, from)
		if err != nil {
			return err
		}
		if was != nil {
			l.put(past(was, closed, from), was.Programme, from, until)
			return nil
		}
	}
	before := l.before(place, closed, from)
	zone, err := content.Zone(c.Audience.Zone)
	if err != nil {
		return err
	}
	for from.Before(until) { // a programme reaches to the end of its week
		p, err := l.programme(ctx, key, c, from)
		if err != nil {
			return err
		}
		end := until
		if _, _, next := draw.Window(from, zone, key); next.Before(end) {
			end = next
		}
		l.put(before, p, from, end)
		from = end
	}
	return nil
}

// put appends the stretches of a programme between two instants, with what goes before it then.
func (l *timeline) put(before On, p *content.Programme, from, until time.Time) {
	for _, one := range p.Stretches(from.UnixMilli(), until.UnixMilli()) {
		l.out = append(l.out, Stretch{
			From: time.UnixMilli(one.From).UTC(), Until: time.UnixMilli(one.Until).UTC(), Stands: true,
			Closed: before.Closed, Takeover: before.Takeover, Drill: before.Drill, Exclusive: one.Exclusive, Parts: one.Parts,
		})
	}
}
