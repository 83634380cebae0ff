// Package bulletins asks the feeds of warnings that staff have entered, and keeps what their
// messages propose.
//
// It owns when a feed is asked, what is fetched, and that each message is taken once. It puts
// nothing on a screen and ends nothing there: people on duty do, on the pages of the studio.
package bulletins

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/internal/bus"
	"ngatu/internal/outside"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// Options are what feeds are followed with.
type Options struct {
	Store   *store.Store
	Workers *worker.Pool
	Areas   *area.Set
	Inside  []netip.Prefix // internal networks in which feeds may lie
	Now     func() time.Time
	Log     *slog.Logger
}

// Bulletins follows the feeds. Looking is one goroutine's between Start and Stop; the rest may be
// called by many.
type Bulletins struct {
	Options
	client *http.Client
	stop   context.CancelFunc
	done   chan struct{}

	mu    sync.Mutex
	feeds map[string]*Status         // by ID
	marks map[string]map[string]mark // what was read of the links of a feed
}

// Status is how a feed is.
type Status struct {
	Asked   time.Time                // last; the zero time: not since the server started
	Read    time.Time                // when it last answered with something that could be read
	Fault   *content.Error           // why the last try failed; nil: it did not
	Came    int                      // messages that the last answer had
	Ignored map[bulletin.Ignored]int // of these, why they propose nothing
	Broken  int                      // of these, that could not be read
	Why     string                   // of the first of these, as the reader says it

	feed bulletin.Feed // as it was asked
	tag  string        // the ETag of its answer
}

// looks is how often it is looked which feed is due, beside each change.
const looks = 15 * time.Second

// New makes Bulletins.
func New(o Options) *Bulletins {
	return &Bulletins{
		Options: o, client: outside.Client(o.Inside, patience), done: make(chan struct{}),
		feeds: map[string]*Status{}, marks: map[string]map[string]mark{},
	}
}

// Start begins to ask.
func (b *Bulletins) Start(ctx context.Context, rings <-chan struct{}) {
	ctx, b.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(b.done)
		for ok := true; ok; ok = bus.Wait(ctx, rings, looks) {
			if err := b.look(ctx); err != nil && ctx.Err() == nil {
				b.Log.Error("feeds of warnings could not be looked after and will be again", "error", err)
			}
		}
	}()
}

// Stop ends it.
func (b *Bulletins) Stop() {
	b.stop()
	<-b.done
}

// Status is how a feed is.
func (b *Bulletins) Status(id string) Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s := b.feeds[id]; s != nil {
		return *s
	}
	return Status{}
}

// Trouble is which feeds could not be read for an hour, each a sentence.
func (b *Bulletins) Trouble(ctx context.Context) (out []error) {
	all, err := b.Store.Feeds(ctx)
	if err != nil {
		return nil // the store says so itself
	}
	for _, f := range all {
		if s := b.Status(f.ID); s.Fault != nil && b.Now().Sub(s.Read) > tooLong {
			out = append(out, &content.Error{
				Code: content.Away, Err: s.Fault,
				Vi: "Không đọc được nguồn cảnh báo “" + f.Name + "” đã hơn một giờ. Hãy xem trang Nguồn cảnh báo.",
				En: "The feed of warnings “" + f.Name + "” could not be read for more than an hour. See the page of feeds.",
			})
		}
	}
	return out
}

// tooLong is how long a feed may be silent before everybody is told.
const tooLong = time.Hour

// feedsAtOnce is how many feeds are asked beside each other: one that is slow holds no other up.
const feedsAtOnce = 4

// look asks the feeds that are due.
func (b *Bulletins) look(ctx context.Context) error {
	all, err := b.Store.Feeds(ctx)
	if err != nil {
		return err
	}
	b.forget(all)
	var (
		asking sync.WaitGroup
		places = make(chan struct{}, feedsAtOnce)
		faults = make([]error, len(all))
	)
	for n, f := range all {
		if ctx.Err() != nil || !b.due(f) {
			continue
		}
		places <- struct{}{}
		asking.Go(func() {
			defer func() { <-places }()
			faults[n] = b.ask(ctx, f)
		})
	}
	asking.Wait()
	return errors.Join(append(faults, ctx.Err())...)
}

// due notes that a feed is asked now, where it is time: after each change of the feed at once.
func (b *Bulletins) due(f bulletin.Feed) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.feeds[f.ID]
	if s == nil || s.feed != f {
		s = &Status{feed: f, Read: b.Now()}
		b.feeds[f.ID], b.marks[f.ID] = s, map[string]mark{}
	}
	now := b.Now()
	if every := max(f.Every, bulletin.LeastEvery); !s.Asked.IsZero() && now.Sub(s.Asked).Abs() < every {
		return false
	}
	s.Asked = now
	return true
}

// forget drops what is known of feeds that are gone.
func (b *Bulletins) forget(all []bulletin.Feed) {
	b.mu.Lock()
	defer b.mu.Unlock()
	there := map[string]bool{}
	for _, f := range all {
		there[f.ID] = true
	}
	for id := range b.feeds {
		if !there[id] {
			delete(b.feeds, id)
			delete(b.marks, id)
		}
	}
}

// note changes the status of a feed.
func (b *Bulletins) note(id string, change func(*Status)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s := b.feeds[id]; s != nil {
		change(s)
	}
}
