package answer

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
	"ngatu/server/air/gather"
	"ngatu/server/air/record"
	"ngatu/server/air/scene"
)

// Answers keeps the newest snapshot. Its methods may be called by any goroutine.
type Answers struct {
	store  *store.Store
	draw   *draw.Drawer
	newest atomic.Pointer[Snapshot]
	flight singleflight.Group
}

// New makes Answers.
func New(s *store.Store, d *draw.Drawer) *Answers { return &Answers{store: s, draw: d} }

// mostProgrammes is how many programmes a snapshot remembers; one takes some hundred kilobytes.
const mostProgrammes = 32

// Snapshot is what the store held at one change, with every screen where it stood then. It does not
// change: whoever builds a page asks one snapshot, so that its numbers agree. Its methods may be
// called by any goroutine.
type Snapshot struct {
	store   *store.Store
	draw    *draw.Drawer
	state   *gather.State
	crowds  *crowd.Crowds
	scene   *scene.Scene
	planner *scene.Planner
	targets []content.Target // in use

	mu         sync.Mutex
	plans      map[string]*planned // by the audience's key
	programmes *lru.Cache[window, *resolved]
	resolved   atomic.Int64 // programmes
	foreseen   atomic.Int64 // outlooks
	record     *record.Record
}

// Snapshot is the newest: everyone who asks after a change shares one. It reads only what changed
// since the last.
func (a *Answers) Snapshot(ctx context.Context) (*Snapshot, error) {
	number, err := a.store.LastChange(ctx)
	if s := a.Known(); s != nil && store.Silent(err) {
		return s, nil // it is what screens show
	}
	if err != nil {
		return nil, err
	}
	if s := a.newest.Load(); s != nil && s.Number() == number && s.holds() {
		return s, nil
	}
	// The work is everybody's who waits for it, so it does not end with the request of the one who
	// came first.
	made, err, _ := a.flight.Do("", func() (any, error) { return a.read(context.WithoutCancel(ctx)) })
	if err != nil {
		return nil, err
	}
	return made.(*Snapshot), nil
}

// Known is the newest snapshot that there is, without asking the database; nil: there is none.
func (a *Answers) Known() *Snapshot { return a.newest.Load() }

// Keep makes a snapshot of what was gathered, where it is not the newest, before the database is
// asked again.
func (a *Answers) Keep(g *gather.State) error {
	if s := a.newest.Load(); s != nil && s.Number() >= g.Number {
		return nil
	}
	s, err := snapshotOf(g.Clone(), a.store, a.draw)
	if err == nil {
		a.newest.Store(s)
	}
	return err
}

// Show has everybody see what was gathered, until the store has something newer.
func (a *Answers) Show(g *gather.State) error {
	s, err := snapshotOf(g, a.store, a.draw)
	if err == nil {
		a.newest.Store(s)
	}
	return err
}

// Forget has the next who asks read everything from the store.
func (a *Answers) Forget() { a.newest.Store(nil) }

func (a *Answers) read(ctx context.Context) (*Snapshot, error) {
	g, err := a.state(ctx)
	if err != nil {
		return nil, err
	}
	s, err := snapshotOf(g, a.store, a.draw)
	if err == nil {
		a.newest.Store(s)
	}
	return s, err
}

func snapshotOf(g *gather.State, st *store.Store, d *draw.Drawer) (s *Snapshot, err error) {
	s = &Snapshot{store: st, draw: d, state: g, scene: scene.New(g, d, scene.NewTouched()), plans: map[string]*planned{}}
	s.scene.Prepare()
	s.crowds, s.planner, s.targets = s.scene.Crowds, s.scene.Planner(g.Library), g.Library.Targets()
	if s.record, err = record.New(st); err != nil {
		return nil, err
	}
	s.programmes, err = lru.New[window, *resolved](mostProgrammes)
	return s, err
}

// With is a snapshot as it would be with another version of a campaign; itself where that version
// is live.
func With(s *Snapshot, c content.Campaign) (*Snapshot, error) {
	if slices.ContainsFunc(s.state.Library.Campaigns, func(live content.Campaign) bool { return reflect.DeepEqual(live, c) }) {
		return s, nil
	}
	return snapshotOf(gather.WithCampaign(s.state, c), s.store, s.draw)
}

// state is the store's of now: the newest one caught up, or read whole.
func (a *Answers) state(ctx context.Context) (*gather.State, error) {
	if s := a.newest.Load(); s != nil {
		g := s.state.Clone()
		if _, ok, err := g.CatchUp(ctx, a.store); err == nil && ok {
			return g, nil
		}
	}
	return gather.Read(ctx, a.store)
}

// Number is that of the last change which the snapshot knows.
func (s *Snapshot) Number() int64 { return s.state.Number }

// holds says whether all screens still stand where they stood: no place has begun meanwhile.
func (s *Snapshot) holds() bool {
	border := s.crowds.Border
	return border.IsZero() || s.now().Before(border)
}
