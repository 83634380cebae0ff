package players

import (
	"context"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/bus"
	"ngatu/internal/store"
)

// look is how often revoked credentials are looked for without a ring.
const look = 3 * time.Second

// live knows which credential each screen's sockets came with, so that a revoked one can be found.
// It also remembers which tokens were good: a storm of reconnects then asks the database once for
// each player, not every time.
type live struct {
	mu      sync.Mutex
	turn    int64                // ends whenever a credential or a screen changes
	screens map[string]string    // by ID of the credential
	good    map[string]*admitted // by screen and digest of the token
}

// maxGood bounds how many are kept. Beyond it, everybody is looked up once more.
const maxGood = 50_000

// now is the turn of the log. What was read from the database during a turn is good until the turn
// ends.
func (l *live) now() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.turn
}

func (l *live) note(c store.Credential) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.screens == nil {
		l.screens = map[string]string{}
	}
	l.screens[c.ID] = c.Screen
}

func (l *live) of(credential string) (string, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	screen, ok := l.screens[credential]
	return screen, ok
}

// known is who was let in with this token before; nil: nobody.
func (l *live) known(key string) *admitted {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.good[key]
}

// keep notes who was let in, unless the turn in which it was read has ended.
func (l *live) keep(key string, in *admitted, turn int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.turn != turn {
		return
	}
	if l.good == nil || len(l.good) >= maxGood {
		l.good = map[string]*admitted{}
	}
	l.good[key] = in
}

// altered starts another turn: all tokens are looked up again.
func (l *live) altered() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn++
	l.good = nil
}

// Start closes the sockets of screens whose credential is revoked from now on. It looks at each
// ring, until Stop.
func (p *Players) Start(ctx context.Context, rings <-chan struct{}) error {
	after, err := p.Store.LastChange(ctx)
	if err != nil {
		return err
	}
	ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	p.done = make(chan struct{})
	go p.follow(ctx, rings, after)
	return nil
}

// Stop ends what Start began.
func (p *Players) Stop() {
	if p.stop != nil {
		p.stop()
		<-p.done
	}
}

func (p *Players) follow(ctx context.Context, rings <-chan struct{}, after int64) {
	defer close(p.done)
	for bus.Wait(ctx, rings, look) {
		var err error
		if after, err = p.dropRevoked(ctx, after); err != nil && ctx.Err() == nil {
			p.Log.Error("revoked credentials could not be looked for", "error", err)
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
		for _, l := range lines {
			after = l.Number
			if l.Noun == store.NounCredential || l.Noun == store.NounScreen {
				p.live.altered() // before the sockets are looked for: see settle
			}
			if l.Noun != store.NounCredential || l.Verb != "revoke" {
				continue
			}
			// The line names a credential, or a screen that lost all of its credentials. Sockets of
			// the same screen with another credential come back by themselves.
			screen, one := p.live.of(l.ID)
			if !one {
				screen = l.ID
			}
			p.Hub.Drop(screen, "the credential was revoked")
		}
	}
}

// settle looks at a player once more when the hub knows its socket: changes before that did not
// reach it, later ones do. turn is the turn of the log before the player was let in, hash
// is that of its screen's frame, command is the number of the last command that it got.
func (p *Players) settle(ctx context.Context, in *admitted, turn int64, topics []string, hash string, command int64) {
	if c := in.credential; c.ID != "" && p.live.now() != turn {
		now, err := p.Store.Credential(ctx, c.Kind, c.Value)
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
