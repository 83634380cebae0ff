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

// settleIn is after what time a player that was let in is looked at once more: long enough for it to have come to the
// hub, short enough that a credential revoked in between is of use for less than a second.
const settleIn = 500 * time.Millisecond

// live knows which screen each credential let in, so that one that is revoked finds its sockets.
type live struct {
	mu      sync.Mutex
	screens map[string]string // by ID of the credential
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

// settle looks once more at a player that has just been let in: what changed before the hub knew its socket did not reach
// it.
func (s *Screens) settle(in admitted, topics []string, hash string) {
	time.AfterFunc(settleIn, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if c := in.credential; c.ID != "" {
			now, err := s.Store.Credential(ctx, c.Kind, c.Value)
			if content.CodeOf(err) == content.NotFound || err == nil && now.Screen != in.screen {
				s.Hub.Drop(in.screen, "the credential was revoked")
				return
			}
		}
		if err := s.Air.Settle(ctx, in.screen, topics, hash); err != nil {
			s.Log.Debug("a player was not settled", "screen", in.screen, "error", err)
		}
	})
}
