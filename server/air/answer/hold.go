package answer

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/server/air/crowd"
	"ngatu/server/air/scene"
)

// Remains is what the screens of one size show while a hold keeps something off.
type Remains struct {
	Canvas  content.Canvas
	Screens int      // that the hold is for
	Safe    int      // of these: show the safe card at some time because of the hold
	Slides  []string // IDs of those that still take turns, those on most screens first
}

// looksAhead is how far into a hold it is looked at what remains: a week has all hours in it.
const looksAhead = 7 * 24 * time.Hour

// Remains answers what is left under a hold that is set, or is about to be, from an instant on: by
// size of screen, those of most screens first.
func (s *Snapshot) Remains(ctx context.Context, h content.Hold, now time.Time) (out []Remains) {
	from := now
	if h.Span.From.After(now) {
		from = h.Span.From
	}
	until := from.Add(looksAhead)
	if !h.Span.Until.IsZero() && h.Span.Until.Before(until) {
		until = h.Span.Until
	}
	sizes := map[[2]int]*remains{}
	free := s.without(h)
	for key, c := range s.crowds.ByKey {
		n := s.under(h, c)
		if n == 0 {
			continue
		}
		pixels := [2]int{c.Audience.Canvas.Width, c.Audience.Canvas.Height}
		size := sizes[pixels]
		if size == nil {
			size = &remains{Remains: Remains{Canvas: c.Audience.Canvas}, on: map[string]int{}}
			sizes[pixels] = size
		}
		size.add(n, free(ctx, key, c), s.keeps(h), h, from, until)
	}
	for _, size := range sizes {
		out = append(out, size.ranked())
	}
	slices.SortFunc(out, func(a, b Remains) int {
		if a.Screens != b.Screens {
			return b.Screens - a.Screens
		}
		return b.Canvas.Width*b.Canvas.Height - a.Canvas.Width*a.Canvas.Height
	})
	return out
}

// under is how many screens of an audience a hold is for.
func (s *Snapshot) under(h content.Hold, c *crowd.Crowd) (n int) {
	for code := range c.Members {
		if h.Reaches(s.crowds.Stands[code].Place) {
			n++
		}
	}
	return n
}

// keeps says of slides by ID whether a hold keeps them off.
func (s *Snapshot) keeps(h content.Hold) func(id string) bool {
	kept := map[string]bool{}
	for _, one := range s.state.Library.Slides {
		kept[one.ID] = h.Keeps(one)
	}
	return func(id string) bool { return kept[id] }
}

// without gives the plans of audiences as they would be without a hold.
func (s *Snapshot) without(h content.Hold) func(context.Context, string, *crowd.Crowd) content.Plan {
	holds := slices.DeleteFunc(slices.Clone(s.state.Library.Holds), func(one content.Hold) bool { return one.ID == h.ID })
	if len(holds) == len(s.state.Library.Holds) {
		return s.plan
	}
	l := s.state.Library
	l.Holds = holds
	plans := s.scene.Planner(l)
	return func(ctx context.Context, _ string, c *crowd.Crowd) content.Plan {
		plan, _ := plans.Plan(ctx, c, nil, scene.NoFormer)
		return plan
	}
}

// remains is what remains on a size of screen, as it is counted.
type remains struct {
	Remains
	on map[string]int // screens by slide
}

// add takes in n screens whose plan is this one without the hold.
func (r *remains) add(n int, plan content.Plan, keeps func(string) bool, h content.Hold, from, until time.Time) {
	r.Screens += n
	before, _, err := content.Resolve(plan, from, until)
	if err != nil {
		return // a time zone that is unknown: it gets no programme
	}
	after, _, err := content.Resolve(plan.Under(h, keeps), from, until)
	if err != nil {
		return
	}
	safe, on := false, map[string]bool{}
	borders := append(starts(before), starts(after)...)
	for _, at := range borders {
		turns := after.Turns(at)
		safe = safe || len(turns) == 0 && len(before.Turns(at)) > 0
		for _, id := range turns {
			on[id] = true
		}
	}
	if safe {
		r.Safe += n
	}
	for id := range on {
		r.on[id] += n
	}
}

// starts are the instants at which spans of a programme begin.
func starts(p content.Programme) (out []int64) {
	at := p.From
	for _, s := range p.Spans {
		out = append(out, at)
		at += s.Length
	}
	return out
}

func (r *remains) ranked() Remains {
	for id := range r.on {
		r.Slides = append(r.Slides, id)
	}
	slices.SortFunc(r.Slides, func(a, b string) int {
		if r.on[a] != r.on[b] {
			return r.on[b] - r.on[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
	return r.Remains
}

// Held are the screens that stand where a hold is for, with the keys of their audiences, by code.
func (s *Snapshot) Held(h content.Hold) (out []HeldScreen) {
	for _, one := range s.crowds.All() {
		if h.Reaches(one.Place) {
			out = append(out, HeldScreen{one.Screen, one.Key})
		}
	}
	return out
}

// HeldScreen is a screen that a hold is for.
type HeldScreen struct {
	content.Screen
	Audience string // its key
}
