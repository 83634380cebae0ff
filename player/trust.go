package player

import (
	"slices"

	"ngatu/player/protocol"
)

// follow accepts the keys that a welcome hands over to. They are on the disk before any frame
// signed with them is taken. A refused chain changes nothing and is reported.
func (p *Player) follow(chain []protocol.Handover) {
	links, err := p.gate.Follow(chain)
	if err != nil {
		p.log.Warn("hand-over refused", "err", err)
		p.status.Refused(err)
		return
	}
	if len(links) == 0 {
		return
	}
	p.mu.Lock()
	p.who.Chain = append(slices.Clone(p.who.Chain), links...)
	who := p.who
	p.mu.Unlock()
	p.saveWho(who)
	p.log.Warn("follows another key", "key", p.gate.Key())
	// Numbers under the key before, which may have been stolen, no longer bound the clock.
	p.clock.NotBefore(p.gate.Highest())
	p.origin.Renew()
	p.link.Renew()
}

// saveWho writes down which screen this is. keepRest tries again if the disk refuses.
func (p *Player) saveWho(who identity) {
	err := who.save(p.cfg.Data)
	p.mu.Lock()
	p.unsaved = err != nil
	p.mu.Unlock()
	if err != nil {
		p.status.Trouble(err.Error())
	}
}

// followed names the key that the agent follows; "" before it is enrolled.
func (p *Player) followed() string {
	p.mu.Lock()
	gate := p.gate
	p.mu.Unlock()
	if gate == nil {
		return ""
	}
	return gate.Key()
}
