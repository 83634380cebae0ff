package player

import (
	"crypto/ed25519"

	"ngatu/player/protocol"
)

// released judges a frame that says that this computer is no longer a screen's. Only the server
// whose keys are pinned can say so, about this device, and after it was enrolled.
func (p *Player) released(f protocol.Frame) error {
	p.mu.Lock()
	who, gate := p.who, p.gate
	p.mu.Unlock()
	device := protocol.KeyName(p.key.Public().(ed25519.PublicKey))
	if err := gate.Keys().Release(f, who.Screen, device, who.Since); err != nil {
		p.status.Refused(err)
		return err
	}
	return nil
}

// unenrol takes the agent back to where it was before it was enrolled. Its key and its media stay.
// So does the journal, until it is known whether it becomes the same screen again.
func (p *Player) unenrol() {
	p.mu.Lock()
	was := p.who.Screen
	p.who = identity{Server: p.who.Server, Was: was}
	p.gate, p.link = nil, nil
	who := p.who
	p.mu.Unlock()
	p.log.Warn("released by the server; it can be enrolled again", "screen", was)
	p.disconnected()
	p.saveWho(who)
	if err := p.kept.forgetAll(); err != nil {
		p.status.Trouble(err.Error())
	}
	if err := p.commands.Forget(); err != nil {
		p.status.Trouble(err.Error())
	}
	p.mirror.Want(nil, 0)
	if f, err := protocol.Reply(protocol.TypeReleased, protocol.Released{Screen: was}); err == nil {
		p.origin.Push(f)
	}
}
