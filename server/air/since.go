package air

import (
	"time"

	"ngatu/content"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
	"ngatu/server/air/gather"
)

// What time alone changes carries the instant of that as its beginning: two frames of a thing with
// one number differ by it, on the screen and in the record. It follows from what was
// gathered, so it is the same on every node, however late one of them looks.

// latest is the latest of some instants that are not after now, in Unix milliseconds; 0 where there
// is none.
func latest(now time.Time, some ...time.Time) int64 {
	var last time.Time
	for _, at := range some {
		if !at.After(now) && at.After(last) {
			last = at
		}
	}
	if last.IsZero() {
		return 0
	}
	return last.UnixMilli()
}

// takeoverSince is when the takeover that rules a place now began to do so, or when the last one
// there ended.
func takeoverSince(all []content.Takeover, p content.Place, now time.Time) int64 {
	borders := []time.Time{p.From}
	for _, t := range all {
		if t.Reaches(p) {
			borders = append(borders, t.Begun, t.Until())
		}
	}
	return latest(now, borders...)
}

// screenSince is when time alone last changed what a screen is sent: its place began, the window of
// its dark hours moved on, or the dates of a guide began or ended.
func screenSince(g *gather.State, s crowd.Stand) int64 {
	borders := []time.Time{s.Place.From}
	if !s.Place.Open.Always() {
		if z, err := s.Place.Local(); err == nil { // the hours say where it is not known
			_, _, next := draw.Window(g.Now, z, s.Key)
			borders = append(borders, next.AddDate(0, 0, -7))
		}
	}
	if s.Place.Kind == content.Kiosk {
		for _, o := range g.Offers {
			borders = append(borders, o.Turns()...)
		}
	}
	return latest(g.Now, borders...)
}
