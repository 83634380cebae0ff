package clock

import (
	"encoding/json"
	"os"

	"ngatu/internal/durable"
)

const (
	file = "clock.json" // in the agent's data folder

	// restartSlack is how much the machine's count may differ between two runs of the agent, in
	// milliseconds: each pairs the count with its own clock.
	restartSlack = 1000

	maxBoots = 8 // earlier boots whose time is kept
)

// reading is a known instant, and the machine's count at it.
type reading struct {
	Boot     string `json:"boot"`
	Mono     int64  `json:"mono"`
	Unix     int64  `json:"unix"`
	ByServer bool   `json:"told,omitempty"` // by a server, not by NTP alone

	Past []reading `json:"past,omitempty"` // of earlier boots, oldest first
}

func load(path string) (last reading, ok bool) {
	b, err := os.ReadFile(path)
	return last, err == nil && json.Unmarshal(b, &last) == nil
}

// Save writes down the known time, for the next start of the agent. It does nothing while the time
// is unknown.
func (c *Clock) Save() error {
	now := c.Known()
	if now == 0 {
		return nil
	}
	c.mu.Lock()
	last := reading{Boot: c.machine.Boot(), Mono: c.machine.Mono(), Unix: now, ByServer: c.answered, Past: c.boots}
	c.mu.Unlock()
	b, err := json.Marshal(last)
	if err != nil {
		return err
	}
	return durable.Write(c.path, b)
}

// remember keeps the time that a server gave in an earlier boot.
func (c *Clock) remember(last reading) {
	last.Past = nil
	if last.ByServer {
		c.boots = append(c.boots, last)
	}
	c.boots = c.boots[max(0, len(c.boots)-maxBoots):]
}

// zero is the server's time at which the machine's count was 0 in a boot. ok is false if no server
// gave the time in that boot; wait says that one still may.
func (c *Clock) zero(boot string) (unix int64, ok, wait bool) {
	if boot == c.machine.Boot() {
		if !c.Confirmed() {
			return 0, false, true
		}
		return c.Known() - c.machine.Mono(), true, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, seen := range c.boots {
		if seen.Boot == boot {
			return seen.Unix - seen.Mono, true, false
		}
	}
	return 0, false, false
}
