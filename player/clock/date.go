package clock

import "ngatu/player/protocol"

// tolerance is how far off a date may be before it is corrected, in milliseconds: a page slews its
// clock instead of setting it.
const tolerance = 1000

// Mark ties the dates of a run to the machine's count, because the clock they were taken from was
// not confirmed by a server. A date plus Shift is the machine's count in that boot.
type Mark struct {
	Boot  string
	Shift int64 // milliseconds
}

// Marks gives the marks of runs that a page has just sent, by their place; nil where a date is
// good.
//
// A page without the time counts from when it was opened. It sends a run as soon as the run ends,
// so the newest ended just now and the others lie before it on the same count. Where the count goes
// back, the page was opened again in between.
func (c *Clock) Marks(runs []protocol.Run) []*Mark {
	boot, mono := c.machine.Boot(), c.machine.Mono()
	if boot == "" {
		return nil
	}
	out := make([]*Mark, len(runs))
	now, state := c.Now()
	unconfirmed := !c.Confirmed() && state != protocol.ClockUnknown // pages have the time from this clock
	ends, shift, later := mono, int64(0), int64(-1)
	for i := len(runs) - 1; i >= 0; i-- {
		run := runs[i]
		switch {
		case run.Clock != string(protocol.ClockUnknown):
			if unconfirmed {
				out[i] = &Mark{Boot: boot, Shift: mono - now}
			}
			continue
		case later < 0 || run.Until > later:
			shift = ends - run.Until
		}
		out[i] = &Mark{Boot: boot, Shift: shift}
		later, ends = run.From, run.From+shift
	}
	return out
}

// Date corrects a run by the time that a server gave in the boot of its mark. ready is false while
// a server may still give it: the run should wait. If none did, the run comes back unchanged.
func (c *Clock) Date(run protocol.Run, m Mark) (dated protocol.Run, ready bool) {
	zero, ok, wait := c.zero(m.Boot)
	if !ok {
		return run, !wait
	}
	by := m.Shift + zero
	unknown := run.Clock == string(protocol.ClockUnknown)
	if !unknown && by > -tolerance && by < tolerance {
		return run, true
	}
	run.From, run.Until, run.Shift = run.From+by, run.Until+by, by
	if run.Entered != 0 {
		run.Entered += by
	}
	excepts := make([]protocol.Except, len(run.Except))
	for i, e := range run.Except {
		e.Start += by
		excepts[i] = e
	}
	if len(excepts) > 0 {
		run.Except = excepts
	}
	run.Clock = string(protocol.ClockHeld)
	return run, true
}
