package air

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"slices"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Options are the parts that Air works with, opened by whoever makes it.
type Options struct {
	Store *store.Store
	Hub   *hub.Hub
	Media *blob.Folder
	Areas *area.Set
	Faces layout.Faces
	Key   ed25519.PrivateKey // signs every frame that changes the glass
	Log   *slog.Logger
}

// Air keeps every audience, screen and board at its newest frame. Its methods may be called by any goroutine.
type Air struct {
	store *store.Store
	hub   *hub.Hub
	areas *area.Set
	faces layout.Faces
	key   ed25519.PrivateKey
	log   *slog.Logger
	shelf shelf
	codes codes
	done  chan struct{}
	stop  context.CancelFunc

	tiles  []layout.GridTile
	orders orders

	keyName string // of key

	mu        sync.Mutex        // held through a whole refresh: who only wants to know does not wait for it
	gathered  *gathered         // what is on air follows from it; nil: the last refresh did not come to its end, or there was none
	fleet     *fleet            // of what was gathered
	rows      map[string]rows   // by board on air
	offersEnd time.Time         // when the dates of a guide next begin or end; zero: never
	waiting   map[string]bool   // audiences whose newest programme waits for their second to be over
	alarm     time.Time         // when time alone, without a change, calls for the next refresh; zero: never
	audiences map[string]*onAir // by key
	boards    map[string]string // hash of the newest figures by board
	stats     Stats

	seen    sync.RWMutex
	screens map[string]*heard         // by code; written under both locks
	overs   map[string]protocol.Frame // takeover that each screen was sent last, by code; an end has no Until; written under both locks
	shown   Stats                     // as of the last refresh
}

// Stats is what Air has counted since it started.
type Stats struct {
	Audiences, Screens int
	Gathered           int64         // how often everything was read; else only what the log of changes names
	Programmes         int64         // resolved
	Resolving          time.Duration // spent on that
	Layouts            int64         // laid out
	Frames             int64         // sealed and handed to the hub
	Writes             int64         // transactions that kept frames: as a rule one a change
	Took               time.Duration // the last change: from its reading to the hub
}

// onAir is what one audience was last sent.
type onAir struct {
	plan      planSum        // of the plan that its programme was resolved from
	frame     protocol.Frame // without its body
	programme content.Programme
	boards    []string
	sent      time.Time
}

// heard is what one screen was last sent. It is replaced, not changed.
type heard struct {
	hash   string
	topics []string
}

// New makes an Air; nothing is on before Start.
func New(o Options) *Air {
	a := &Air{
		store: o.Store, hub: o.Hub, areas: o.Areas, faces: o.Faces, key: o.Key, log: o.Log,
		shelf: shelf{bucket: o.Media}, done: make(chan struct{}),
		tiles: tilesOf(o.Areas), waiting: map[string]bool{},
		audiences: map[string]*onAir{}, screens: map[string]*heard{}, boards: map[string]string{},
		overs: map[string]protocol.Frame{},
	}
	if a.key != nil {
		a.keyName = protocol.KeyName(a.key.Public().(ed25519.PublicKey))
	}
	return a
}

// look is how often changes are looked for where no ring came: a lost ring costs seconds, never a change.
const look = 3 * time.Second

// Start puts on air what the store holds, and then follows its changes, looking when rings says so, until Stop.
func (a *Air) Start(ctx context.Context, rings <-chan struct{}) error {
	if err := a.refresh(ctx); err != nil {
		return err
	}
	if err := a.giveOrders(ctx); err != nil {
		return err
	}
	ctx, a.stop = context.WithCancel(context.WithoutCancel(ctx))
	go a.follow(ctx, rings)
	return nil
}

// Stop ends following. What is on stays on.
func (a *Air) Stop() {
	if a.stop != nil {
		a.stop()
		<-a.done
	}
}

// Stats tells what was counted until the end of the last refresh.
func (a *Air) Stats() Stats {
	a.seen.RLock()
	defer a.seen.RUnlock()
	return a.shown
}

// show lets [Air.Stats] tell what a refresh has counted.
func (a *Air) show() {
	s := a.stats
	s.Audiences, s.Screens, s.Layouts = len(a.audiences), len(a.screens), a.shelf.count()
	a.seen.Lock()
	a.shown = s
	a.seen.Unlock()
}

func (a *Air) follow(ctx context.Context, rings <-chan struct{}) {
	defer close(a.done)
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-rings:
		case <-tick.C:
		case <-a.waits():
		}
		if err := a.giveOrders(ctx); err != nil && ctx.Err() == nil { // before what may take its time to resolve
			a.log.Error("commands could not be told; they wait in the store", "error", err)
		}
		if err := a.refresh(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("what is on could not be refreshed; screens go on with what they have", "error", err)
		}
	}
}

// waits fires when time alone calls for a refresh: an audience has waited its second, a screen's next place begins, a new
// week does.
func (a *Air) waits() <-chan time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.alarm.IsZero() {
		return nil
	}
	return time.After(time.Until(a.alarm))
}

// wake asks for a refresh after a while.
func (a *Air) wake(after time.Duration) {
	// Without the monotonic part: a machine's clock that is set right meanwhile must not delay a border in time.
	if at := time.Now().Add(after).Round(0); a.alarm.IsZero() || at.Before(a.alarm) {
		a.alarm = at
	}
}

// Join is what a screen's player hears: its topics, in the order in which it needs them, and the screen's own frame where
// the hash that it has is another. There are as many of these as screens, so they wait in the store and not in memory.
// NotFound where the screen stands nowhere yet.
func (a *Air) Join(ctx context.Context, code, has string) (topics []string, own []protocol.Frame, err error) {
	topics, hash, ok := a.told(code)
	if !ok {
		return nil, nil, &content.Error{
			Code: content.NotFound,
			Vi:   "Màn hình " + code + " chưa được đặt ở đâu.",
			En:   "Screen " + code + " does not stand anywhere yet.",
		}
	}
	if hash == has {
		return topics, nil, nil
	}
	f, err := a.ownFrame(ctx, code)
	if err != nil {
		return nil, nil, err
	}
	return topics, []protocol.Frame{f}, nil
}

// told is what a screen's players should hear and have by now.
func (a *Air) told(code string) (topics []string, hash string, ok bool) {
	a.seen.RLock()
	defer a.seen.RUnlock()
	if s, ok := a.screens[code]; ok {
		return s.topics, s.hash, true
	}
	return nil, "", false
}

// Settle makes good for a player that has just joined with these topics and this hash of its screen's frame what it may have
// missed between [Air.Join] and the hub: a change in that moment was told to sockets that the hub knew.
func (a *Air) Settle(ctx context.Context, code string, topics []string, hash string) error {
	now, newest, ok := a.told(code)
	if !ok {
		a.hub.Drop(code, "the screen does not stand anywhere")
		return nil
	}
	if newest != hash {
		f, err := a.ownFrame(ctx, code)
		if err != nil {
			return err
		}
		if err := a.hub.Tell(code, f); err != nil {
			return err
		}
	}
	if !slices.Equal(now, topics) {
		a.hub.Retopic(code, now)
	}
	return nil
}
