package answer

import (
	"context"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
	"ngatu/server/air/scene"
)

// planned is the plan of an audience, made once.
type planned struct {
	once sync.Once
	plan content.Plan
	sum  content.PlanSum // of the plan alone
}

// plan is what an audience may be shown.
func (s *Snapshot) plan(ctx context.Context, key string, c *crowd.Crowd) content.Plan {
	return planOf(ctx, s, key, c).plan
}

func planOf(ctx context.Context, s *Snapshot, key string, c *crowd.Crowd) *planned {
	s.mu.Lock()
	p := s.plans[key]
	if p == nil {
		p = &planned{}
		s.plans[key] = p
	}
	s.mu.Unlock()
	p.once.Do(func() {
		// A layout that the disk does not take is not ready; the server's log says so where it is
		// put on air.
		p.plan, _ = s.planner.Plan(context.WithoutCancel(ctx), c, nil, scene.NoFormer)
		p.sum = p.plan.Sum(time.Time{})
	})
	return p
}

// window names a programme: of which plan, and from when on. Audiences with equal plans share it,
// and a city has far fewer plans than audiences.
type window struct {
	sum   content.PlanSum
	begin int64 // in Unix milliseconds
}

// resolved is the programme of a plan in a window, made once.
type resolved struct {
	once      sync.Once
	programme content.Programme
	err       error
}

// programme is what an audience is on at an instant: what its screens are sent, or will be.
func (s *Snapshot) programme(ctx context.Context, key string, c *crowd.Crowd, at time.Time) (*content.Programme, error) {
	_, resolve, err := windowOf(ctx, s, key, c, at)
	if err != nil {
		return nil, err
	}
	return resolve()
}

// windowOf is the programme of an audience at an instant, by its name; resolve works it out.
func windowOf(ctx context.Context, s *Snapshot, key string, c *crowd.Crowd, at time.Time) (w window, resolve func() (*content.Programme, error), err error) {
	zone, err := content.Zone(c.Audience.Zone)
	if err != nil {
		return w, nil, err
	}
	from, until, _ := draw.Window(at, zone, key)
	p := planOf(ctx, s, key, c)
	w = window{p.sum, from.UnixMilli()}
	return w, func() (*content.Programme, error) {
		r := &resolved{}
		if old, known, _ := s.programmes.PeekOrAdd(w, r); known {
			r = old
		}
		r.once.Do(func() {
			s.resolved.Add(1)
			r.programme, _, r.err = content.Resolve(p.plan, from, until)
		})
		return &r.programme, r.err
	}, nil
}

// Resolved is how many programmes a snapshot has worked out so far, for whoever asked.
func Resolved(s *Snapshot) int64 { return s.resolved.Load() }

// crowdAt is the audience that a screen belongs to at an instant, by its key; false where it stands
// nowhere then.
func (s *Snapshot) crowdAt(screen content.Screen, at time.Time) (place content.Place, key string, c *crowd.Crowd, ok bool) {
	place, ok = screen.PlaceAt(at)
	if !ok {
		return place, "", nil, false
	}
	if now, here := s.crowds.Stands[screen.Code]; here && now.Place.From.Equal(place.From) {
		return place, now.Key, s.crowds.ByKey[now.Key], true
	}
	audience := content.AudienceOf(place, s.targets)
	key = audience.Key()
	if c = s.crowds.ByKey[key]; c == nil { // nobody stands there yet, or any more
		facts := s.draw.Facts(s.state, []crowd.Stand{{Screen: screen, Place: place, Audience: audience, Key: key}})
		c = &crowd.Crowd{Audience: audience, Facts: &facts}
	}
	return place, key, c, true
}
