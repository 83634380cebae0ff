package answer

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/spread"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
)

// Everywhere answers for all screens, by code, what [Snapshot.On] answers for one. A screen whose
// time zone is unknown shows nothing.
func (s *Snapshot) Everywhere(ctx context.Context, at time.Time) (map[string]On, error) {
	out := make(map[string]On, len(s.state.Screens))
	groups := map[string]*group{}
	for code, one := range s.state.Screens {
		place, key, c, stands := s.crowdAt(one, at)
		if !stands {
			out[code] = On{}
			continue
		}
		closed, err := s.closed(ctx, one, place, at)
		if err != nil {
			return nil, err
		}
		out[code] = s.before(place, closed, at)
		if groups[key] == nil {
			groups[key] = &group{key: key, crowd: c}
		}
		groups[key].codes = append(groups[key].codes, code)
	}
	s.resolveAll(ctx, groups, at)
	for _, g := range groups {
		for _, code := range g.codes {
			on := out[code]
			if g.programme != nil {
				on.show(g.programme, at)
			}
			out[code] = on
		}
	}
	if s.Past(at) {
		if err := sentEverywhere(ctx, s, out, at); err != nil {
			return nil, err
		}
	}
	return out, ctx.Err()
}

// sentEverywhere puts what screens had been sent in the place of what is worked out for them, on
// all processors. Those of one audience go together: they mostly had the same programme.
func sentEverywhere(ctx context.Context, s *Snapshot, out map[string]On, at time.Time) error {
	groups := map[string][]string{}
	for code, on := range out {
		if on.Stands {
			key := s.crowds.Stands[code].Key
			groups[key] = append(groups[key], code)
		}
	}
	var mu sync.Mutex
	var errs []error
	spread.Each(ctx, slices.Collect(maps.Values(groups)), func(codes []string) {
		for _, code := range codes {
			one := s.state.Screens[code]
			was, err := sentBy(ctx, s, code, at)
			var on On
			if err == nil && was != nil {
				place, _ := one.PlaceAt(at)
				var closed bool
				closed, err = s.closed(ctx, one, place, at)
				on = past(was, closed, at)
			}
			mu.Lock()
			if errs = append(errs, err); was != nil {
				out[code] = on
			}
			mu.Unlock()
		}
	})
	return errors.Join(errs...)
}

// group is the screens of an audience, with what it is on.
type group struct {
	key       string
	crowd     *crowd.Crowd
	codes     []string
	programme *content.Programme // nil: its time zone is unknown
}

// resolveAll works out for each group what is on at an instant, on all processors.
func (s *Snapshot) resolveAll(ctx context.Context, groups map[string]*group, at time.Time) {
	spread.Each(ctx, slices.Collect(maps.Values(groups)), func(g *group) {
		zone, err := content.Zone(g.crowd.Audience.Zone)
		if err != nil {
			return
		}
		from, until, _ := draw.Window(at, zone, g.key)
		if p, err := content.ResolveAt(s.plan(ctx, g.key, g.crowd), from, until, at); err == nil {
			g.programme = &p
		}
	})
}
