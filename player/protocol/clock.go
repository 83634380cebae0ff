package protocol

import "math"

// The clock filter's figures, all in milliseconds unless said otherwise.
const (
	ClockEvery   = 60_000    // how often a player asks for the time once it is synced
	clockHeld    = 180_000   // without an answer for so long a clock is held: three asked in vain
	clockSamples = 64        // exchanges that are remembered
	clockOld     = 1_800_000 // an exchange older than this no longer counts
	clockDrift   = 20_000    // a quartz runs wrong by one part in so many at most: 50 ppm
	clockRound   = 2         // by which whole milliseconds may make two exchanges contradict each other
	clockStep    = 250       // a difference from here on is mended by a step, less by running fast or slow
	clockSlew    = 20        // one part in so many: 5 %
)

// ClockState says how far a player may trust its time.
type ClockState string

// The states of a clock, as Run.Clock and Status.Clock carry them.
const (
	ClockUnknown ClockState = "unknown" // after a power cut, until somebody tells
	ClockSynced  ClockState = "synced"
	ClockHeld    ClockState = "held" // counted on by the machine since it was synced
)

// sample is one exchange. The way there takes some time, so what the server read less what was sent is more than its clock is
// ahead of mono; the way back makes what it answered less what came be less than that.
type sample struct {
	at, most, least, delay int64
}

// ClockFilter estimates the server's time from the four timestamps of clock frames: the quickest way there and the quickest way back,
// each from whichever exchange, bound it closer than any whole exchange does where the line is uneven. Every instant that is called
// mono is the player's own monotonic milliseconds, an argument; the filter reads no clock. The zero value is an unknown clock.
type ClockFilter struct {
	samples []sample
	target  int64 // server's time less mono, as the exchanges tell
	offset  int64 // the same, as it is applied
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
	f.heard = got
	f.slew(got)
	f.samples = append(f.samples, sample{at: got, most: c.Got - c.Sent, least: c.Answered - got, delay: max(travel-inside, 0)})
	if len(f.samples) > clockSamples {
		f.samples = append(f.samples[:0], f.samples[1:]...)
	}
	f.estimate()
	if !f.set {
		f.set, f.offset, f.slewed, f.rest = true, f.target, got, 0
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
	least := int64(-1)
	for _, s := range f.samples {
		if least < 0 || s.delay < least {
			least = s.delay
		}
	}
	return least
}

// estimate reckons the target, and forgets exchanges that are too old or that a later one contradicts: then one of the clocks
// was set, and what was before tells nothing.
func (f *ClockFilter) estimate() {
	for len(f.samples) > 1 && f.heard-f.samples[0].at > clockOld {
		f.samples = append(f.samples[:0], f.samples[1:]...)
	}
	for {
		most, least := int64(math.MaxInt64), int64(math.MinInt64)
		for _, s := range f.samples {
			doubt := (f.heard - s.at) / clockDrift
			most, least = min(most, s.most+doubt), max(least, s.least-doubt)
		}
		if least <= most+clockRound || len(f.samples) == 1 {
			f.target = least + (most-least)/2
			return
		}
		f.samples = append(f.samples[:0], f.samples[1:]...)
	}
}

func (f *ClockFilter) wanted() int64 {
	if len(f.samples) == 0 {
		return f.offset
	}
	return f.target
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
