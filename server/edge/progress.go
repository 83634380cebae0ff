package edge

import (
	"context"
	"net"
	"time"
)

// What a connection has to move while something waits on it. The threat: readers and writers of a
// byte a second, each of which would hold a descriptor and a goroutine as long as it likes.
const (
	lookEvery = 5 * time.Second
	stallFor  = 20 * time.Second
	leastMove = 4 << 10 // bytes in stallFor: a phone at the edge of a network moves ten times that
)

// flow is how far a connection was when it had last moved enough.
type flow struct {
	since time.Time
	moved uint64 // bytes acknowledged and received
}

// moves is what the kernel knows about a connection.
type moves struct {
	bytes uint64 // acknowledged by the other end, and received from it
	waits bool   // bytes wait to be sent or acknowledged
}

// Reads notes that a body is being read from a connection, until done is called. false: nothing is
// watched on this system.
func (k *Connections) Reads(c net.Conn) (done func(), watched bool) {
	if !movesKnown {
		return func() {}, false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.plain[plainOf(c)]
	if e == nil {
		return func() {}, false
	}
	own := e.Value.(*connection)
	own.await = true
	own.since = k.now()
	return func() {
		k.mu.Lock()
		own.await = false
		k.mu.Unlock()
	}, true
}

type bodyKey struct{}

// WithBody is the context of a request whose body is still to be read; done is called once it was.
func WithBody(ctx context.Context, done func()) context.Context {
	return context.WithValue(ctx, bodyKey{}, done)
}

// BodyRead says that the body of a request was read whole. What takes longer from then on, such as
// a wait for a free worker, is not the sender's fault, and its connection is not cut.
func BodyRead(ctx context.Context) {
	if done, ok := ctx.Value(bodyKey{}).(func()); ok {
		done()
	}
}

// Watch cuts connections on which nothing moves although something waits, until ctx ends. It
// returns at once if the system does not say how much has moved; then only the web server's
// deadlines apply.
func (k *Connections) Watch(ctx context.Context) {
	if !movesKnown {
		return
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			k.look()
		}
	}
}

// look cuts connections that have stalled.
func (k *Connections) look() {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	for _, e := range k.plain {
		c := e.Value.(*connection)
		m, ok := movesOf(c.conn)
		if !ok {
			continue // closed; the web server notices
		}
		switch {
		case !m.waits && !c.await, m.bytes-c.moved >= leastMove:
			c.since, c.moved = now, m.bytes
		case now.Sub(c.since) >= stallFor:
			k.cut(c)
		}
	}
}
