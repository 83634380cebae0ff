package player

import (
	"ngatu/player/machine"
	"ngatu/player/origin"
	"ngatu/player/protocol"
)

// machine is how the computer is now, for its own page.
func (p *Player) machine() origin.Machine {
	m := machine.Look(p.cfg.Data)
	return origin.Machine{
		Celsius: m.Celsius, Slowed: m.Slowed, Memory: m.Memory, Free: m.Free, Disk: m.Disk, Room: m.Room, Own: m.Own, Load: m.Load,
	}
}

func (p *Player) browserReport() origin.Browser {
	if p.browser == nil {
		return origin.Browser{}
	}
	b := p.browser.Status()
	return origin.Browser{Starts: b.Starts, Since: b.Since, Beat: b.Beat, Memory: b.Memory, Why: b.Why}
}

// feel notes how the computer is, for the next status. The figures are whole and coarse: staff look for a box that is
// hot or full, and every byte of a status is paid for.
func (p *Player) feel() {
	m := machine.Look(p.cfg.Data)
	h := &protocol.Machine{Celsius: int(m.Celsius), Slowed: m.Slowed, MemoryFree: int(m.Free >> 20), DiskFree: int(m.Room >> 20)}
	if p.browser != nil {
		h.Browsers = p.browser.Status().Starts
	}
	p.mu.Lock()
	p.health = h
	p.mu.Unlock()
}
