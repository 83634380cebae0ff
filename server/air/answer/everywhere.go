package answer

import (
	"context"
	"maps"
	"slices"
	"time"

	"ngatu/content"
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
		on, err := s.before(ctx, one, place, at)
		if err != nil {
			return nil, err
		}
		out[code] = on
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

// sentEverywhere puts what screens had been sent in the place of what is worked out for them.
func sentEverywhere(ctx context.Context, s *Snapshot, out map[string]On, at time.Time) error {
	for code, on := range out {
		if !on.Stands {
			continue
		}
		was, err := sentBy(ctx, s, code, at)
		if err != nil {
			return err
		}
		if was == nil {
			continue
		}
		one := s.state.Screens[code]
		place, _ := one.PlaceAt(at)
		if out[code], err = past(ctx, s, one, place, was, at); err != nil {
			return err
		}
	}
	return nil
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
	together(ctx, slices.Collect(maps.Values(groups)), func(g *group) {
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
