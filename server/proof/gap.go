package proof

import (
	"time"

	"ngatu/content"
)

// Gap is a stretch of time that no run covers.
type Gap struct {
	From, Until time.Time
	Kind        GapKind
}

// Length is how long it is.
func (g Gap) Length() time.Duration { return g.Until.Sub(g.From) }

// GapKind says why nothing is reported of a stretch.
type GapKind string

// The kinds of gap.
const (
	Silent GapKind = "silent" // nobody knows what was on the glass
	Closed GapKind = "closed" // closed on purpose, by the hours of then
	Coming GapKind = "coming" // the report is not due yet
)

// arriving is how late a report may be: a run is sent five minutes after it began.
const arriving = 6 * time.Minute

// gapsOf splits stretches without a report where the screen was closed; past are its former hours.
// now is the time of the report: what was shown a moment ago is still on its way.
func gapsOf(stretches [][2]int64, screen content.Screen, past []content.Opening, now time.Time) (out []Gap) {
	for _, s := range stretches {
		at, until := time.UnixMilli(s[0]), time.UnixMilli(s[1])
		for _, closed := range screen.Closed(past, at, until) {
			if at.Before(closed.From) {
				out = append(out, Gap{at, closed.From, Silent})
			}
			out = append(out, Gap{closed.From, closed.Until, Closed})
			at = closed.Until
		}
		if at.Before(until) {
			out = append(out, Gap{at, until, Silent})
		}
	}
	if n := len(out); n > 0 && out[n-1].Kind == Silent && now.Sub(out[n-1].Until) < time.Second && out[n-1].Length() < arriving {
		out[n-1].Kind = Coming
	}
	return out
}
