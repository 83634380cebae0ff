package scene

import (
	"context"
	"fmt"
	"sync"

	"ngatu/content"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
)

// Planner makes the plans of many audiences from one library, while the scene does not change. What
// a slide has on equal grounds is looked up once: a city has thousands of audiences and some twenty
// canvases. Many goroutines may use it, each for another audience.
type Planner struct {
	scene  *Scene
	lineup content.Lineup

	mu     sync.Mutex
	looked map[draw.Ground]*sync.Map // *made by *content.Slide
}

// made is what a slide has on a ground; not ok: nothing.
type made struct {
	ready content.Ready
	ok    bool
}

// Former is how a slide was last shown, for one whose layout cannot be written now.
type Former func(slide string) (content.Ready, bool)

// NoFormer knows of none.
func NoFormer(string) (content.Ready, bool) { return content.Ready{}, false }

// Planner makes plans from a library: that of the scene's state, or another one that has the same
// media, measures and settings.
func (s *Scene) Planner(l content.Library) *Planner {
	return &Planner{scene: s, lineup: l.Lineup(), looked: map[draw.Ground]*sync.Map{}}
}

// Plan gathers what an audience may be shown. What the disk does not take must not hold up the
// rest: for a slide whose layout cannot be written it asks former, and gives the reason. The plan
// takes room, which may be nil; see [content.Lineup.PlanIn].
func (p *Planner) Plan(ctx context.Context, c *crowd.Crowd, room []content.PlanSlide, former Former) (plan content.Plan, lacks error) {
	s, facts := p.scene, p.scene.facts(c)
	looked := p.lookedOn(draw.GroundOf(c.Audience.Canvas, facts))
	plan = p.lineup.PlanIn(room, c.Audience, func(one *content.Slide) (content.Ready, bool) {
		if m, ok := looked.Load(one); ok {
			return m.(*made).ready, m.(*made).ok
		}
		ready, ok, err := s.draw.Ready(ctx, s.State, one, c.Audience.Canvas, facts, s.rows[one.BoardName()])
		if err != nil {
			lacks = fmt.Errorf("slide %s: %w", one.ID, err)
			return former(one.ID)
		}
		looked.Store(one, &made{ready, ok})
		return ready, ok
	})
	return plan, lacks
}

func (p *Planner) lookedOn(ground draw.Ground) *sync.Map {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.looked[ground]
	if m == nil {
		m = &sync.Map{}
		p.looked[ground] = m
	}
	return m
}
