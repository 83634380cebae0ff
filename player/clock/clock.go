package clock

import (
	"path/filepath"
	"sync"
	"time"

	"ngatu/player/protocol"
)

// Clock estimates the server's time. Many goroutines may use it.
type Clock struct {
	machine Machine
	path    string

	mu       sync.Mutex
	filter   protocol.ClockFilter
	answered bool      // a server has answered since the start
	boots    []reading // what servers said in earlier boots, for plays recorded then; oldest first
}

// Open continues with the time that was known before the agent restarted, if the machine did not
// restart too. dir is the agent's data folder. A file that cannot be read counts as none.
func Open(machine Machine, dir string) *Clock {
	c := &Clock{machine: machine, path: filepath.Join(dir, file)}
	if last, ok := load(c.path); ok {
		c.boots = last.Past
		switch {
		case last.Boot == "":
		case last.Boot != machine.Boot():
			c.remember(last)
		case last.Mono <= machine.Mono()+restartSlack:
			c.filter.SetFrom(last.Mono, last.Unix, last.ByServer)
		}
	}
	c.AskMachine()
	return c
}

// AskMachine takes over the machine's own clock if NTP keeps it right and no server has answered
// yet. Without NTP it is not trusted: without a battery it starts in 1970 or where it was switched
// off.
func (c *Clock) AskMachine() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if unix, ok := c.machine.Wall(); ok && !c.answered {
		c.filter.SetFrom(c.machine.Mono(), unix, false)
	}
}

// Answered takes a server's answer that arrived at got, by the machine's count. Where slewing would
// take long it steps at once: the pages smooth what they get by clocks of their own. first says
// that it is the first answer since the start.
func (c *Clock) Answered(answer protocol.Clock, got int64) (first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.filter.Answered(answer, got)
	if c.filter.StepDue() {
		c.filter.Step(got)
	}
	first = !c.answered && c.filter.Delay() >= 0
	c.answered = c.answered || first
	return first
}

// Confirmed says whether a server has answered since the start. NTP alone may be wrong by a day, if
// its own server is.
func (c *Clock) Confirmed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.answered
}

// Proved takes a time that the server signed, in Unix milliseconds.
func (c *Clock) Proved(unix int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.filter.SetFrom(c.machine.Mono(), unix, true)
}

// maxAhead is how far ahead of the server's last time a frame's number may lie, in milliseconds.
// Frames are numbered by the server's time, so a number further ahead comes from a stolen key;
// without a known time it would make every certificate look expired.
const maxAhead = 48 * 3600_000

// NotBefore says that an instant has passed, in Unix milliseconds: the highest number of the frames
// held. A number too far ahead is bounded by the last time that a server gave.
func (c *Clock) NotBefore(unix int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if last := c.lastAnswer(); last > 0 && unix > last+maxAhead {
		unix = last
	}
	c.filter.NotBefore(unix)
}

// lastAnswer is the newest instant that a server gave, in this boot or an earlier one; 0: none did.
// The caller holds mu.
func (c *Clock) lastAnswer() (unix int64) {
	for _, boot := range c.boots {
		unix = max(unix, boot.Unix)
	}
	if now, state := c.filter.Time(c.machine.Mono()); c.answered && state != protocol.ClockUnknown {
		unix = max(unix, now)
	}
	return unix
}

// Now is the server's time in Unix milliseconds, and how far to trust it. While it is unknown this
// is the newest instant that has certainly passed.
func (c *Clock) Now() (int64, protocol.ClockState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.filter.Time(c.machine.Mono())
}

// Known is the server's time in Unix milliseconds, 0 while it is unknown.
func (c *Clock) Known() int64 {
	now, state := c.Now()
	if state == protocol.ClockUnknown {
		return 0
	}
	return now
}

// Instant is the server's time, or the machine's while the server's is unknown. Certificates are
// judged by it: a machine without a battery is in 1970 even after the server has told the agent the
// time.
func (c *Clock) Instant() time.Time {
	if now := c.Known(); now > 0 {
		return time.UnixMilli(now)
	}
	return time.Now()
}

// Offset is how far the machine's own clock is ahead of the server's, in milliseconds; 0 while that
// is unknown.
func (c *Clock) Offset() int64 {
	wall, _ := c.machine.Wall()
	if now := c.Known(); now > 0 {
		return wall - now
	}
	return 0
}
