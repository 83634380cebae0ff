package studio

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
)

// Bounds of a report. A screen says itself what it showed, so a stolen one may say anything, of any length.
const (
	mostExcepts = 20_000           // exceptions looked at: a day at 8 s a slide has 10.800 slots
	shortGap    = 2_000            // ms without a run that are not worth a line
	arriving    = 6 * time.Minute  // a run is sent five minutes after it began
	longestSlot = 30 * time.Minute // of what may have begun before a run and reaches into it
)

// followed is what a run names, as it was sent at the time.
type followed struct {
	programme *content.Programme // nil: nothing is known to have been sent under that hash
	takeover  string             // ID of the takeover that it was; "": an ordinary programme
	drill     bool
}

// playKind says what a line of the report is about.
type playKind string

const (
	playSlide    playKind = "slide"
	playSafe     playKind = "safe"     // the built-in card
	playTakeover playKind = "takeover" // ID is the takeover's
	playUnknown  playKind = "unknown"  // ID is the hash that nothing is known of, or none: a slide that was not in the programme
)

type playKey struct {
	kind playKind
	id   string
}

// exceptKey is a way in which something else was shown than the programme said; "" is the safe card.
type exceptKey struct{ planned, shown, why string }

type exceptSum struct {
	content.Played
	first, last int64 // starts of the first and last slot
}

// stretch is a piece of the day that no run tells of.
type stretch struct {
	From, Until time.Time
	Kind        gapKind
}

// Length is how long it is.
func (s stretch) Length() time.Duration { return s.Until.Sub(s.From) }

// gapKind says why nothing is told of a stretch.
type gapKind string

const (
	gapSilent gapKind = "silent" // no report: nobody knows what was on the glass
	gapDark   gapKind = "dark"   // closed on purpose
	gapComing gapKind = "coming" // the report is not due yet
)

// playDay sums up what a screen says it showed from one instant to another (Unix milliseconds). Runs are given to it in the
// order in which they began; time that two of them tell of counts once.
type playDay struct {
	from, until int64
	told        int64 // until when it has been told
	runs        int
	reported    int64 // ms
	overlap     int64 // ms told twice
	excepts     int
	played      map[playKey]content.Played
	instead     map[exceptKey]exceptSum
	clocks      map[string]int64 // ms by state of the clock
	gaps        [][2]int64
	cut         bool // there were more runs or exceptions than are read
}

func newPlayDay(from, until time.Time) *playDay {
	return &playDay{
		from: from.UnixMilli(), until: until.UnixMilli(), told: from.UnixMilli(),
		played: map[playKey]content.Played{}, instead: map[exceptKey]exceptSum{}, clocks: map[string]int64{},
	}
}

// add takes the next run.
func (d *playDay) add(run store.StoredRun, f followed) {
	low, until := max(run.From, d.from), min(run.Until, d.until)
	if low >= until {
		return
	}
	d.runs++
	from := max(low, d.told)
	d.overlap += min(from, until) - low
	if from >= until {
		return
	}
	if from > d.told {
		d.gaps = append(d.gaps, [2]int64{d.told, from})
	}
	d.told = until
	d.reported += until - from
	d.clocks[run.Clock] += until - from
	if f.programme == nil {
		d.count(playKey{playUnknown, run.Programme}, content.Played{Times: 1, Time: until - from})
		return
	}
	entered := content.NotEntered
	if run.Entered != 0 {
		entered = run.Entered - run.Shift
	}
	except := d.exceptsOf(run, f.programme, from-run.Shift, until-run.Shift, entered)
	for id, played := range f.programme.Tally(from-run.Shift, until-run.Shift, entered, except) {
		d.count(lineOf(id, f), played)
	}
}

// lineOf is the line of the report that a slide of a programme counts for.
func lineOf(id string, f followed) playKey {
	switch {
	case f.takeover != "":
		return playKey{playTakeover, f.takeover}
	case id == "":
		return playKey{kind: playSafe}
	case id == strange:
		return playKey{kind: playUnknown}
	}
	return playKey{playSlide, id}
}

func (d *playDay) count(k playKey, p content.Played) {
	sum := d.played[k]
	d.played[k] = content.Played{Times: sum.Times + p.Times, Time: sum.Time + p.Time}
}

// strange stands for a slide that a run names and its programme does not have: whatever a screen makes up is one line.
const strange = "?"

// exceptsOf sums up where a run says that something else was shown, and gives it in the form that Tally takes. from, until and
// entered are by the clock that the screen followed, which the run's shift leads back to.
func (d *playDay) exceptsOf(run store.StoredRun, p *content.Programme, from, until, entered int64) map[int64]string {
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
		key := exceptKey{shown: e.Shown, why: whyOf(e.Why)}
		if e.Shown != "" && !slices.ContainsFunc(p.Slides, func(s content.Shown) bool { return s.ID == e.Shown }) {
			key.shown = strange
		}
		if slot.Slide >= 0 {
			key.planned = p.Slides[slot.Slide].ID
		}
		out[e.Start] = key.shown
		sum := d.instead[key]
		if sum.first == 0 {
			sum.first = e.Start + run.Shift
		}
		sum.last = e.Start + run.Shift
		sum.Time += min(slot.End, until) - max(slot.Start, from)
		if slot.Start >= from {
			sum.Times++
		}
		d.instead[key] = sum
	}
	return out
}

// whyOf is one of the reasons that players give.
func whyOf(why string) string {
	if why == "missing" || why == "broken" {
		return why
	}
	return ""
}

// end closes the day. After the last run that was read, more may have come that was not.
func (d *playDay) end() {
	if d.cut {
		d.until = d.told
	}
	if d.told < d.until {
		d.gaps = append(d.gaps, [2]int64{d.told, d.until})
	}
}

// stretches are the gaps of the day, split where the screen's hours or place change. now is the time of the report: what
// was shown a moment ago is still on its way.
func (d *playDay) stretches(screen content.Screen, now time.Time) (out []stretch) {
	for _, g := range d.gaps {
		from, until := time.UnixMilli(g[0]), time.UnixMilli(g[1])
		for from.Before(until) {
			place, _ := screen.PlaceAt(from)
			end := until
			for _, p := range screen.Places {
				if p.From.After(from) && p.From.Before(end) {
					end = p.From
				}
			}
			out = append(out, split(place, from, end)...)
			from = end
		}
	}
	if n := len(out); n > 0 && out[n-1].Kind == gapSilent && now.Sub(out[n-1].Until) < time.Second && out[n-1].Length() < arriving {
		out[n-1].Kind = gapComing
	}
	return out
}

// split tells the hours at which a place is closed from those at which it should have shown something.
func split(p content.Place, from, until time.Time) (out []stretch) {
	open := []hours.Span{{From: from, Until: until}}
	if !p.Open.Always() {
		open = p.Open.Open(from, until, zone(p.Zone))
	}
	at := from
	for _, o := range open {
		if at.Before(o.From) {
			out = append(out, stretch{at, o.From, gapDark})
		}
		out = append(out, stretch{o.From, o.Until, gapSilent})
		at = o.Until
	}
	if at.Before(until) {
		out = append(out, stretch{at, until, gapDark})
	}
	return out
}

// lines are what was shown, longest first.
func (d *playDay) lines() []playKey {
	return slices.SortedFunc(maps.Keys(d.played), func(a, b playKey) int {
		return cmp.Or(cmp.Compare(d.played[b].Time, d.played[a].Time), cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
	})
}

// swaps are the exceptions, the most frequent first.
func (d *playDay) swaps() []exceptKey {
	return slices.SortedFunc(maps.Keys(d.instead), func(a, b exceptKey) int {
		return cmp.Or(cmp.Compare(d.instead[b].Time, d.instead[a].Time), cmp.Compare(a.planned, b.planned), cmp.Compare(a.shown, b.shown), cmp.Compare(a.why, b.why))
	})
}
