package rendition

import (
	"log/slog"
	"runtime"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// Options are the parts that a maker works with.
type Options struct {
	Store   *store.Store
	Media   blob.Bucket // originals, and what is made of them
	Workers *worker.Pool
	Log     *slog.Logger // nil: nothing is logged
}

// Maker makes renditions for the canvases in use. Its methods may be called by many goroutines.
type Maker struct {
	Options

	failures failures
	busy     busy          // media that are being rendered
	turn     chan struct{} // holds one: the document of the inbox that LibreOffice is asked to read
	inUse    inUse         // canvases
}

// New makes a maker. What is missing it makes only while [Maker.Run] runs.
func New(o Options) *Maker {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Maker{Options: o, turn: make(chan struct{}, 1)}
}

// workers is how many renditions are made at once.
func workers() int { return runtime.GOMAXPROCS(0) }

// soon is how long renditions that are not done yet may hold up those that are, in the first wave.
// The second waits a quarter of it, for somebody waits at those screens too, and each wave after
// that twice as long as the one before: many canvases must not be many changes.
const soon = 40 * time.Millisecond

// busy counts the renderings under way by medium, so that the background does not begin the same
// ones.
type busy struct {
	mu     sync.Mutex
	counts map[content.Digest]int
}

func (b *busy) begin(d content.Digest) (end func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.counts == nil {
		b.counts = map[content.Digest]int{}
	}
	b.counts[d]++
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.counts[d]--; b.counts[d] == 0 {
			delete(b.counts, d)
		}
	}
}

// Rendering is how many media renditions are being made of now.
func (mk *Maker) Rendering() int {
	mk.busy.mu.Lock()
	defer mk.busy.mu.Unlock()
	return len(mk.busy.counts)
}

func (b *busy) has(d content.Digest) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.counts[d] > 0
}
