package proof

import (
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// Bounds of a report. A screen says itself what it showed, so a stolen one may say anything, of any
// length.
const (
	mostExcepts = 20_000           // exceptions looked at: a day at 8 s a slide has 10,800 slots
	longestSlot = 30 * time.Minute // of what may have begun before a run and reaches into it
)

// Report is what a screen says that it showed from one instant to another.
type Report struct {
	Runs     int
	Reported time.Duration
	Overlap  time.Duration // reported twice, and counted once
	Cut      bool          // there were more runs or exceptions than are read
	Lines    []Line        // longest first
	Swaps    []Swap        // longest first
	Clocks   map[string]time.Duration
	Gaps     []Gap
}

// tally sums up runs. They are given to it in the order in which they began; time that two of them
// tell of counts once. All instants are Unix milliseconds.
type tally struct {
	from, until int64
	reached     int64 // until when there are reports
	runs        int
	reported    int64
	overlap     int64
	excepts     int
	played      map[Thing]content.Played
	instead     map[swapKey]*Swap
	clocks      map[string]int64 // by state of the clock
	gaps        [][2]int64
	cut         bool
}

func newTally(from, until time.Time) *tally {
	return &tally{
		from: from.UnixMilli(), until: until.UnixMilli(), reached: from.UnixMilli(),
		played: map[Thing]content.Played{}, instead: map[swapKey]*Swap{}, clocks: map[string]int64{},
	}
}

// add takes the next run.
func (d *tally) add(run store.StoredRun, f followed) {
	low, until := max(run.From, d.from), min(run.Until, d.until)
	if low >= until {
		return
	}
	d.runs++
	from := max(low, d.reached)
	d.overlap += min(from, until) - low
	if from >= until {
		return
	}
	if from > d.reached {
		d.gaps = append(d.gaps, [2]int64{d.reached, from})
	}
	d.reached = until
	d.reported += until - from
	d.clocks[run.Clock] += until - from
	if f.programme == nil {
		d.count(Thing{Unknown, run.Programme}, content.Played{Times: 1, Time: until - from})
		return
	}
	entered := content.NotEntered
	if run.Entered != 0 {
		entered = run.Entered - run.Shift
	}
	except := d.exceptsOf(run, f.programme, from-run.Shift, until-run.Shift, entered)
	for id, played := range f.programme.Tally(from-run.Shift, until-run.Shift, entered, except) {
		d.count(thingOf(id, f), played)
	}
}

func (d *tally) count(k Thing, p content.Played) {
	sum := d.played[k]
	d.played[k] = content.Played{Times: sum.Times + p.Times, Time: sum.Time + p.Time}
}

// exceptsOf sums up where a run says that something else was shown, and gives it in the form that
// Tally takes. from, until and entered are by the clock that the screen followed, which the run's
// shift leads back to.
func (d *tally) exceptsOf(run store.StoredRun, p *content.Programme, from, until, entered int64) map[int64]string {
	out := map[int64]string{}
	for _, e := range run.Except {
		e.Start -= run.Shift
		if e.Start >= until || e.Start < from-longestSlot.Milliseconds() {
			continue
		}
		if d.excepts++; d.excepts > mostExcepts {
			d.cut = true
			break
		}
		slot := p.AtEntered(e.Start, entered)
		if _, twice := out[e.Start]; twice || slot.Start != e.Start || slot.End <= from {
			continue
		}
		key := swapKey{shown: e.Shown, why: whyOf(e.Why)}
		if e.Shown != "" && !slices.ContainsFunc(p.Slides, func(s content.Shown) bool { return s.ID == e.Shown }) {
			key.shown = stranger
		}
		if slot.Slide >= 0 {
			key.planned = p.Slides[slot.Slide].ID
		}
		out[e.Start] = key.shown
		d.swap(key, e.Start+run.Shift, min(slot.End, until)-max(slot.Start, from), slot.Start >= from)
	}
	return out
}

// swap counts a slot that showed something else.
func (d *tally) swap(key swapKey, start, length int64, whole bool) {
	sum := d.instead[key]
	if sum == nil {
		sum = &Swap{Planned: thingOf(key.planned, followed{}), Shown: thingOf(key.shown, followed{}), Why: key.why, First: time.UnixMilli(start)}
		d.instead[key] = sum
	}
	sum.Last = time.UnixMilli(start)
	sum.Time += time.Duration(length) * time.Millisecond
	if whole {
		sum.Times++
	}
}

// report closes the tally. After the last run that was read, more may have come that was not.
func (d *tally) report() *Report {
	if d.cut {
		d.until = d.reached
	}
	if d.reached < d.until {
		d.gaps = append(d.gaps, [2]int64{d.reached, d.until})
	}
	r := &Report{
		Runs: d.runs, Reported: time.Duration(d.reported) * time.Millisecond, Overlap: time.Duration(d.overlap) * time.Millisecond,
		Cut: d.cut, Lines: lines(d.played), Swaps: swaps(d.instead), Clocks: map[string]time.Duration{},
	}
	for state, ms := range d.clocks {
		r.Clocks[state] = time.Duration(ms) * time.Millisecond
	}
	return r
}
