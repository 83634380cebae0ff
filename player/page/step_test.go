package page

import (
	"flag"
	"math"
	"slices"
	"testing"
	"time"
)

var skew = flag.Duration("skew", 6*time.Second, "how long TestStepOn4G measures: two changes a second; five minutes make it sure of the last percent")

// refresh is how long a frame lasts in the browser of these tests, in ms; within is the goal: a
// frame, and two tenths by which the reading of two pages' clocks may be off.
const (
	refresh = 1000.0 / 60
	within  = refresh + 0.2
)

// onMachine is, in ms, how far this machine's clock is ahead of the page's own count, to a
// hundredth: the two are read again and again until the clock's whole milliseconds have turned
// over.
const onMachine = `(function () {
	var most = -Infinity, end = performance.now() + 3;
	while (performance.now() < end) { most = Math.max(most, Date.now() - performance.now()); }
	return most;
})()`

// glimpse is what a page has shown of late, and how its count compares with this machine's clock.
type glimpse struct {
	Machine float64
	Offset  float64 // of the page's server time to its own count
	Changes []change
}

func (p *tab) glimpse() glimpse {
	p.t.Helper()
	return eval[glimpse](p, `(function () { var m = `+onMachine+`; return { machine: m, offset: Ngatu.player.clock.offset, changes: Ngatu.debug.changes }; })()`)
}

// presented is when, by this machine's clock, a change could be seen at the earliest: at the first
// vsync after the page's work on it was done. What is drawn within a frame is seen with the next
// one; work that takes longer misses frames, and that counts.
func (g glimpse) presented(c change) float64 {
	return g.Machine + c.Vsync + refresh*math.Max(1, math.Ceil((c.Done-c.Vsync)/refresh))
}

// pair opens two pages, each on a bad line of its own, and waits for a slide on both; script runs
// before the pages' own.
func (o *origin) pair(slide string, lasting time.Duration, script string) [2]*tab {
	o.t.Helper()
	var pages [2]*tab
	direct := o.addr
	defer func() { o.addr = direct }()
	for i := range pages {
		o.addr = faulty(o.t, direct)
		pages[i] = newTabFor(o.t, 432, 216, script, lasting+stays).open(o, "?screen="+code)
		pages[i].shows(slide)
	}
	return pages
}

// Two pages, each in a process of its own and on a bad line of its own, change slots within a frame
// of each other. What is measured is when a change can be seen by the clock of the machine, which
// both share: the error of the pages' clocks is part of it. Two displays whose vsyncs fall between
// each other's are up to a frame apart whatever the pages do. A few seconds on a busy machine say
// little of the last percent; that takes go test ./player/page -run TestStepOn4G -skew 5m on one at
// rest.
func TestStepOn4G(t *testing.T) {
	o := newOrigin(t)
	o.screen()
	// No whole frames, so that changes fall everywhere between two vsyncs.
	o.programme(o.looping(o.picture("a", 497, red), o.picture("b", 503, green), o.picture("c", 509, blue)))
	pages := o.pair("b", *skew, "")
	time.Sleep(4 * time.Second) // a page that has just come runs its clock right
	began := o.now()
	var at [2]map[int64]float64
	var clocks, late []float64
	for i := range at {
		at[i] = map[int64]float64{}
	}
	for end := time.Now().Add(*skew); time.Now().Before(end); {
		time.Sleep(min(5*time.Second, time.Until(end)))
		var off [2]float64
		for i, p := range pages {
			g := p.glimpse()
			off[i] = g.Offset - g.Machine
			for _, c := range g.Changes {
				if _, seen := at[i][c.Start]; !seen && c.Slide != "" && c.Start >= began {
					at[i][c.Start] = g.presented(c)
					late = append(late, g.presented(c)-refresh-float64(c.Start))
				}
			}
		}
		clocks = append(clocks, math.Abs(off[0]-off[1]))
	}
	var apart []float64
	for start, one := range at[0] {
		if other, ok := at[1][start]; ok {
			apart = append(apart, math.Abs(one-other))
		}
	}
	if len(apart) < int(skew.Seconds())/2 {
		t.Fatalf("only %d common changes", len(apart))
	}
	figure{What: "two pages on 4G lines, change of slot: apart", Unit: "ms", Values: apart, P99: within}.say(t)
	figure{What: "two pages on 4G lines: their clocks apart", Unit: "ms", Values: clocks, P99: within}.say(t)
	figure{What: "a page on a 4G line: change of slot after its instant, by the vsync that it was drawn for", Unit: "ms", Values: late}.say(t)
	p50, p99 := percentile(apart, 50), percentile(apart, 99)
	t.Logf("%d changes: apart p50 %.1f, p99 %.1f, most %.1f ms; clocks apart p50 %.1f, most %.1f ms; after the instant p50 %.1f, p99 %.1f ms", len(apart),
		p50, p99, slices.Max(apart), percentile(clocks, 50), slices.Max(clocks), percentile(late, 50), percentile(late, 99))
	if p50 > 120 { // half of the changes late by so many frames is no longer the machine's doing
		t.Errorf("half of the changes are more than %.1f ms apart", p50)
	}
	if c := percentile(clocks, 50); c > 40 {
		t.Errorf("the clocks are %.1f ms apart", c)
	}
	if *skew >= 4*time.Minute && p99 > within {
		t.Errorf("p99 is %.1f ms, more than a frame of 60 Hz", p99)
	}
}

// percentile is the value below which so many in a hundred lie; the values need not be in order.
func percentile(values []float64, of int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, len(sorted)*of/100)]
}
