package air

import (
	"slices"

	"ngatu/content"
)

// touched is what a change may have altered: these are reckoned again, and the others are left alone. It may name too
// much, never too little.
type touched struct {
	audiences map[string]bool // by key
	screens   map[string]bool // by code
	boards    map[string]bool // whose figures may differ
	overs     map[string]bool // screens that another takeover may rule, by code
}

func newTouched() *touched {
	return &touched{audiences: map[string]bool{}, screens: map[string]bool{}, boards: map[string]bool{}, overs: map[string]bool{}}
}

// touchEverything builds the fleet anew.
func (a *Air) touchEverything(t *touched) {
	a.fleet, a.rows = newFleet(a.gathered.library.Targets()), map[string]rows{}
	for code := range a.gathered.screens {
		a.fleet.place(a.gathered, code, t)
	}
	for code := range a.screens { // also those that are gone
		t.screens[code] = true
	}
	for _, s := range a.gathered.library.Slides {
		t.boards[boardID(s)] = true
	}
}

// touch says what a difference may have altered, and moves screens between audiences where it says so.
func (a *Air) touch(d difference, t *touched) {
	g := a.gathered
	if len(d.slides)+len(d.campaigns) > 0 {
		a.fleet.retarget(g, t)
	}
	for code := range d.screens {
		a.fleet.place(g, code, t)
	}
	for _, c := range d.campaigns {
		a.touchTargets(t, c.Targets, anyCanvas)
	}
	for _, s := range d.slides {
		a.touchSlide(t, s, anyCanvas)
	}
	for _, s := range g.library.Slides {
		if slices.ContainsFunc(s.Needs, func(key string) bool { return d.settings[key] }) {
			a.touchSlide(t, s, anyCanvas)
		}
		for one := range d.renditions {
			if one.medium == s.Medium {
				a.touchSlide(t, s, func(c content.Canvas) bool { return pixelsOf(c) == one.which.pixels })
			}
		}
	}
	a.touchFigures(d, t)
	a.touchSettings(d, t)
	a.touchGuides(d, t)
	a.touchTakeovers(d.takeovers, t)
}

func anyCanvas(content.Canvas) bool { return true }

// touchSlide touches the audiences that a slide may be on air for: those of its targets, else of its campaign's.
func (a *Air) touchSlide(t *touched, s content.Slide, on func(content.Canvas) bool) {
	targets := s.Targets
	if len(targets) == 0 {
		i := slices.IndexFunc(a.gathered.library.Campaigns, func(c content.Campaign) bool { return c.ID == s.Campaign })
		if i < 0 {
			return // a campaign that went is in the difference itself
		}
		targets = a.gathered.library.Campaigns[i].Targets
	}
	a.touchTargets(t, targets, on)
}

// touchTargets touches the audiences that any of targets matches; no targets at all match every one.
func (a *Air) touchTargets(t *touched, targets []content.Target, on func(content.Canvas) bool) {
	touch := func(crowds map[string]*crowd) {
		for key, c := range crowds {
			if on(c.audience.Canvas) {
				t.audiences[key] = true
			}
		}
	}
	if len(targets) == 0 {
		touch(a.fleet.crowds)
	}
	for _, target := range targets {
		touch(a.fleet.byWord[target.String()])
	}
}

// touchFigures touches the boards whose releases differ.
func (a *Air) touchFigures(d difference, t *touched) {
	if len(d.measures) == 0 {
		return
	}
	a.touchBoards(t, func(id string) bool { return d.measures[measureOf(id)] })
}

// touchBoards touches the boards that differ, and their audiences only where the boards look different then.
func (a *Air) touchBoards(t *touched, differs func(id string) bool) {
	stale := map[string]rows{}
	for id := range a.rows {
		if differs(id) {
			stale[id] = a.rows[id]
			delete(a.rows, id)
		}
	}
	for _, s := range a.gathered.library.Slides {
		id := boardID(s)
		if id == "" || !differs(id) {
			continue
		}
		t.boards[id] = true
		if old, known := stale[id]; !known || old.sum != a.rowsOf(id).sum {
			a.touchSlide(t, s, anyCanvas)
		}
	}
}

// touchSettings touches what depends on a setting beside the slides that need it.
func (a *Air) touchSettings(d difference, t *touched) {
	if d.settings[content.SettingPublic] || d.settings[content.SettingApp] || d.settings[content.SettingHotline] {
		for key, c := range a.fleet.crowds {
			t.audiences[key], c.facts = true, nil
		}
		a.touchTakeovers(a.gathered.takeovers, t) // the app's name and the hotline are set off in their words
	}
	if d.settings[content.SettingPublic] {
		for code := range a.fleet.stands {
			t.screens[code] = true
		}
	}
	if d.settings[content.SettingRanks] { // other lines are public, and maybe fewer
		a.touchBoards(t, func(string) bool { return true })
	}
	if d.settings[content.SettingMaxAge] {
		for id := range a.boards {
			t.boards[id] = true
		}
	}
}

// touchByTime touches what time alone has altered since the last look, and sets the alarm for the next time.
func (a *Air) touchByTime(t *touched) {
	g := a.gathered
	a.fleet.cross(g, t)
	if !a.fleet.border.IsZero() {
		a.wake(a.fleet.border.Sub(g.now))
	}
	for key, c := range a.fleet.crowds {
		if !g.now.Before(c.next) { // a new week, or a new audience
			_, _, c.next = window(g.now, c.audience.Zone, key)
			t.audiences[key] = true
			for code := range c.members {
				t.screens[code] = true // its dark hours are told for the window
			}
		}
		a.wake(c.next.Sub(g.now))
	}
	for key := range a.waiting {
		t.audiences[key] = true
	}
	a.touchGuidesByTime(t)
	a.touchTakeoversByTime(t)
}
