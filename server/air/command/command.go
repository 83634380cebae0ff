// Package command hands screens the commands that staff gave them: at once to those that are
// connected, and to the others when they join. Commands wait in the store.
package command

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"time"

	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// remembered is for how long after a command its screen is asked about: a player that lost its line
// may answer late.
const remembered = 24 * time.Hour

// Commands is how far the commands in the store were read, and which screens were given one lately:
// ten thousand that join at once must not each ask the store for what one of them has. Its methods
// may be called by any goroutine.
type Commands struct {
	store *store.Store
	hub   *hub.Hub
	key   ed25519.PrivateKey
	since func() int64 // number of the change since which the server is held: older commands are not sent; 0: it is not held

	mu     sync.Mutex
	began  bool
	after  int64                // number of the last command that was handed out
	lately map[string]time.Time // until when a screen may have some, by code
	owed   map[string]bool      // screens that joined while the database was away, and may have some
}

// New makes Commands that sign with key.
func New(s *store.Store, h *hub.Hub, key ed25519.PrivateKey, heldSince func() int64) *Commands {
	return &Commands{store: s, hub: h, key: key, since: heldSince, lately: map[string]time.Time{}, owed: map[string]bool{}}
}

// Pending says whether a screen was given a command within the last day, so that it is worth asking
// the store.
func (c *Commands) Pending(screen string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	until, ok := c.lately[screen]
	if ok && time.Now().After(until) {
		delete(c.lately, screen)
		return false
	}
	return ok
}

// Open are the commands that a screen's player still has to carry out, sealed, oldest first: those
// after a number (0: all). They count as sent; the caller hands them over. While the database is away
// they are none, and follow once it is back.
func (c *Commands) Open(ctx context.Context, screen string, after int64) ([]protocol.Frame, error) {
	if !c.Pending(screen) {
		return nil, nil
	}
	frames, err := c.open(ctx, screen, after)
	if store.Silent(err) {
		c.mu.Lock()
		c.owed[screen] = true
		c.mu.Unlock()
		return nil, nil
	}
	return frames, err
}

func (c *Commands) open(ctx context.Context, screen string, after int64) ([]protocol.Frame, error) {
	all, err := c.store.OpenCommands(ctx, screen, max(after, c.since()))
	if err != nil {
		return nil, err
	}
	var frames []protocol.Frame
	for _, one := range all {
		f, err := c.seal(one)
		if err != nil {
			return nil, err
		}
		frames = append(frames, f)
	}
	return frames, c.sent(ctx, all)
}

// pay sends screens that joined while the database was away what they were not given then. A command
// that is heard twice is obeyed once.
func (c *Commands) pay(ctx context.Context) error {
	c.mu.Lock()
	owed := c.owed
	c.owed = map[string]bool{}
	c.mu.Unlock()
	var errs []error
	for screen := range owed {
		errs = append(errs, c.Settle(ctx, screen, 0))
	}
	return errors.Join(errs...)
}

// Settle sends a player that has just joined the commands that were given since: after is the
// number of the last one that it was handed when it came.
func (c *Commands) Settle(ctx context.Context, screen string, after int64) error {
	frames, err := c.Open(ctx, screen, after)
	if err != nil {
		return err
	}
	for _, f := range frames {
		if err := c.hub.Tell(screen, f); err != nil {
			return err
		}
	}
	return nil
}

// Send sends the screens that are connected the commands that were given since the last look.
func (c *Commands) Send(ctx context.Context) error {
	after, err := c.begin(ctx)
	if err != nil {
		return err
	}
	for {
		all, err := c.store.CommandsAfter(ctx, max(after, c.since()))
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return c.pay(ctx)
		}
		for _, one := range all {
			if err := c.sendOne(ctx, one); err != nil {
				return err
			}
			after = one.Number
			c.mu.Lock()
			c.after = after
			c.mu.Unlock()
		}
	}
}

// begin asks once which screens were given commands before this server started, and gives the
// number to go on from.
func (c *Commands) begin(ctx context.Context) (after int64, err error) {
	c.mu.Lock()
	began, after := c.began, c.after
	c.mu.Unlock()
	if began {
		return after, nil
	}
	codes, err := c.store.CommandedScreens(ctx, remembered)
	if err != nil {
		return 0, err
	}
	for _, code := range codes {
		c.note(code)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.began = true
	return c.after, nil
}

func (c *Commands) sendOne(ctx context.Context, one store.Command) error {
	c.note(one.Screen) // first: whoever joins from now on asks for it
	f, err := c.seal(one)
	if err != nil {
		return err
	}
	here := len(c.hub.PresenceOf(one.Screen)) > 0
	if err := c.hub.Tell(one.Screen, f); err != nil || !here {
		return err
	}
	return c.sent(ctx, []store.Command{one})
}

func (c *Commands) note(screen string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lately[screen] = time.Now().Add(remembered)
}

// seal makes the frame of a command: the same on every node, so that a player which hears it twice
// obeys it once.
func (c *Commands) seal(one store.Command) (protocol.Frame, error) {
	head := protocol.Frame{Type: protocol.TypeCommand, For: one.Screen, Number: one.Number, Until: one.Expires.UnixMilli()}
	return protocol.Seal(head, one.Command, c.key)
}

func (c *Commands) sent(ctx context.Context, all []store.Command) error {
	var ids []string
	for _, one := range all {
		if one.Sent.IsZero() {
			ids = append(ids, one.ID)
		}
	}
	return c.store.SentCommands(ctx, ids...)
}
