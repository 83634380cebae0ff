package s3

import (
	"sync"
	"time"

	"ngatu/content"
)

// bad are objects that were read and were not what their key says, and when that was found; and those
// whose last fetch broke off.
type bad struct {
	mu    sync.Mutex
	since map[content.Digest]time.Time
	half  map[content.Digest]bool
}

func noneBad() bad {
	return bad{since: map[content.Digest]time.Time{}, half: map[content.Digest]bool{}}
}

// is says whether an object was found to be wrong; with a time, within that time.
func (b *bad) is(d content.Digest, within time.Duration) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	at, ok := b.since[d]
	return ok && (within == 0 || time.Since(at) < within)
}

// doubtful says whether an object was wrong, or did not come whole, the last time.
func (b *bad) doubtful(d content.Digest) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, wrong := b.since[d]
	return wrong || b.half[d]
}

func (b *bad) found(d content.Digest) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.since[d] = time.Now()
}

func (b *bad) brokeOff(d content.Digest) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.half[d] = true
}

// mended forgets what was wrong with an object: it was put again, or came right.
func (b *bad) mended(d content.Digest) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.since, d)
	delete(b.half, d)
}
