package clock

import (
	"testing"

	"ngatu/player/protocol"
)

// simulated is a computer whose time the test sets.
type simulated struct {
	mono int64
	boot string
	wall int64
	ntp  bool
}

func (m *simulated) clock() Machine {
	return Machine{
		Mono: func() int64 { return m.mono },
		Boot: func() string { return m.boot },
		Wall: func() (int64, bool) { return m.wall, m.ntp },
	}
}

const server0 = 1_732_000_000_000 // the server's time when the machine's count is 0

// answered is a clock to which a server has given the time.
func answered(m *simulated, dir string) *Clock {
	t := Open(m.clock(), dir)
	t.Answered(protocol.Clock{Sent: m.mono, Got: server0 + m.mono, Answered: server0 + m.mono}, m.mono)
	return t
}

func TestTimeAfterARestart(t *testing.T) {
	for _, c := range []struct {
		name string
		then func(*simulated)
		want int64
		is   protocol.ClockState
	}{
		{"of the agent", func(m *simulated) { m.mono += 600_000 }, server0 + 700_000, protocol.ClockHeld},
		{"that reads the count a little lower", func(m *simulated) { m.mono -= 30 }, server0 + 100_000 - 30, protocol.ClockSynced},
		{"of the machine", func(m *simulated) { m.mono, m.boot = 5_000, "b" }, 0, protocol.ClockUnknown},
		{"of a machine that does not name its boots", func(m *simulated) { m.boot = "" }, 0, protocol.ClockUnknown},
		{"of the machine, with NTP", func(m *simulated) { m.mono, m.boot, m.wall, m.ntp = 5_000, "b", server0+900_000, true }, server0 + 900_000, protocol.ClockSynced},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, dir := &simulated{mono: 100_000, boot: "a", wall: 1000}, t.TempDir()
			if err := answered(m, dir).Save(); err != nil {
				t.Fatal(err)
			}
			c.then(m)
			if got, state := Open(m.clock(), dir).Now(); got != c.want || state != c.is {
				t.Errorf("%d, %s; want %d, %s", got, state, c.want, c.is)
			}
		})
	}
}

func TestUnknownTimeIsNeverBeforeWhatWasVerified(t *testing.T) {
	m := &simulated{mono: 5, wall: 1000}
	k := Open(m.clock(), t.TempDir())
	k.NotBefore(server0)
	if got, state := k.Now(); got != server0 || state != protocol.ClockUnknown {
		t.Errorf("%d, %s", got, state)
	}
	if k.Known() != 0 || k.Offset() != 0 {
		t.Error("a time that is not known is used")
	}
	if k.Save() != nil {
		t.Error("cannot save nothing")
	}
}

func TestServerCountsMoreThanNTP(t *testing.T) {
	m := &simulated{mono: 100, boot: "a", wall: server0 + 50_000, ntp: true}
	k := answered(m, t.TempDir())
	m.mono += 1000
	k.AskMachine()
	if got := k.Known(); got != server0+1100 {
		t.Errorf("the time is %d after the server's", got-server0)
	}
	if off := k.Offset(); off != 50_000-1100 {
		t.Errorf("the machine's clock is said to be %d ms ahead", off)
	}
}
