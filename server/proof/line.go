package proof

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"ngatu/content"
)

// Kind says what a line of a report is about.
type Kind string

// The kinds of line.
const (
	Slide    Kind = "slide"
	SafeCard Kind = "safe"     // the built-in card
	Takeover Kind = "takeover" // ID is the takeover's
	Unknown  Kind = "unknown"  // ID is the hash that nothing is known of, or none: a slide that was not in the programme
)

// Thing is what a line of a report is about.
type Thing struct {
	Kind Kind
	ID   string
}

// Line is how often and how long one thing was shown.
type Line struct {
	Thing
	Times int
	Time  time.Duration
}

// Why says why something else was shown than the programme said.
type Why string

// The reasons that players give.
const (
	Missing Why = "missing" // the file was not there
	Broken  Why = "broken"  // it could not be shown
	NoWhy   Why = ""
)

func whyOf(why string) Why {
	if w := Why(why); w == Missing || w == Broken {
		return w
	}
	return NoWhy
}

// Swap is what was shown in place of something else, summed up over all its slots.
type Swap struct {
	Planned, Shown Thing
	Why            Why
	Times          int
	Time           time.Duration
	First, Last    time.Time // starts of the first and the last slot
}

// stranger stands for a slide that a run names and its programme does not have: whatever a screen
// makes up is one line.
const stranger = "?"

// thingOf is what a slide of a programme counts for; "" is the safe card.
func thingOf(id string, f followed) Thing {
	switch {
	case f.takeover != "":
		return Thing{Takeover, f.takeover}
	case id == "":
		return Thing{Kind: SafeCard}
	case id == stranger:
		return Thing{Kind: Unknown}
	}
	return Thing{Slide, id}
}

// lines are what was shown, longest first.
func lines(played map[Thing]content.Played) (out []Line) {
	for thing, p := range played {
		out = append(out, Line{thing, p.Times, time.Duration(p.Time) * time.Millisecond})
	}
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(b.Time, a.Time), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// swaps are sorted by how long something else was shown.
func swaps(all map[swapKey]*Swap) []Swap {
	var out []Swap
	for _, key := range slices.SortedFunc(maps.Keys(all), func(a, b swapKey) int {
		return cmp.Or(cmp.Compare(all[b].Time, all[a].Time), cmp.Compare(a.planned, b.planned), cmp.Compare(a.shown, b.shown), cmp.Compare(a.why, b.why))
	}) {
		out = append(out, *all[key])
	}
	return out
}

// swapKey is by IDs of slides; "" is the safe card.
type swapKey struct {
	planned, shown string
	why            Why
}
