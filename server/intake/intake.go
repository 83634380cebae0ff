package intake

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// DefaultCampaign is the ID of the campaign that takes what names none, where [Options] say no other.
const DefaultCampaign = "inbox"

// Options are the parts that an intake works with, and how it works.
type Options struct {
	Store    *store.Store
	Media    *blob.Folder
	Importer *media.Importer
	Areas    *area.Set
	Log      *slog.Logger

	Root            string      // the inbox folder; "": there is none
	DefaultCampaign string      // ID of the campaign of files in the inbox itself; "": [DefaultCampaign]. Made when first needed
	InboxAtOnce     bool        // what is dropped under a standing approval cuts in as soon as its medium is ready
	Period          area.Period // the list of units that figures are matched with; "": the one that held at their as-of time
	Sample          bool        // all figures that come in are made up: a demonstration
}

// Intake takes files and figures in. Its methods may be called by many goroutines. Close it when nothing calls it any more.
type Intake struct {
	Options

	inboxMu  sync.Mutex         // one event of the inbox at a time
	holdings *holdings          // nil before the first event
	later    map[string]waiting // files that could not be taken in yet, by path

	busy   busy  // media that are being rendered
	inUse  inUse // canvases
	aside  sync.WaitGroup
	ending context.Context // ends with Close
	end    context.CancelFunc
}

// New makes an intake.
func New(o Options) *Intake {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.DefaultCampaign == "" {
		o.DefaultCampaign = DefaultCampaign
	}
	in := &Intake{Options: o, later: map[string]waiting{}}
	in.ending, in.end = context.WithCancel(context.Background())
	return in
}

// Close ends the setting aside of refused files; one that was not set aside yet is refused again after the next start.
func (in *Intake) Close() {
	in.end()
	in.aside.Wait()
}

// workers is how many renditions are made at once.
func workers() int { return runtime.GOMAXPROCS(0) }

// soon is how long renditions that are not done yet may hold up those that are, in the first wave. The second waits a
// quarter of it, for somebody waits at those screens too, and each wave after that twice as long as the one before: many
// canvases must not be many changes.
const soon = 40 * time.Millisecond

// busy counts the renderings under way by medium, so that the background does not begin the same ones.
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
func (in *Intake) Rendering() int {
	in.busy.mu.Lock()
	defer in.busy.mu.Unlock()
	return len(in.busy.counts)
}

func (b *busy) has(d content.Digest) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.counts[d] > 0
}
