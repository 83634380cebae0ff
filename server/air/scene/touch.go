package scene

import (
	"slices"
	"time"

	"ngatu/content"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
	"ngatu/server/air/gather"
)

// Touched is what a change may have altered: that is worked out again, and all else is left alone.
// It may name too much, never too little.
type Touched struct {
	crowd.Touched
	Boards    map[string]bool // whose figures may differ
	Takeovers bool            // which are on, or how they look
}

// NewTouched is nothing touched yet.
func NewTouched() *Touched {
	return &Touched{Touched: crowd.NewTouched(), Boards: map[string]bool{}}
}

// Empty says that nothing is touched.
func (t *Touched) Empty() bool {
	return len(t.Screens) == 0 && len(t.Audiences) == 0 && len(t.Boards) == 0 && !t.Takeovers
}

// Follow takes in what catching up has altered: it moves screens between audiences, and touches
// what follows from the difference.
func (s *Scene) Follow(d gather.Difference, t *Touched) {
	g := s.State
	if len(d.Slides)+len(d.Campaigns)+len(d.Holds) > 0 {
		s.Crowds.Retarget(g, t.Touched)
	}
	for code := range d.Screens {
		s.Crowds.Place(g, code, t.Touched)
	}
	for _, c := range d.Campaigns {
		s.touchTargets(t, c.Targets, anyCanvas)
	}
	for _, one := range d.Slides {
		s.touchSlide(t, one, anyCanvas)
	}
	for _, h := range d.Holds {
		s.touchHold(t, h)
	}
	for _, one := range g.Library.Slides {
		if slices.ContainsFunc(one.Needs, func(key string) bool { return d.Settings[key] }) {
			s.touchSlide(t, one, anyCanvas)
		}
		for r := range d.Renditions {
			if r.Medium == one.Medium {
				s.touchSlide(t, one, func(c content.Canvas) bool { return gather.PixelsOf(c) == r.Pixels })
			}
		}
		if on := d.Looks[one.ID]; len(on) > 0 {
			s.touchSlide(t, one, func(c content.Canvas) bool { return on[c] })
		}
	}
	s.touchSurfaces(t, d.Surfaces)
	s.touchBoards(t, d.Figures)
	s.touchSettings(d, t)
	s.touchGuides(d, t)
	t.Takeovers = t.Takeovers || len(d.Takeovers) > 0
}

func anyCanvas(content.Canvas) bool { return true }

// touchSlide touches the audiences that a slide may be on air for: those of its targets, else of
// its campaign's.
func (s *Scene) touchSlide(t *Touched, slide content.Slide, on func(content.Canvas) bool) {
	targets := slide.Targets
	if len(targets) == 0 {
		c, known := s.State.Campaign(slide.Campaign)
		if !known {
			return // a campaign that went is in the difference itself
		}
		targets = c.Targets
	}
	s.touchTargets(t, targets, on)
}

// touchHold touches the audiences for which a hold keeps something off.
func (s *Scene) touchHold(t *Touched, h content.Hold) {
	if h.Area != "" || h.Scope != content.HoldSlide {
		s.touchTargets(t, h.Targets(), anyCanvas)
		return
	}
	for _, one := range s.State.Library.Slides {
		if h.Keeps(one) {
			s.touchSlide(t, one, anyCanvas)
		}
	}
}

// touchSurfaces touches the audiences of some surfaces.
func (s *Scene) touchSurfaces(t *Touched, differ map[content.Surface]bool) {
	if len(differ) == 0 {
		return
	}
	for key, c := range s.Crowds.ByKey {
		if differ[c.Audience.Surface()] {
			t.Audiences[key] = true
		}
	}
}

// touchTargets touches the audiences that any of targets matches; no targets at all match every
// one.
func (s *Scene) touchTargets(t *Touched, targets []content.Target, on func(content.Canvas) bool) {
	touch := func(crowds map[string]*crowd.Crowd) {
		for key, c := range crowds {
			if on(c.Audience.Canvas) {
				t.Audiences[key] = true
			}
		}
	}
	if len(targets) == 0 {
		touch(s.Crowds.ByKey)
	}
	for _, target := range targets {
		touch(s.Crowds.Matching(target))
	}
}

// touchBoards touches the boards that differ, and their audiences only where the boards look
// different then.
func (s *Scene) touchBoards(t *Touched, differs func(id string) bool) {
	former := map[string][32]byte{}
	for id, r := range s.rows {
		if differs(id) {
			former[id] = r.Sum
			delete(s.rows, id)
		}
	}
	for _, one := range s.State.Library.Slides {
		id := one.BoardName()
		if id == "" || !differs(id) {
			continue
		}
		t.Boards[id] = true
		if old, known := former[id]; !known || old != s.rowsOf(id).Sum {
			s.touchSlide(t, one, anyCanvas)
		}
	}
}

// touchSettings touches what depends on a setting beside the slides that need it.
func (s *Scene) touchSettings(d gather.Difference, t *Touched) {
	if d.Settings[content.SettingPublic] || d.Settings[content.SettingApp] || d.Settings[content.SettingHotline] {
		for key, c := range s.Crowds.ByKey {
			t.Audiences[key], c.Facts = true, nil
		}
		t.Takeovers = true // the app's name and the hotline are set off in their words
	}
	if d.Settings[content.SettingPublic] {
		for code := range s.Crowds.Stands {
			t.Screens[code] = true
		}
	}
	if d.Settings[content.SettingRanks] { // other lines are public, and maybe fewer
		s.touchBoards(t, func(string) bool { return true })
	}
	if d.Settings[content.SettingMaxAge] {
		for _, one := range s.State.Library.Slides {
			t.Boards[one.BoardName()] = true
		}
	}
}

// TouchByTime touches what time alone has altered since the last look, and gives the instant, by
// the database's clock, at which it has to be looked at again; the zero time for never.
func (s *Scene) TouchByTime(t *Touched) (again time.Time) {
	sooner := func(at time.Time) {
		if !at.IsZero() && (again.IsZero() || at.Before(again)) {
			again = at
		}
	}
	g := s.State
	s.Crowds.Cross(g, t.Touched)
	sooner(s.Crowds.Border)
	for key, c := range s.Crowds.ByKey {
		if !g.Now.Before(c.Next) { // a new week, or a new audience
			zone, err := content.Zone(c.Audience.Zone)
			if err != nil {
				zone = time.UTC // only for when to look again: it gets no programme
			}
			_, _, c.Next = draw.Window(g.Now, zone, key)
			t.Audiences[key] = true
			for code := range c.Members {
				t.Screens[code] = true // its dark hours are sent for the window
			}
		}
		sooner(c.Next)
	}
	s.touchGuidesByTime(t)
	sooner(s.guides)
	for id, r := range s.rows {
		if r.Gone.IsZero() || len(r.Views) == 0 {
			continue
		}
		if g.Now.Before(r.Gone) {
			sooner(r.Gone)
			continue
		}
		s.touchBoards(t, func(other string) bool { return other == id })
	}
	return again
}
