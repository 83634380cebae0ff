package players

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/bus"
	"ngatu/internal/store"
)

// look is how often revoked credentials are looked for without a ring.
const look = 3 * time.Second

// Start closes the sockets of screens whose credential is revoked from now on. It looks at each
// ring, until Stop. It also begins to serve the page that all nodes serve.
func (p *Players) Start(ctx context.Context, rings <-chan struct{}) error {
	after, err := p.Store.LastChange(ctx)
	if err != nil {
		return err
	}
	if err := p.roll.read(ctx, p.Store); err != nil {
		return err
	}
	if err := p.pages.begin(ctx); err != nil {
		return err
	}
	ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	p.running.Go(func() { p.follow(ctx, rings, after) })
	p.running.Go(func() { p.pages.run(ctx) })
	return nil
}

// Stop ends what Start began.
func (p *Players) Stop() {
	if p.stop != nil {
		p.stop()
		p.running.Wait()
	}
}

func (p *Players) follow(ctx context.Context, rings <-chan struct{}, after int64) {
	for bus.Wait(ctx, rings, look) {
		var err error
		if after, err = p.dropRevoked(ctx, after); err != nil && ctx.Err() == nil {
			p.Log.Error("revoked credentials could not be looked for", "error", err)
		}
		if err := checkLate(ctx, p); err != nil && ctx.Err() == nil {
			p.Log.Error("numbers that screens have shown could not be looked for", "error", err)
		}
	}
}

// dropRevoked reads the log after a number and gives the last number that it read.
func (p *Players) dropRevoked(ctx context.Context, after int64) (int64, error) {
	for {
		lines, err := p.Store.Changes(ctx, after, 0)
		if err != nil || len(lines) == 0 {
			return after, err
		}
		changed, lost := map[string]bool{}, map[string]bool{}
		for _, l := range lines {
			switch {
			case l.Noun == store.NounCredential:
				changed[concerned(l)] = true
				if l.Verb == "revoke" {
					lost[concerned(l)] = true
				}
			case l.Noun == store.NounScreen && l.Verb == "delete": // air drops its sockets
				changed[l.ID] = true
			}
		}
		// Before the sockets are looked for: see settle.
		if err := p.roll.reread(ctx, p.Store, changed); err != nil {
			return after, err
		}
		// Sockets of the same screen with another credential come back by themselves.
		for screen := range lost {
			p.Hub.Drop(screen, "the credential was revoked")
		}
		after = lines[len(lines)-1].Number
	}
}

// settle looks at a player once more when the hub knows its socket: changes before that did not
// reach it, later ones do. hash is that of its screen's frame, command is the number of the last
// command that it got.
func (p *Players) settle(ctx context.Context, in admitted, topics []string, hash string, command int64) {
	if in.proved && !p.roll.has(in.screen, in.proof) {
		kind := store.ByToken
		if in.proof.key {
			kind = store.ByKey
		}
		now, err := p.Store.Credential(ctx, kind, in.proof.value[:])
		if content.CodeOf(err) == content.NotFound || err == nil && now.Screen != in.screen {
			p.Hub.Drop(in.screen, "the credential was revoked")
			return
		}
	}
	if err := p.Air.Settle(ctx, in.screen, topics, hash); err != nil {
		p.Log.Debug("a player was not settled", "screen", in.screen, "error", err)
	}
	if err := p.Air.Commands.Settle(ctx, in.screen, command); err != nil {
		p.Log.Debug("a player was not told of commands", "screen", in.screen, "error", err)
	}
}
