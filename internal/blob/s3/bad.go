package s3

import (
	"sync"
	"time"

	"ngatu/content"
)

// bad are objects that were read and were not what their key says, and when that was found.
type bad struct {
	mu    sync.Mutex
	since map[content.Digest]time.Time
}

// is says whether an object was found to be wrong; with a time, within that time.
func (b *bad) is(d content.Digest, within time.Duration) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	at, ok := b.since[d]
	return ok && (within == 0 || time.Since(at) < within)
}

func (b *bad) found(d content.Digest) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.since[d] = time.Now()
}

func (b *bad) mended(d content.Digest) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.since, d)
}
