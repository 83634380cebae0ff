package player

import (
	"ngatu/player/journal"
	"ngatu/player/protocol"
)

// roundly is by how many milliseconds a date may be off before it is corrected: a page runs its clock fast or slow instead
// of setting it.
const roundly = 1000

// loose ties the dates of runs that have just come to the machine's count, as long as no server vouches for the time: then
// they were taken from a clock that may be wrong, or from none.
//
// A page without the time counts from where it was opened. It sends a run as soon as that ends, so the newest has ended just
// now, and those before it lie before it on the same count; where the count went back, the page was opened anew between.
func (p *Player) loose(runs []protocol.Run) []*journal.Loose {
	boot, mono := p.cfg.Clock.Boot(), p.cfg.Clock.Mono()
	if boot == "" {
		return nil
	}
	out := make([]*journal.Loose, len(runs))
	now, state := p.time.now()
	mine := !p.time.vouched() && state != protocol.ClockUnknown // pages have the time from here, and here it may be wrong
	ends, shift, later := mono, int64(0), int64(-1)
	for i := len(runs) - 1; i >= 0; i-- {
		run := runs[i]
		switch {
		case run.Clock != string(protocol.ClockUnknown):
			if mine {
				out[i] = &journal.Loose{Boot: boot, Shift: mono - now}
			}
			continue
		case later < 0 || run.Until > later:
			shift = ends - run.Until
		}
		out[i] = &journal.Loose{Boot: boot, Shift: shift}
		later, ends = run.From, run.From+shift
	}
	return out
}

// date corrects a run by what a server told of the time in its boot, before it is sent. While a server may still tell, the
// run waits; where none did, it goes as it stands.
func (p *Player) date(run protocol.Run, l journal.Loose) (protocol.Run, bool) {
	zero, ok, wait := p.time.zero(l.Boot)
	if !ok {
		return run, !wait
	}
	by := l.Shift + zero
	unknown := run.Clock == string(protocol.ClockUnknown)
	if !unknown && by > -roundly && by < roundly {
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
