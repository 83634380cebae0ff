package answer

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/server/air/crowd"
	"ngatu/server/air/gather"
)

// Screens are all screens by code, also those that stand nowhere yet.
func (s *Snapshot) Screens() []content.Screen {
	return slices.SortedFunc(maps.Values(s.state.Screens), func(a, b content.Screen) int { return cmp.Compare(a.Code, b.Code) })
}

// Screen is the screen with a code, also where it stands nowhere yet.
func (s *Snapshot) Screen(code string) (content.Screen, bool) {
	one, ok := s.state.Screens[code]
	return one, ok
}

// Campaigns are those that are live.
func Campaigns(s *Snapshot) []content.Campaign { return s.state.Library.Campaigns }

// SlideTitle is what an approved slide is called.
func SlideTitle(s *Snapshot, id string) (string, bool) {
	slide, ok := s.slideOf(id)
	return slide.Title, ok
}

// TakeoverTitle is what a takeover is called of which a press counts.
func TakeoverTitle(s *Snapshot, id string) (string, bool) {
	for _, t := range s.state.CountingTakeovers() {
		if t.ID == id {
			return t.Title, true
		}
	}
	return "", false
}

// Stand is where a screen stands, and what was gathered; it reports false where it stands nowhere.
func (s *Snapshot) Stand(code string) (crowd.Stand, *gather.State, bool) {
	one, ok := s.crowds.Stands[code]
	return one, s.state, ok
}

// Gathered is what a snapshot answers from, and where screens stand in it.
func Gathered(s *Snapshot) (*gather.State, map[string]crowd.Stand) { return s.state, s.crowds.Stands }

// Ready are the takeovers that are approved, by ID.
func Ready(s *Snapshot) []content.Takeover { return s.state.Ready }

// Presses is each press of every takeover that counts, as a takeover of its own.
func Presses(s *Snapshot) []content.Takeover { return s.state.CountingTakeovers() }

// Ruling is the press of a takeover that rules a screen at a place at an instant, as a takeover of
// its own, and whether any does.
func (s *Snapshot) Ruling(p content.Place, at time.Time) (content.Takeover, bool) {
	return content.TakeoverAt(s.state.CountingTakeovers(), p, at)
}
