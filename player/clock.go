package player

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"

	"ngatu/player/protocol"
)

// Clock is the machine's sense of time.
type Clock struct {
	Mono func() int64                          // milliseconds that only grow, the same count while the machine runs
	Boot func() string                         // names the time since the machine was switched on; "": not known
	Wall func() (unix int64, trustworthy bool) // the machine's own clock in Unix milliseconds, and whether NTP keeps it right
}

const clockFile = "clock.json"

// roughly is by how many milliseconds two runs of the agent may read the machine's count differently.
const roughly = 1000

// timekeeper estimates the server's time. It may be used by many goroutines.
type timekeeper struct {
	clock Clock
	path  string

	mu     sync.Mutex
	filter protocol.ClockFilter
	told   bool       // a server has answered since the start
	past   []lastSeen // what servers told in earlier boots, for plays of those days
}

// lastSeen is an instant that was known, and how far the machine's count was then.
type lastSeen struct {
	Boot string `json:"boot"`
	Mono int64  `json:"mono"`
	Unix int64  `json:"unix"`
	Told bool   `json:"told,omitempty"` // by a server, not by NTP alone

	Past []lastSeen `json:"past,omitempty"` // of earlier boots, the newest last
}

// newTimekeeper takes up the time that was known before the agent was restarted, as long as the machine was not.
func newTimekeeper(c Clock, dir string) *timekeeper {
	t := &timekeeper{clock: c, path: filepath.Join(dir, clockFile)}
	var last lastSeen
	if b, err := os.ReadFile(t.path); err == nil && json.Unmarshal(b, &last) == nil {
		t.past = last.Past
		switch {
		case last.Boot == "":
		case last.Boot != c.Boot():
			t.remember(last)
		case last.Mono <= c.Mono()+roughly:
			t.filter.Told(last.Mono, last.Unix)
		}
	}
	t.askMachine()
	return t
}

// askMachine takes the machine's own clock while no server has told the time and NTP vouches for it. Without NTP it is
// not believed: small computers have no battery behind their clock, and begin in 1970 or where they were switched off.
func (t *timekeeper) askMachine() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if unix, ok := t.clock.Wall(); ok && !t.told {
		t.filter.Told(t.clock.Mono(), unix)
	}
}

// answered takes a server's answer and steps at once where slewing would take long: the pages have clocks of their own,
// which smooth what they are told. first says that it is the first since the start.
func (t *timekeeper) answered(c protocol.Clock, got int64) (first bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.filter.Answered(c, got)
	if t.filter.StepDue() {
		t.filter.Step(got)
	}
	first = !t.told && t.filter.Delay() >= 0
	t.told = t.told || first
	return first
}

// mostBoots is of how many earlier boots it is known what time it was.
const mostBoots = 8

// remember keeps what a server told in an earlier boot.
func (t *timekeeper) remember(last lastSeen) {
	last.Past = nil
	if last.Told {
		t.past = append(t.past, last)
	}
	t.past = t.past[max(0, len(t.past)-mostBoots):]
}

// vouched says whether a server has told the time since the start: NTP alone may be wrong by a day, where its server is.
func (t *timekeeper) vouched() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.told
}

// zero is the server's time at which the machine's count was 0 in a boot. ok is false where no server told it in that boot,
// and wait where one may still do so.
func (t *timekeeper) zero(boot string) (unix int64, ok, wait bool) {
	if boot == t.clock.Boot() {
		if !t.vouched() {
			return 0, false, true
		}
		return t.certain() - t.clock.Mono(), true, false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, seen := range t.past {
		if seen.Boot == boot {
			return seen.Unix - seen.Mono, true, false
		}
	}
	return 0, false, false
}

func (t *timekeeper) notBefore(unix int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.filter.NotBefore(unix)
}

// now is the server's time in Unix milliseconds, and how far to trust it.
func (t *timekeeper) now() (int64, protocol.ClockState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.filter.Time(t.clock.Mono())
}

// certain is the server's time, 0 while it is unknown.
func (t *timekeeper) certain() int64 {
	now, state := t.now()
	if state == protocol.ClockUnknown {
		return 0
	}
	return now
}

// offset is by how many milliseconds the machine's own clock is ahead of the server's; 0 while that is unknown.
func (t *timekeeper) offset() int64 {
	wall, _ := t.clock.Wall()
	if now := t.certain(); now > 0 {
		return wall - now
	}
	return 0
}

// save writes down what is known for the time after a restart of the agent.
func (t *timekeeper) save() error {
	now := t.certain()
	if now == 0 {
		return nil
	}
	t.mu.Lock()
	seen := lastSeen{Boot: t.clock.Boot(), Mono: t.clock.Mono(), Unix: now, Told: t.told, Past: t.past}
	t.mu.Unlock()
	b, err := json.Marshal(seen)
	if err != nil {
		return err
	}
	return replaceFile(t.path, b)
}
