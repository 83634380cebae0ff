package scene

import (
	"time"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/content/layout"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
	"ngatu/server/air/gather"
)

// Scene is all that plans follow from. It is one goroutine's, but for what its
// planners do after [Scene.Prepare].
type Scene struct {
	State  *gather.State
	Crowds *crowd.Crowds

	draw   *draw.Drawer
	rows   map[string]board.Rows // by board on air
	guides time.Time             // when the dates of a guide next begin or end; zero: never
}

// New gathers the screens of a state into audiences, and touches everything.
func New(g *gather.State, d *draw.Drawer, t *Touched) *Scene {
	t.Takeovers = true
	s := &Scene{State: g, draw: d, rows: map[string]board.Rows{}, Crowds: crowd.Of(g, t.Touched)}
	for _, one := range g.Library.Slides {
		t.Boards[one.BoardName()] = true
	}
	return s
}

// Prepare works out the rows of all boards, and tells the library which boards have figures. Plans
// come after it.
func (s *Scene) Prepare() {
	boards := map[string][]content.View{}
	for _, one := range s.State.Library.Slides {
		if id := one.BoardName(); id != "" {
			boards[id] = s.rowsOf(id).Views
		}
	}
	s.State.Library.Boards = boards
}

// rowsOf are those of a board on air, worked out once a release.
func (s *Scene) rowsOf(id string) board.Rows {
	r, ok := s.rows[id]
	if !ok {
		r = s.draw.Rows(id, s.State)
		s.rows[id] = r
	}
	return r
}

// Faded is when the figures of a board last became too old to be shown; the zero time where none
// has.
func (s *Scene) Faded() (last time.Time) {
	for _, r := range s.rows {
		if !r.Gone.After(s.State.Now) && r.Gone.After(last) {
			last = r.Gone
		}
	}
	return last
}

// facts are what layouts of an audience depend on, worked out once until its screens or the
// settings change.
func (s *Scene) facts(c *crowd.Crowd) layout.Facts {
	if c.Facts == nil {
		f := s.draw.Facts(s.State, s.Crowds.Members(c))
		c.Facts = &f
	}
	return *c.Facts
}
