package fleet

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/air/answer"
	"ngatu/server/hub"
)

// Options are the parts that a fleet works with.
type Options struct {
	Store    *store.Store
	Air      *air.Air
	Recorder *Recorder
	Present  func() []hub.Presence // who is connected, to other nodes too
	Here     func() []hub.Presence // who is connected to this one
	Now      func() time.Time      // the server's time
	Log      *slog.Logger
}

// Fleet answers how screens are. Its methods may be called by any goroutine.
type Fleet struct {
	store    *store.Store
	air      *air.Air
	recorder *Recorder
	present  func() []hub.Presence
	nearby   func() []hub.Presence
	now      func() time.Time
	log      *slog.Logger
	stop     context.CancelFunc
	done     chan struct{}

	mu       sync.Mutex
	change   int64 // number of the change that enrolled is of
	enrolled map[string]time.Time
}

// New makes a fleet.
func New(o Options) *Fleet {
	return &Fleet{store: o.Store, air: o.Air, recorder: o.Recorder, present: o.Present, nearby: o.Here, now: o.Now, log: o.Log, done: make(chan struct{})}
}

// View is how all screens are at one moment.
type View struct {
	fleet    *Fleet
	now      time.Time
	snapshot *answer.Snapshot
	here     map[string]Here
	players  map[string][]hub.Presence // who is connected, by screen
	enrolled map[string]time.Time
}

// Look looks how all screens are now. Whoever builds a page asks one view, so that its numbers
// agree.
func (f *Fleet) Look(ctx context.Context) (*View, error) { return f.look(ctx, f.present) }

// LookHere is [Fleet.Look] with the players that are connected to this server alone: what the others
// said last may be old, while the database is away.
func (f *Fleet) LookHere(ctx context.Context) (*View, error) { return f.look(ctx, f.nearby) }

func (f *Fleet) look(ctx context.Context, who func() []hub.Presence) (*View, error) {
	snapshot, err := f.air.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	present := who()
	v := &View{fleet: f, now: f.now(), snapshot: snapshot, here: hereOf(present), players: map[string][]hub.Presence{}}
	for _, p := range present {
		v.players[p.Screen] = append(v.players[p.Screen], p)
	}
	v.enrolled, err = f.credentials(ctx, snapshot.Number())
	return v, err
}

// credentials is since when screens have a good credential. It is read once a change.
func (f *Fleet) credentials(ctx context.Context, change int64) (map[string]time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.enrolled != nil && f.change == change {
		return f.enrolled, nil
	}
	all, err := f.store.NewestCredentials(ctx)
	if f.enrolled != nil && store.Silent(err) {
		return f.enrolled, nil
	}
	if err != nil {
		return nil, err
	}
	f.enrolled, f.change = all, change
	return all, nil
}

// remember reads since when screens have a credential where the database may go away: their states
// are shown then, too.
func (f *Fleet) remember(ctx context.Context) error {
	if f.store.Outage == nil {
		return nil
	}
	number, err := f.store.LastChange(ctx)
	if err == nil {
		_, err = f.credentials(ctx, number)
	}
	return err
}

// Start begins to keep when screens were last heard from, and what becomes of takeovers on them,
// until Stop.
func (f *Fleet) Start(ctx context.Context) error {
	if err := f.recorder.Start(ctx, f.present); err != nil {
		return err
	}
	if err := f.remember(ctx); err != nil {
		return err
	}
	ctx, f.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(f.done)
		f.watch(ctx)
	}()
	return nil
}

// Stop keeps who is here, as the last that is known of them.
func (f *Fleet) Stop(ctx context.Context) {
	if f.stop != nil {
		f.stop()
		<-f.done
	}
	f.recorder.Stop(ctx)
}
