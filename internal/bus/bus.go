// Package bus carries one piece of news between the parts of a server and between its nodes: something changed.
//
// It owns the ring and who hears it. A ring carries nothing; who hears one reads the store's log of changes from where
// it stood, and looks every few seconds anyway, so that a lost ring costs seconds and never a change. Rings that
// come faster than a listener looks are one ring.
//
// It must not know what changed, the store, or who listens.
package bus

import "context"

// Bus rings and is heard. [Local] is the one of a server alone; between the nodes of a city it is PostgreSQL's NOTIFY.
// Both may be used by many goroutines at once.
type Bus interface {
	// Ring tells every subscriber that something changed. It never waits for one, so that a listener that hangs
	// cannot hold up a change, and it may be called while the bus is closing.
	Ring()

	// Subscribe gives a channel on which rings are heard until ctx ends; then it is closed. A ring after Subscribe has
	// returned is heard, however late the subscriber looks; several unheard ones are heard as one.
	Subscribe(ctx context.Context) <-chan struct{}
}
