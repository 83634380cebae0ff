package player

import (
	"ngatu/player/browser"
	"ngatu/player/machine"
	"ngatu/player/origin"
	"ngatu/player/protocol"
)

// machineOf is how the computer is now, for the agent's own page.
func machineOf(dir string) origin.Machine {
	m := machine.Look(dir)
	return origin.Machine{
		Celsius: m.Celsius, Slowed: m.Slowed, Memory: m.Memory, Free: m.Free, Disk: m.Disk, Room: m.Room, Own: m.Own, Load: m.Load,
	}
}

// browserOf is how the browser is, for the same page.
func browserOf(running *browser.Browser) origin.Browser {
	if running == nil {
		return origin.Browser{}
	}
	b := running.Status()
	return origin.Browser{Starts: b.Starts, Since: b.Since, Beat: b.Beat, Memory: b.Memory, Why: b.Why}
}

// machineStatus is how the computer is, for the status. The figures are rounded: staff look for a
// box that is hot or full, and every byte of a status is paid for. running may be nil.
func machineStatus(dir string, running *browser.Browser) protocol.Machine {
	m := machine.Look(dir)
	h := protocol.Machine{Celsius: int(m.Celsius), Slowed: m.Slowed, MemoryFree: int(m.Free >> 20), DiskFree: int(m.Room >> 20)}
	if running != nil {
		h.Browsers = running.Status().Starts
	}
	return h
}
