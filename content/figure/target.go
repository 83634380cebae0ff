package figure

import (
	"fmt"
	"time"

	"ngatu/content/area"
)

// Target is what a unit has to reach from a day on. Districts set those of their communes, and
// change them.
type Target struct {
	Area  area.Key
	Since time.Time // midnight of its first day, in [area.Local]
	Value int64     // in the measure's unit; 0: from that day on there is none
	By    string    // who set it, a staff ID
}

// Targets are all of one measure in one period, by area and day.
type Targets []Target

// At are the targets that hold at an instant. Units without one are not in it.
func (t Targets) At(at time.Time) map[area.Key]int64 {
	last := map[area.Key]Target{}
	for _, one := range t {
		if was, ok := last[one.Area]; !one.Since.After(at) && (!ok || one.Since.After(was.Since)) {
			last[one.Area] = one
		}
	}
	out := map[area.Key]int64{}
	for k, one := range last {
		if one.Value > 0 {
			out[k] = one.Value
		}
	}
	return out
}

// Fill gives figures without a target the one that holds at their as-of time. What a sheet says of
// its own stays.
func (t Targets) Fill(figures []Figure) {
	if len(t) == 0 {
		return
	}
	held := t.byTime()
	for i := range figures {
		if f := &figures[i]; f.Target == 0 {
			f.Target = held(f.AsOf)[f.Area]
		}
	}
}

// Holds says whether the figure has the target that is set for it: then it follows what is set
// later.
func (t Targets) Holds() func(Figure) bool {
	held := t.byTime()
	return func(f Figure) bool { return f.Target == held(f.AsOf)[f.Area] }
}

// byTime is [Targets.At], worked out once for each instant.
func (t Targets) byTime() func(at time.Time) map[area.Key]int64 {
	known := map[int64]map[area.Key]int64{}
	return func(at time.Time) map[area.Key]int64 {
		if _, there := known[at.UnixMilli()]; !there {
			known[at.UnixMilli()] = t.At(at)
		}
		return known[at.UnixMilli()]
	}
}

// unlike warns of targets that are not those which the districts set.
func (c *checker) unlike() {
	held := c.Targets.At(c.now.AsOf)
	var names []string
	for _, f := range c.parts {
		if want := held[f.Area]; want > 0 && f.Target != want {
			a, _ := c.Set.Area(f.Area)
			names = append(names, fmt.Sprintf("%s (%s, %s)", a.Name, FormatCount(f.Target), FormatCount(want)))
		}
	}
	if len(names) > 0 {
		c.warn(UnlikeTarget, fmt.Sprintf("%d đơn vị có chỉ tiêu khác bảng chỉ tiêu đã đặt (trong bảng này, đã đặt): %s.", len(names), someOf(names)),
			fmt.Sprintf("%d units have other targets than those that are set (here, set): %s.", len(names), someOf(names)))
	}
}
