package protocol

import (
	"math/rand/v2"
	"time"
)

// Backoff spaces a player's attempts to reconnect: a random time up to a bound that doubles ("full
// jitter"), so that ten thousand players that lost the same server do not return together. One
// goroutine may use it.
type Backoff struct {
	Base time.Duration // bound of the first wait; 0: 500 ms
	Max  time.Duration // bound of any wait; 0: 30 s
	Rand *rand.Rand    // nil: the process's own source

	tries int
}

// Next is how long to wait before the next attempt.
func (b *Backoff) Next() time.Duration {
	base, bound := b.Base, b.Max
	if base <= 0 {
		base = 500 * time.Millisecond
	}
	if bound <= 0 {
		bound = 30 * time.Second
	}
	top := bound
	if b.tries < 20 && base < bound>>b.tries {
		top = base << b.tries
	}
	b.tries++
	if b.Rand != nil {
		return time.Duration(b.Rand.Int64N(int64(top) + 1))
	}
	return time.Duration(rand.Int64N(int64(top) + 1))
}

// Reset starts over, after a welcome.
func (b *Backoff) Reset() { b.tries = 0 }
