package player

import (
	"context"
	"time"

	"ngatu/player/link"
	"ngatu/player/protocol"
)

// connect enrols if needed, holds the link, and starts over when the server has released the
// player.
func (p *Player) connect(ctx context.Context) {
	for {
		if p.enrolment().Screen == "" && !p.enrolAndBecome(ctx) {
			return
		}
		p.link.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		p.unenrol()
	}
}

// enrolAndBecome enrols and becomes the player of a screen; false: ctx ended first.
func (p *Player) enrolAndBecome(ctx context.Context) bool {
	who, err := p.enrol(ctx)
	if err != nil {
		return false
	}
	for err = who.save(p.cfg.Data); err != nil; err = who.save(p.cfg.Data) {
		p.status.Trouble(err.Error()) // the code is used up: nobody else can give this identity again
		if !pause(ctx, time.Second) {
			return false
		}
	}
	if p.who.Was != "" && p.who.Was != who.Screen {
		if err := p.journal.Discard(); err != nil { // those plays were another screen's
			p.status.Trouble(err.Error())
		}
	}
	if err := p.become(who); err != nil {
		p.status.Trouble(err.Error())
		return false
	}
	p.cfg.Enrolled(who.Screen)
	return true
}

// become makes this the player of a screen, with the frames on the disk that its keys signed.
func (p *Player) become(who identity) error {
	keys, err := who.keys()
	if err != nil {
		p.status.Trouble(err.Error())
		who.Chain = nil
	}
	gate := link.NewGate(who.Screen, keys)
	good, refused := p.mirror.Frames(func(f protocol.Frame) error {
		_, err := gate.Restore(f, p.clock.Known())
		return err
	})
	gate.Remember(p.commands.Obeyed())
	l, err := p.newLink(who, gate)
	if err != nil {
		return err
	}
	p.clock.NotBefore(gate.Highest())
	p.mu.Lock()
	p.who, p.gate, p.link, p.code = who, gate, l, enrolment{}
	p.mu.Unlock()
	p.kept.restored(good)
	if refused > 0 {
		p.status.Trouble("frames on the disk were changed by somebody and are not used")
	}
	p.want()
	return nil
}

func (p *Player) newLink(who identity, gate *link.Gate) (*link.Link, error) {
	return link.New(link.Config{
		Server: p.cfg.Server, Screen: who.Screen, Key: p.key, Build: p.cfg.Build, TLS: p.cfg.tls(p.clock.Instant), Log: p.log,
		Mono: p.cfg.Clock.Mono, Has: gate.Has, Follow: gate.Key, Head: gate.Head,
		Up: p.up, Down: p.down, Frame: p.take, Acked: p.plays.acked, Clock: p.timeAnswered, Released: p.released,
		Newest: func() (unix int64, unknown bool) {
			unix, state := p.clock.Now()
			return max(unix, who.Since), state == protocol.ClockUnknown
		},
		OnTime:  p.clock.Proved,
		Vouches: func(w protocol.Welcome, nonce string) bool { return gate.Keys().Vouches(w, nonce, who.Screen) },
	})
}
