package player

import (
	"ngatu/player/protocol"
)

// take lets a frame from the server through the gate. A refused frame changes nothing on the glass
// and is reported.
func (p *Player) take(f protocol.Frame) {
	taken, err := p.gate.Take(f, p.clock.Known())
	if err != nil {
		p.log.Warn("refused", "err", err)
		p.status.Refused(err)
		return
	}
	p.clock.NotBefore(p.gate.Highest())
	wants := false
	for _, t := range taken {
		if t.Type == protocol.TypeCommand {
			if t.Changed {
				p.commands.Take(t.Frame, p.gate.Obeyed())
			}
			continue
		}
		if t.Changed {
			p.origin.Push(t.Frame)
		}
		wants = wants || t.Changed && t.Type != protocol.TypeFigures
	}
	if wants {
		p.want()
	}
	for _, t := range taken { // after the glass, which must not wait for the disk
		if t.Type != protocol.TypeCommand {
			p.kept.keep(t.Frame)
		}
	}
	p.status.Changed()
}

// keepRest writes what the disk refused before: it was full and may have room again.
func (p *Player) keepRest() {
	for _, f := range p.held(p.clock.Known()) {
		if !p.kept.has(f) {
			p.kept.keep(f)
		}
	}
	p.mu.Lock()
	who, unsaved := p.who, p.unsaved
	p.mu.Unlock()
	if unsaved {
		p.saveWho(who)
	}
}

// frames is what a page gets when it connects: what is on air, and the commands that waited for a
// page.
func (p *Player) frames() []protocol.Frame {
	waiting := p.commands.ForPage()
	out := p.held(p.clock.Known())
	if line := p.enrolment().Line; line == protocol.LineDown || line == protocol.LineRefused {
		out = append(out, lineFrame(line))
	}
	return append(out, waiting...)
}

// held is what is on air at an instant in Unix milliseconds, 0 while the time is unknown. Before
// the screen is enrolled there is nothing.
func (p *Player) held(now int64) []protocol.Frame {
	p.mu.Lock()
	gate := p.gate
	p.mu.Unlock()
	if gate == nil {
		return nil
	}
	return gate.Held(now)
}
