package answer

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"ngatu/content"
)

// Screens are all screens by code, also those that stand nowhere yet.
func (s *Snapshot) Screens() []content.Screen {
	return slices.SortedFunc(maps.Values(s.state.Screens), func(a, b content.Screen) int { return cmp.Compare(a.Code, b.Code) })
}

// Ruling is the press of a takeover that rules a screen at a place at an instant, as a takeover of
// its own, and whether any does.
func (s *Snapshot) Ruling(p content.Place, at time.Time) (content.Takeover, bool) {
	return content.TakeoverAt(s.state.CountingTakeovers(), p, at)
}
