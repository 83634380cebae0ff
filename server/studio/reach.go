package studio

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// reach is on how many screens a slide is in the programme: now, and of how many at some time.
type reach struct {
	Now  int
	Ever int
}

// reachedAt is what was reckoned last: it holds until the next change or minute.
type reachedAt struct {
	change int64
	minute time.Time
	slides map[string]reach
}

// reached is the reach of every approved slide, by ID. It must not be changed.
func (s *Studio) reached(ctx context.Context) (map[string]reach, error) {
	number, err := s.Store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	minute := s.Now().Truncate(time.Minute)
	if r := s.reach.Load(); r != nil && r.change == number && r.minute.Equal(minute) {
		return r.slides, nil
	}
	slides, err := s.reckonReach(ctx)
	if err == nil {
		s.reach.Store(&reachedAt{number, minute, slides})
	}
	return slides, err
}

// reckonReach goes by the rules that programmes are made by.
func (s *Studio) reckonReach(ctx context.Context) (map[string]reach, error) {
	l := content.Library{Settings: map[string]string{}}
	var screens []content.Screen
	ready := map[content.Canvas]map[string]bool{}
	now := s.Now()
	err := s.Store.View(ctx, func(r store.Reader) (err error) {
		if screens, err = r.AllScreens(ctx); err != nil {
			return err
		}
		if err := readLibrary(ctx, r, &l); err != nil {
			return err
		}
		if l.Boards, err = s.Air.Figured(ctx, r, l.Slides); err != nil {
			return err
		}
		for _, one := range screens {
			if p, ok := one.PlaceAt(now); ok && ready[p.Canvas] == nil {
				if ready[p.Canvas], err = readyFor(ctx, r, p.Canvas); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := reckon(l, audiences(screens, l, now), ready, now)
	guideReach(screens, l, now, out)
	return out, nil
}

func readLibrary(ctx context.Context, r store.Reader, l *content.Library) (err error) {
	settings, err := r.Settings(ctx)
	if err != nil {
		return err
	}
	for _, one := range settings {
		l.Settings[one.Key] = one.Value
	}
	if l.Campaigns, err = r.Campaigns(ctx); err != nil {
		return err
	}
	l.Slides, err = r.ApprovedSlides(ctx)
	return err
}

// readyFor lists what has a rendition for a canvas, as medium and fit.
func readyFor(ctx context.Context, r store.Reader, c content.Canvas) (map[string]bool, error) {
	all, err := r.RenditionsFor(ctx, c.Width, c.Height)
	m := map[string]bool{}
	for _, one := range all {
		m[string(one.Medium)+" "+one.Fit] = true
	}
	return m, err
}

// crowd is an audience and how many screens belong to it.
type crowd struct {
	content.Audience
	screens int
}

func audiences(screens []content.Screen, l content.Library, now time.Time) map[string]crowd {
	inUse, out := l.Targets(), map[string]crowd{}
	for _, one := range screens {
		if p, ok := one.PlaceAt(now); ok {
			a := content.AudienceOf(p, inUse)
			out[a.Key()] = crowd{a, out[a.Key()].screens + 1}
		}
	}
	return out
}

func reckon(l content.Library, crowds map[string]crowd, ready map[content.Canvas]map[string]bool, now time.Time) map[string]reach {
	out := map[string]reach{}
	for _, a := range crowds {
		plan := content.PlanFor(a.Audience, l, func(s content.Slide) (content.Ready, bool) {
			return content.Ready{Length: time.Second}, s.Kind.LaidOut() || ready[a.Canvas][string(s.Medium)+" "+s.FitKey()]
		})
		runs := map[string]bool{}
		for _, c := range plan.Campaigns {
			runs[c.ID] = c.Valid.Contains(now) && (c.Hours.Always() || c.Hours.Contains(now, zone(a.Zone)))
		}
		for _, p := range plan.Slides {
			r := out[p.ID]
			r.Ever += a.screens
			if p.Valid.Contains(now) && runs[p.Campaign] {
				r.Now += a.screens
			}
			out[p.ID] = r
		}
	}
	return out
}

func zone(name string) *time.Location {
	if z, err := time.LoadLocation(name); err == nil {
		return z
	}
	return time.UTC
}
