// Package bus tells the parts of a server that something changed.
//
// A ring carries no data. Whoever hears one reads the store's log of changes from where they left
// off, and looks every few seconds anyway, so a lost ring costs seconds and never a change. Several
// rings before a listener looks count as one.
//
// It must not know what changed, the store, or who listens.
package bus

import (
	"context"
	"sync"
	"time"
)

// Bus passes rings on within one process. It is safe for concurrent use; the zero Bus is ready for
// use.
type Bus struct {
	mu   sync.Mutex
	ears map[chan struct{}]struct{}
}

// Ring notifies every subscriber that something changed. It never blocks, so a subscriber that
// hangs cannot delay a change. It may be called while the server is closing.
func (b *Bus) Ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ear := range b.ears {
		select {
		case ear <- struct{}{}:
		default: // the subscriber has not looked since the last ring, which counts for both
		}
	}
}

// Subscribe returns a channel that receives rings until ctx ends; then it is closed. No ring after
// Subscribe returned is lost, however late the subscriber looks; several unread ones are merged.
func (b *Bus) Subscribe(ctx context.Context) <-chan struct{} {
	ear := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ears == nil {
		b.ears = make(map[chan struct{}]struct{})
	}
	b.ears[ear] = struct{}{}
	context.AfterFunc(ctx, func() { b.leave(ear) })
	return ear
}

func (b *Bus) leave(ear chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.ears, ear)
	close(ear) // under the lock, so that no Ring can be sending on it
}

// Wait waits for the next ring, or for so long without one, and reports whether there is something
// to look for: false once ctx has ended. A nil channel never rings.
func Wait(ctx context.Context, rings <-chan struct{}, most time.Duration) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-rings:
	case <-timer.C:
	}
	return ctx.Err() == nil
}
