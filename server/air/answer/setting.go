package answer

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"ngatu/content"
	"ngatu/server/air/crowd"
	"ngatu/server/air/scene"
)

// Effect is what other values of settings would change on screens, of the slides that are live.
type Effect struct {
	Changed []content.Slide // look otherwise, or lead elsewhere
	On      []content.Slide // waited for a setting
	Off     []content.Slide // would wait for one
	Unfit   []Unfit         // would not fit any more
	Copies  []content.Slide // have the old value typed into their words, and keep it
}

// Unfit is a slide that does not fit a size of screen.
type Unfit struct {
	Slide  content.Slide
	Canvas content.Canvas
}

// Settings answers what settings of these values would change; an empty value unsets.
func (s *Snapshot) Settings(ctx context.Context, changed map[string]string) Effect {
	other := scene.New(s.state.WithSettings(changed), s.draw, scene.NewTouched())
	other.Prepare()
	plans := other.Planner(other.State.Library)
	found := effects{now: s.state.Library.Settings, then: other.State.Library.Settings, kinds: map[string]effect{}, unfit: map[unfitKey]bool{}}
	for key, c := range s.crowds.ByKey {
		after, _ := plans.Plan(ctx, other.Crowds.ByKey[key], nil, scene.NoFormer)
		found.compare(s.plan(ctx, key, c), after, s.slideOf, c)
	}
	for _, g := range s.state.Library.Slides {
		if slices.ContainsFunc(g.Needs, found.differs) && found.kinds[g.ID] == 0 {
			found.kinds[g.ID] = changes
		}
	}
	out := Effect{}
	for _, one := range s.state.Library.Slides {
		switch found.kinds[one.ID] {
		case changes:
			out.Changed = append(out.Changed, one)
		case comes:
			out.On = append(out.On, one)
		case goes:
			out.Off = append(out.Off, one)
		}
		for key := range changed {
			if one.Words.Has(found.now[key]) && found.differs(key) {
				out.Copies = append(out.Copies, one)
				break
			}
		}
		for _, at := range slices.SortedFunc(maps.Keys(found.unfit), unfitKey.compare) {
			if at.slide == one.ID {
				out.Unfit = append(out.Unfit, Unfit{one, at.canvas})
			}
		}
	}
	return out
}

func (s *Snapshot) slideOf(id string) (content.Slide, bool) {
	i := slices.IndexFunc(s.state.Library.Slides, func(one content.Slide) bool { return one.ID == id })
	if i < 0 {
		return content.Slide{}, false
	}
	return s.state.Library.Slides[i], true
}

// effect is what becomes of a slide.
type effect int

const (
	changes effect = iota + 1
	comes
	goes
)

type unfitKey struct {
	slide  string
	canvas content.Canvas
}

func (k unfitKey) compare(o unfitKey) int {
	return cmp.Or(cmp.Compare(k.slide, o.slide), cmp.Compare(k.canvas.Width, o.canvas.Width), cmp.Compare(k.canvas.Height, o.canvas.Height))
}

// effects is what other settings change, as it is found audience by audience.
type effects struct {
	now, then map[string]string
	kinds     map[string]effect // by slide
	unfit     map[unfitKey]bool
}

// differs says whether a setting has another value.
func (e *effects) differs(key string) bool { return e.now[key] != e.then[key] }

// compare notes how the plan of an audience differs.
func (e *effects) compare(before, after content.Plan, slide func(string) (content.Slide, bool), c *crowd.Crowd) {
	was, is := mediaOf(before), mediaOf(after)
	for id, medium := range was {
		if now, stays := is[id]; stays {
			if now != medium {
				e.kinds[id] = changes
			}
			continue
		}
		one, _ := slide(id)
		if slices.ContainsFunc(one.Needs, func(key string) bool { return e.then[key] == "" }) {
			e.kinds[id] = goes
			continue
		}
		e.unfit[unfitKey{id, c.Audience.Canvas}] = true
	}
	for id := range is {
		if _, there := was[id]; !there {
			e.kinds[id] = comes
		}
	}
}

// mediaOf are the slides of a plan by ID, with what is drawn of them.
func mediaOf(p content.Plan) map[string]content.Digest {
	out := map[string]content.Digest{}
	for _, s := range p.Slides {
		out[s.ID] = s.Medium.Digest
	}
	return out
}
