package protocol

// The clock filter's figures, all in milliseconds unless said otherwise.
const (
	ClockEvery   = 60_000  // how often a player asks for the time once it is synced
	clockHeld    = 180_000 // without an answer for so long a clock is held: three asked in vain
	clockSamples = 8       // the last exchanges among which the quickest is believed
	clockOld     = 600_000 // an exchange older than this no longer counts: quartz drifts about 20 ms in ten minutes
	clockStep    = 250     // a difference from here on is mended by a step, less by running fast or slow
	clockSlew    = 20      // one part in so many: 5 %
)

// ClockState says how far a player may trust its time.
type ClockState string

// The states of a clock, as Run.Clock and Status.Clock carry them.
const (
	ClockUnknown ClockState = "unknown" // after a power cut, until somebody tells
	ClockSynced  ClockState = "synced"
	ClockHeld    ClockState = "held" // counted on by the machine since it was synced
)

// sample is one exchange: how long it was on the way, and what it says the server's time is ahead of mono.
type sample struct {
	at, delay, offset int64
}

// ClockFilter estimates the server's time from the four timestamps of clock frames: of the last exchanges the one with
// the least delay is believed, since delay is what makes the estimate wrong. Every instant that is called mono is the
// player's own monotonic milliseconds, an argument; the filter reads no clock. The zero value is an unknown clock.
type ClockFilter struct {
	samples []sample
	offset  int64 // server's time less mono, as it is applied
	rest    int64 // part of a millisecond of slewing not yet applied, in 1/clockSlew ms
	slewed  int64 // mono up to which slewing was reckoned
	heard   int64 // mono of the last answer
	set     bool
	floor   int64
}

// Answered takes an answer to a clock frame: c.Sent and got are mono, c.Got and c.Answered are Unix milliseconds of the
// server. An answer that cannot be (sent after it came, server going backwards) is dropped. The first sets the clock at
// once.
func (f *ClockFilter) Answered(c Clock, got int64) {
	travel, inside := got-c.Sent, c.Answered-c.Got
	if travel < 0 || inside < 0 || c.Got <= 0 || inside > travel+clockStep {
		return
	}
	s := sample{at: got, delay: max(travel-inside, 0), offset: ((c.Got - c.Sent) + (c.Answered - got)) / 2}
	f.heard = got
	f.slew(got)
	f.samples = append(f.samples, s)
	if len(f.samples) > clockSamples {
		f.samples = append(f.samples[:0], f.samples[1:]...)
	}
	if !f.set {
		f.set, f.offset, f.slewed, f.rest = true, s.offset, got, 0
	}
}

// Told sets the clock from another source (NTP, a relay's word), where no server has answered yet.
func (f *ClockFilter) Told(mono, unix int64) {
	if len(f.samples) > 0 {
		return
	}
	f.set, f.offset, f.slewed, f.rest, f.heard = true, unix-mono, mono, 0, mono
}

// NotBefore tells the filter an instant, in Unix milliseconds, that has certainly passed: the number of a verified frame.
func (f *ClockFilter) NotBefore(unix int64) { f.floor = max(f.floor, unix) }

// Time is the server's time at mono, in Unix milliseconds, and how far to trust it. An unknown clock gives the newest
// instant that has certainly passed, which may be 0.
func (f *ClockFilter) Time(mono int64) (int64, ClockState) {
	if !f.set {
		return f.floor, ClockUnknown
	}
	f.slew(mono)
	state := ClockSynced
	if mono-f.heard > clockHeld {
		state = ClockHeld
	}
	return max(mono+f.offset, f.floor), state
}

// StepDue says whether the time is off by so much that it waits for a step.
func (f *ClockFilter) StepDue() bool {
	d := f.wanted() - f.offset
	return f.set && (d >= clockStep || d <= -clockStep)
}

// Step sets the time to the estimate at once; a player calls it where a slot changes anyway, if StepDue. It returns by
// how many milliseconds the time moved.
func (f *ClockFilter) Step(mono int64) int64 {
	f.slew(mono)
	d := f.wanted() - f.offset
	f.offset, f.rest, f.slewed = f.offset+d, 0, mono
	return d
}

// Delay is the least delay among the exchanges that count, in milliseconds; -1 where there is none.
func (f *ClockFilter) Delay() int64 {
	if s, ok := f.best(); ok {
		return s.delay
	}
	return -1
}

// best is the quickest of the exchanges that are not too old.
func (f *ClockFilter) best() (sample, bool) {
	var best sample
	found := false
	for _, s := range f.samples {
		if f.heard-s.at <= clockOld && (!found || s.delay <= best.delay) {
			best, found = s, true
		}
	}
	return best, found
}

func (f *ClockFilter) wanted() int64 {
	if s, ok := f.best(); ok {
		return s.offset
	}
	return f.offset
}

// slew runs up to 5 % fast or slow from the last reckoning to mono.
func (f *ClockFilter) slew(mono int64) {
	passed := mono - f.slewed
	if passed <= 0 {
		return
	}
	f.slewed = mono
	if f.StepDue() {
		return
	}
	d := f.wanted() - f.offset
	if d == 0 {
		f.rest = 0
		return
	}
	f.rest += passed
	move := min(f.rest/clockSlew, max(d, -d))
	f.rest -= move * clockSlew
	if d < 0 {
		move = -move
	}
	f.offset += move
}
