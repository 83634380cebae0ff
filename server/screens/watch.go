package screens

import (
	"context"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// look is how often revoked credentials are looked for where no ring came.
const look = 3 * time.Second

// live knows which screen each credential let in, so that one that is revoked finds its sockets, and keeps who was let in
// by what: a storm of reconnects asks the database once for each player and not every time.
type live struct {
	mu      sync.Mutex
	turn    int64                // how often something was revoked or altered, as far as the log was read
	screens map[string]string    // by ID of the credential
	let     map[string]*admitted // by screen and digest of the token
}

// mostLet bounds what is kept: beyond it everybody is looked up once more.
const mostLet = 50_000

// now is the turn of the log. What was read from the database at one turn holds as long as it is the same.
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

// known is who was let in with this before; nil: nobody.
func (l *live) known(key string) *admitted {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.let[key]
}

// keep notes who was let in, unless the log has gone on since the turn at which it was read.
func (l *live) keep(key string, in *admitted, turn int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.turn != turn {
		return
	}
	if l.let == nil || len(l.let) >= mostLet {
		l.let = map[string]*admitted{}
	}
	l.let[key] = in
}

// altered forgets who was let in by what.
func (l *live) altered() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn++
	l.let = nil
}

// Start ends the sockets of screens whose credential is revoked from now on, looking when rings says so, until Stop.
func (s *Screens) Start(ctx context.Context, rings <-chan struct{}) error {
	after, err := s.Store.LastChange(ctx)
	if err != nil {
		return err
	}
	ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.done = make(chan struct{})
	go s.follow(ctx, rings, after)
	return nil
}

// Stop ends what Start began.
func (s *Screens) Stop() {
	if s.stop != nil {
		s.stop()
		<-s.done
	}
}

func (s *Screens) follow(ctx context.Context, rings <-chan struct{}, after int64) {
	defer close(s.done)
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-rings:
		case <-tick.C:
		}
		var err error
		if after, err = s.dropRevoked(ctx, after); err != nil && ctx.Err() == nil {
			s.Log.Error("revoked credentials could not be looked for", "error", err)
		}
	}
}

// dropRevoked goes through the log after a number and gives the number that it came to.
func (s *Screens) dropRevoked(ctx context.Context, after int64) (int64, error) {
	for {
		lines, err := s.Store.Changes(ctx, after, 0)
		if err != nil || len(lines) == 0 {
			return after, err
		}
		for _, l := range lines {
			after = l.Number
			if l.Noun == "credential" || l.Noun == "screen" {
				s.live.altered() // before the sockets are looked for: see settle
			}
			if l.Noun != "credential" || l.Verb != "revoke" {
				continue
			}
			// The line names a credential, or the screen that lost all of its own. Sockets of the same screen that came by
			// another credential come back by themselves.
			screen, one := s.live.of(l.ID)
			if !one {
				screen = l.ID
			}
			s.Hub.Drop(screen, "the credential was revoked")
		}
	}
}

// settle looks once more at a player as soon as the hub knows its socket: what changed before that did not reach it, and what
// changes from then on does. turn is that of the log before it was let in, over the hash of its takeover frame, order the number
// of the last command that it was handed.
func (s *Screens) settle(ctx context.Context, in *admitted, turn int64, topics []string, hash, over string, order int64) {
	if c := in.credential; c.ID != "" && s.live.now() != turn {
		now, err := s.Store.Credential(ctx, c.Kind, c.Value)
		if content.CodeOf(err) == content.NotFound || err == nil && now.Screen != in.screen {
			s.Hub.Drop(in.screen, "the credential was revoked")
			return
		}
	}
	if err := s.Air.Settle(ctx, in.screen, topics, hash); err != nil {
		s.Log.Debug("a player was not settled", "screen", in.screen, "error", err)
	}
	if err := s.Air.SettleOver(ctx, in.screen, over); err != nil {
		s.Log.Debug("a player was not told of a takeover", "screen", in.screen, "error", err)
	}
	if err := s.Air.SettleOrders(ctx, in.screen, order); err != nil {
		s.Log.Debug("a player was not told of commands", "screen", in.screen, "error", err)
	}
}
