package fleet

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// every is how often it is kept who came and went, and that the server is awake: after a crash a
// screen counts as silent since so much too early at most.
const every = 20 * time.Second

// Recorder keeps when screens were last heard from, so that a restart does not make a screen that
// was silent for a week silent since now. Its methods may be called by any goroutine.
type Recorder struct {
	store *store.Store
	log   *slog.Logger
	now   func() time.Time
	done  chan struct{}
	stop  context.CancelFunc

	mu    sync.Mutex
	known map[string]store.Presence
	fresh map[string]bool             // screens whose presence is not kept yet
	said  map[string]*protocol.Status // what screens that have gone said last, since this server started
	fails bool                        // the last attempt to keep them
}

// NewRecorder makes a recorder; now is the server's time. It takes what [Recorder.Changed] says
// before Start, too.
func NewRecorder(s *store.Store, now func() time.Time, log *slog.Logger) *Recorder {
	return &Recorder{store: s, log: log, now: now, done: make(chan struct{}), known: map[string]store.Presence{}, fresh: map[string]bool{}, said: map[string]*protocol.Status{}}
}

// Changed takes in that a screen's first player came or its last one went: the hub's OnChange.
func (r *Recorder) Changed(c hub.Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[c.Screen] = store.Presence{Screen: c.Screen, Here: c.On, At: c.At.Truncate(time.Millisecond)}
	r.fresh[c.Screen] = true
	if r.said[c.Screen] = c.Said; c.Said == nil {
		delete(r.said, c.Screen)
	}
}

// last is when a screen that is not here was last heard from, zero: never, and what it said of
// itself then, nil: nothing, or before this server started.
func (r *Recorder) last(screen string) (heard time.Time, said *protocol.Status) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[screen].At, r.said[screen]
}

// Start reads what was kept, and keeps what changes until Stop. present is who is connected, to
// other nodes too.
func (r *Recorder) Start(ctx context.Context, present func() []hub.Presence) error {
	if err := r.read(ctx); err != nil {
		return err
	}
	ctx, r.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(r.done)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				r.readOthers(ctx, present)
				r.keep(ctx)
			}
		}
	}()
	return nil
}

// read takes in what an earlier run kept. Who was here when it ended was heard from as long as it
// was awake.
func (r *Recorder) read(ctx context.Context) error {
	all, err := r.store.Presences(ctx)
	if err != nil {
		return err
	}
	awake, err := r.store.Awake(ctx)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range all {
		if known, is := r.known[p.Screen]; is && !known.At.Before(p.At) {
			continue
		}
		if p.Here {
			if p.Here = false; r.store.Nodes.Self() == "" { // else it may be connected to another node
				r.fresh[p.Screen] = true
			}
			if awake.After(p.At) {
				p.At = awake
			}
		}
		r.known[p.Screen] = p
	}
	return nil
}

// keep writes who came and went since the last time, and that the server is awake. Where it fails,
// the next time tries again.
func (r *Recorder) keep(ctx context.Context) {
	if r.store.Room() != nil {
		return // a nearly full disk has better uses
	}
	var some []store.Presence
	r.mu.Lock()
	for screen := range r.fresh {
		some = append(some, r.known[screen])
	}
	r.mu.Unlock()
	err := r.store.PutPresences(ctx, some)
	if err == nil {
		err = r.store.SayAwake(ctx, r.now())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		if !r.fails && ctx.Err() == nil {
			r.log.Warn("it cannot be kept when screens were last heard from; it is tried again", "error", err)
		}
		r.fails = true
		return
	}
	r.fails = false
	for _, p := range some {
		if r.known[p.Screen] == p { // else it came or went meanwhile
			delete(r.fresh, p.Screen)
		}
	}
}

// Stop keeps what is not kept yet.
func (r *Recorder) Stop(ctx context.Context) {
	if r.stop != nil {
		r.stop()
		<-r.done
		r.keep(ctx)
	}
}
