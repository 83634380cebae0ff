package protocol

import "math"

// The clock filter's figures, in milliseconds unless said otherwise.
const (
	ClockEvery   = 60_000    // how often a player asks for the time once it is synced
	clockHeld    = 180_000   // without an answer for so long a clock is held: three questions went unanswered
	clockSamples = 64        // exchanges kept
	clockOld     = 1_800_000 // an exchange older than this no longer counts
	clockDrift   = 20_000    // a quartz is off by at most one part in so many: 50 ppm
	clockRound   = 2         // rounding to whole milliseconds may make two exchanges contradict each other by so much
	clockStep    = 250       // from this difference on the clock steps; below it slews
	clockSlew    = 20        // one part in so many: 5 %
)

// ClockState says how far a player may trust its time.
type ClockState string

// The states of a clock, as Run.Clock and Status.Clock carry them.
const (
	ClockUnknown ClockState = "unknown" // after a power cut, until a server answers
	ClockSynced  ClockState = "synced"
	ClockHeld    ClockState = "held" // the machine has counted on since it was synced
)

// sample is one exchange. Because the way to the server takes time, the server's reading minus the
// sending time overstates how far its clock is ahead of mono; because of the way back, its answer
// minus the arrival time understates it.
type sample struct {
	at, most, least, delay int64
}

// ClockFilter estimates the server's time from the four timestamps of clock frames. The fastest way
// there and the fastest way back, each from any exchange, bound it more closely than a whole
// exchange does on an uneven line. Instants called mono are the player's own monotonic milliseconds
// and are arguments; the filter reads no clock. The zero value is an unknown clock.
type ClockFilter struct {
	samples []sample
	target  int64 // server's time minus mono, by the exchanges
	offset  int64 // the same, as applied now
	rest    int64 // part of a millisecond of slewing not yet applied, in 1/clockSlew ms
	slewed  int64 // mono up to which slewing was applied
	heard   int64 // mono of the last answer
	set     bool
	sure    bool // the time comes from a server, perhaps before a restart
	floor   int64
}

// Answered takes an answer to a clock frame: c.Sent and got are mono, c.Got and c.Answered are Unix
// milliseconds of the server. It drops an impossible answer (sent after it arrived, or the server's
// time going back). The first answer sets the clock at once.
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

// SetFrom sets the clock from another source, if no server has answered yet. sure says that a
// server gave this time before a restart; NTP is not sure.
func (f *ClockFilter) SetFrom(mono, unix int64, sure bool) {
	if len(f.samples) > 0 {
		return
	}
	f.sure = sure
	f.set, f.offset, f.slewed, f.rest, f.heard = true, unix-mono, mono, 0, mono
}

// NotBefore gives the filter an instant, in Unix milliseconds, that has passed if the numbers of
// verified frames are right. It replaces the one before. A thief of a key can write any number, so
// it never moves a clock that a server has set, and one that NTP has set by mostBehind at most.
func (f *ClockFilter) NotBefore(unix int64) { f.floor = unix }

// mostBehind is how far NTP may be behind the numbers of frames, in milliseconds. A number further
// ahead is not believed.
const mostBehind = 48 * 3600_000

// Time is the server's time at mono, in Unix milliseconds, and how far to trust it. An unknown
// clock gives the newest instant that has passed by the numbers of frames, which may be 0.
func (f *ClockFilter) Time(mono int64) (int64, ClockState) {
	if !f.set {
		return f.floor, ClockUnknown
	}
	f.slew(mono)
	state := ClockSynced
	if mono-f.heard > clockHeld {
		state = ClockHeld
	}
	now := mono + f.offset
	if !f.sure && len(f.samples) == 0 && f.floor-now <= mostBehind {
		now = max(now, f.floor)
	}
	return now, state
}

// StepDue says whether the time is so far off that it should step.
func (f *ClockFilter) StepDue() bool {
	d := f.wanted() - f.offset
	return f.set && (d >= clockStep || d <= -clockStep)
}

// Step sets the time to the estimate at once. A player calls it at a change of slot, if StepDue. It
// returns by how many milliseconds the time moved.
func (f *ClockFilter) Step(mono int64) int64 {
	f.slew(mono)
	d := f.wanted() - f.offset
	f.offset, f.rest, f.slewed = f.offset+d, 0, mono
	return d
}

// Delay is the shortest round trip among the exchanges that count, in milliseconds; -1 if there are
// none.
func (f *ClockFilter) Delay() int64 {
	least := int64(-1)
	for _, s := range f.samples {
		if least < 0 || s.delay < least {
			least = s.delay
		}
	}
	return least
}

// estimate computes the target. It forgets exchanges that are too old or that contradict a later
// one: then one of the clocks was set, and older exchanges say nothing.
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

// slew runs up to 5 % fast or slow, from the last call to mono.
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
