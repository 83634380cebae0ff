package player

import (
	"context"
	"net"
	"os"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/player/mirror"
	"ngatu/player/protocol"
)

// take lets a frame from the server through the gate. What is refused changes nothing on the glass and is reported.
func (p *Player) take(f protocol.Frame) {
	taken, err := p.gate.Take(f, p.time.certain())
	if err != nil {
		p.log.Warn("refused", "err", err)
		p.refuse(err)
		return
	}
	p.time.notBefore(p.gate.Highest())
	look := false
	for _, t := range taken {
		if t.Type == protocol.TypeCommand {
			if t.Changed {
				p.order(t.Frame)
			}
			continue
		}
		if t.Changed {
			p.origin.Push(t.Frame)
		}
		look = look || t.Changed && t.Type != protocol.TypeFigures
	}
	if look {
		p.want()
	}
	for _, t := range taken { // the glass first, the disk after it
		if t.Type != protocol.TypeCommand {
			p.keep(t.Frame)
		}
	}
	p.changed()
}

// keep puts a frame on the disk. With a programme the one of the screen's audience before goes.
func (p *Player) keep(f protocol.Frame) {
	if err := p.mirror.Keep(f); err != nil {
		p.trouble(err.Error())
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept[f.Thing()] = true
	if f.Type != protocol.TypeProgramme {
		return
	}
	for thing := range p.kept {
		if strings.HasPrefix(thing, string(protocol.TypeProgramme)+"/") && thing != f.Thing() && p.mirror.Forget(thing) == nil {
			delete(p.kept, thing)
		}
	}
}

// frames is what a page that has just come is told: what is on air, and commands that waited for a page.
func (p *Player) frames() []protocol.Frame {
	now := p.time.certain()
	p.mu.Lock()
	orders := p.orders
	p.orders = nil
	p.mu.Unlock()
	out := p.held(now)
	for _, f := range orders {
		if now == 0 || f.Until == 0 || now < f.Until {
			out = append(out, f)
		}
	}
	return out
}

// held is what is on air; nothing before the screen is enrolled.
func (p *Player) held(now int64) []protocol.Frame {
	p.mu.Lock()
	gate := p.gate
	p.mu.Unlock()
	if gate == nil {
		return nil
	}
	return gate.Held(now)
}

// want tells the mirror which media are needed, by what is on air now.
func (p *Player) want() {
	now := p.time.certain()
	var over, needs []mirror.Need
	var guides []content.Ref
	for _, f := range p.held(now) {
		var err error
		switch f.Type {
		case protocol.TypeScreen: // the first of all
			guides, err = guidesOf(f)
			needs, _ = mirror.Needs(content.Programme{Evergreen: -1}, now, guides...)
		case protocol.TypeProgramme:
			needs, err = programmeNeeds(f, now, guides)
		case protocol.TypeTakeover:
			over, err = takeoverNeeds(f, now)
		}
		if err != nil {
			p.trouble(f.Thing() + ": " + err.Error())
		}
	}
	p.mirror.Want(append(over, needs...), now)
}

// guidesOf are the guides that a touch screen offers; another has nobody who could open one.
func guidesOf(f protocol.Frame) ([]content.Ref, error) {
	var s protocol.Screen
	if err := f.Open(&s); err != nil || !s.Touch {
		return nil, err
	}
	return s.Guides, nil
}

func programmeNeeds(f protocol.Frame, now int64, guides []content.Ref) ([]mirror.Need, error) {
	var programme content.Programme
	if err := f.Open(&programme); err != nil {
		return nil, err
	}
	return mirror.Needs(programme, now, guides...)
}

// takeoverNeeds is what a takeover needs beside the layouts that travel inside it.
func takeoverNeeds(f protocol.Frame, now int64) ([]mirror.Need, error) {
	var t protocol.Takeover
	if err := f.Open(&t); err != nil || t.Programme == nil {
		return nil, err
	}
	all, err := mirror.Needs(*t.Programme, now)
	var out []mirror.Need
	for _, n := range all {
		if _, inside := t.Layouts[n.Digest]; !inside {
			out = append(out, n)
		}
	}
	return out, err
}

// medium opens a checked medium for the page.
func (p *Player) medium(ctx context.Context, d content.Digest) (*os.File, string, error) {
	if !d.Valid() {
		return nil, "", errNotHere
	}
	file, err := p.mirror.OpenMedium(ctx, d)
	if p.cfg.Relay && content.CodeOf(err) == content.NotFound {
		file, err = p.bring(ctx, d)
	}
	return file, p.mirror.Type(d), err
}

// bringIn is how long another agent is kept waiting for a medium; it asks again.
const bringIn = 20 * time.Second

// bring fetches a medium for another agent of the hall.
func (p *Player) bring(ctx context.Context, d content.Digest) (*os.File, error) {
	ctx, cancel := context.WithTimeout(ctx, bringIn)
	defer cancel()
	if err := p.mirror.Bring(ctx, d); err != nil {
		return nil, err
	}
	return p.mirror.OpenMedium(ctx, d)
}

// local is an address as a browser on this computer reaches it.
func local(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
