package air

import (
	"context"
	"crypto/ed25519"
	"sync"
	"time"

	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// ordered is for how long after a command its screen is asked about: a player that lost its line may tell late.
const ordered = 24 * time.Hour

// orders is how far the commands in the store were read, and which screens were given one lately: ten thousand that join at
// once must not each ask the store for what one of them has.
type orders struct {
	mu     sync.Mutex
	began  bool
	after  int64                // number of the last command that was told
	lately map[string]time.Time // until when a screen may have some, by code
}

// Ordered says whether a screen was given a command within the last day, so that it is worth asking the store.
func (a *Air) Ordered(code string) bool {
	a.orders.mu.Lock()
	defer a.orders.mu.Unlock()
	until, ok := a.orders.lately[code]
	if ok && time.Now().After(until) {
		delete(a.orders.lately, code)
		return false
	}
	return ok
}

// Orders are the commands that a screen's player has to carry out still, sealed, oldest first: those after a number
// (0: all). They count as sent; the caller hands them over.
func (a *Air) Orders(ctx context.Context, code string, after int64) ([]protocol.Frame, error) {
	if !a.Ordered(code) {
		return nil, nil
	}
	all, err := a.store.OpenCommands(ctx, code, after)
	if err != nil {
		return nil, err
	}
	var frames []protocol.Frame
	for _, c := range all {
		f, err := a.sealOrder(c)
		if err != nil {
			return nil, err
		}
		frames = append(frames, f)
	}
	return frames, a.sentOrders(ctx, all)
}

// SettleOrders tells a player that has just joined what was ordered since: after is the number of the last command that
// it was handed at the door.
func (a *Air) SettleOrders(ctx context.Context, code string, after int64) error {
	frames, err := a.Orders(ctx, code, after)
	if err != nil {
		return err
	}
	for _, f := range frames {
		if err := a.hub.Tell(code, f); err != nil {
			return err
		}
	}
	return nil
}

// giveOrders tells the screens that are here what was ordered since the last look. Those that are not get it when they
// join: commands wait in the store.
func (a *Air) giveOrders(ctx context.Context) error {
	after, err := a.beginOrders(ctx)
	if err != nil {
		return err
	}
	for {
		all, err := a.store.CommandsAfter(ctx, after)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, c := range all {
			if err := a.giveOrder(ctx, c); err != nil {
				return err
			}
			after = c.Number
			a.orders.mu.Lock()
			a.orders.after = after
			a.orders.mu.Unlock()
		}
	}
}

// beginOrders asks once which screens were given commands before this server started, and gives the number to go on from.
func (a *Air) beginOrders(ctx context.Context) (after int64, err error) {
	a.orders.mu.Lock()
	began, after := a.orders.began, a.orders.after
	a.orders.mu.Unlock()
	if began {
		return after, nil
	}
	codes, err := a.store.OrderedScreens(ctx, ordered)
	if err != nil {
		return 0, err
	}
	for _, code := range codes {
		a.noteOrder(code)
	}
	a.orders.mu.Lock()
	defer a.orders.mu.Unlock()
	a.orders.began = true
	return a.orders.after, nil
}

func (a *Air) giveOrder(ctx context.Context, c store.Command) error {
	a.noteOrder(c.Screen) // first: whoever joins from now on asks for it
	f, err := a.sealOrder(c)
	if err != nil {
		return err
	}
	here := len(a.hub.PresenceOf(c.Screen)) > 0
	if err := a.hub.Tell(c.Screen, f); err != nil || !here {
		return err
	}
	return a.sentOrders(ctx, []store.Command{c})
}

func (a *Air) noteOrder(code string) {
	a.orders.mu.Lock()
	defer a.orders.mu.Unlock()
	if a.orders.lately == nil {
		a.orders.lately = map[string]time.Time{}
	}
	a.orders.lately[code] = time.Now().Add(ordered)
}

// sealOrder makes the frame of a command: the same on every node, so that a player which hears it twice obeys it once.
func (a *Air) sealOrder(c store.Command) (protocol.Frame, error) {
	head := protocol.Frame{Type: protocol.TypeCommand, For: c.Screen, Number: c.Number, Until: c.Expires.UnixMilli()}
	return protocol.Seal(head, c.Command, a.key)
}

func (a *Air) sentOrders(ctx context.Context, all []store.Command) error {
	var ids []string
	for _, c := range all {
		if c.Sent.IsZero() {
			ids = append(ids, c.ID)
		}
	}
	return a.store.SentCommands(ctx, ids...)
}

// ownFrame is the newest frame of a screen as the store keeps it, under the key of today: one that was kept before a
// hand-over bears the key of then, which agents no longer believe.
func (a *Air) ownFrame(ctx context.Context, code string) (protocol.Frame, error) {
	sent, err := a.store.NewestFrame(ctx, protocol.TypeScreen, code)
	f := sent.Frame
	if name := protocol.KeyName(a.key.Public().(ed25519.PublicKey)); err == nil && f.Key != name {
		f.Key, f.Sig = name, ed25519.Sign(a.key, f.SigningText())
	}
	return f, err
}
