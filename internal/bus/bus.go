// Package bus carries one piece of news between the parts of a server: something changed.
//
// It owns the ring and who hears it. A ring carries nothing; who hears one reads the store's log of changes from where
// it stood, and looks every few seconds anyway, so that a lost ring costs seconds and never a change. Rings that
// come faster than a listener looks are one ring.
//
// It must not know what changed, the store, or who listens.
package bus

import (
	"context"
	"sync"
)

// Bus rings and is heard, within one process. Many goroutines may use it at once; the zero Bus is ready for use.
type Bus struct {
	mu   sync.Mutex
	ears map[chan struct{}]struct{}
}

// Ring tells every subscriber that something changed. It never waits for one, so that a listener that hangs
// cannot hold up a change, and it may be called while the server is closing.
func (b *Bus) Ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ear := range b.ears {
		select {
		case ear <- struct{}{}:
		default: // it has not looked since the last ring; that one stands for both
		}
	}
}

// Subscribe gives a channel on which rings are heard until ctx ends; then it is closed. A ring after Subscribe has
// returned is heard, however late the subscriber looks; several unheard ones are heard as one.
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
