package air

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/internal/blob"
	"ngatu/internal/bus"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
	"ngatu/server/air/command"
	"ngatu/server/air/draw"
	"ngatu/server/air/gather"
	"ngatu/server/air/scene"
	"ngatu/server/hub"
)

// Options are the parts that Air works with, opened by whoever makes it.
type Options struct {
	Store *store.Store
	Hub   *hub.Hub
	Media blob.Bucket
	Areas *area.Set
	Faces layout.Faces
	Key   ed25519.PrivateKey // signs every frame that changes the glass
	Log   *slog.Logger
}

// Air keeps every audience, screen and board at its newest frame. Its methods may be called by any
// goroutine.
type Air struct {
	Commands *command.Commands // what screens are to do once

	answers *answer.Answers

	store *store.Store
	hub   *hub.Hub
	key   ed25519.PrivateKey
	log   *slog.Logger
	draw  *draw.Drawer
	done  chan struct{}
	stop  context.CancelFunc

	keyName string // of key

	heldBy  atomic.Int64 // number of the change since which the server is held; 0: it is not
	floor   atomic.Int64 // all frames have numbers from here on
	relays  bool         // this node hands on what the maker stores, and has begun to; under mu
	seq     int64        // up to which of the outbox; -1: everything has to be read; under mu
	renewed bool         // a person has just continued: every screen is sent everything once more; under mu

	mu        sync.Mutex        // held through a whole refresh: who only wants to know does not wait for it
	scene     *scene.Scene      // what is on air follows from it; nil: the last refresh did not come to its end, or there was none
	waiting   map[string]bool   // audiences whose newest programme waits for their second to be over
	alarm     time.Time         // when time alone, without a change, calls for the next refresh; zero: never
	audiences map[string]*onAir // by key
	boards    map[string]string // hash of the newest figures by board
	stats     Stats

	takeovers atomic.Pointer[takeoverState]  // what players heard last; nil: nothing yet; written under mu
	here      Here                           // what is put on at this server alone; set before Start
	apart     *apart                         // what this server alone shows; nil: nothing; under mu
	left      []content.Takeover             // what a run before had alone, and has entered or was refused; under mu
	again     bool                           // some of it does not enter yet
	ended     atomic.Pointer[protocol.Frame] // the last roll that ended what this server alone showed
	gathered  atomic.Pointer[gather.State]   // the last that scene had, which may be gone; nil: nothing yet; written under mu

	seen    sync.RWMutex
	screens map[string]*sentScreen // by code; written under both locks
	shown   Stats                  // as of the last refresh
	unkept  []protocol.Frame       // sent to one player while the database was away
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
	plan      content.PlanSum // of the plan that its programme was resolved from
	frame     protocol.Frame  // without its body
	programme content.Programme
	boards    []string
	sent      time.Time
}

// sentScreen is what one screen was last sent. It is replaced, not changed.
type sentScreen struct {
	hash   string
	topics []string
	place  *content.Place
}

// New makes an Air; nothing is on before Start.
func New(o Options) *Air {
	a := &Air{
		store: o.Store, hub: o.Hub, key: o.Key, log: o.Log,
		draw: draw.New(o.Areas, o.Faces, o.Media), done: make(chan struct{}), waiting: map[string]bool{},
		audiences: map[string]*onAir{}, screens: map[string]*sentScreen{}, boards: map[string]string{}, seq: -1,
	}
	a.Commands, a.answers = command.New(o.Store, o.Hub, o.Key, a.heldBy.Load), answer.New(o.Store, a.draw)
	if a.key != nil {
		a.keyName = protocol.KeyName(a.key.Public().(ed25519.PublicKey))
	}
	return a
}

// look is how often changes are looked for where no ring came: a lost ring costs seconds, never a
// change.
const look = 3 * time.Second

// Start puts on air what the store holds, and then follows its changes, looking when rings says so,
// until Stop.
func (a *Air) Start(ctx context.Context, rings <-chan struct{}) error {
	if err := takeIn(ctx, a); err != nil {
		return err
	}
	if err := a.Commands.Send(ctx); err != nil {
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

// Snapshot answers what people ask of what is on, as the store holds it now.
func (a *Air) Snapshot(ctx context.Context) (*answer.Snapshot, error) { return a.answers.Snapshot(ctx) }

// Stats is what was counted until the end of the last refresh.
func (a *Air) Stats() Stats {
	a.seen.RLock()
	defer a.seen.RUnlock()
	return a.shown
}

// show lets [Air.Stats] give what a refresh has counted.
func (a *Air) show() {
	s := a.stats
	s.Audiences, s.Screens, s.Layouts = len(a.audiences), len(a.screens), a.draw.Count()
	a.seen.Lock()
	a.shown = s
	a.seen.Unlock()
}

func (a *Air) follow(ctx context.Context, rings <-chan struct{}) {
	defer close(a.done)
	for bus.Wait(ctx, rings, a.patience()) {
		if err := a.Commands.Send(ctx); err != nil && ctx.Err() == nil { // before what may take its time to resolve
			a.log.Error("commands could not be sent; they wait in the store", "error", err)
		}
		if err := takeIn(ctx, a); err != nil && ctx.Err() == nil {
			a.log.Error("what is on could not be refreshed; screens go on with what they have", "error", err)
		}
	}
}

// patience is how long to wait for a ring before the next refresh: less than usual where time alone
// calls for one, because an audience has waited its second, a screen's next place begins, or a new
// week does.
func (a *Air) patience() time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.alarm.IsZero() {
		return look
	}
	return min(look, time.Until(a.alarm))
}

// wake asks for a refresh after a while.
func (a *Air) wake(after time.Duration) {
	// Without the monotonic part: a machine's clock that is set right meanwhile must not delay a
	// border in time.
	if at := time.Now().Add(after).Round(0); a.alarm.IsZero() || at.Before(a.alarm) {
		a.alarm = at
	}
}

// wakeAt sets the alarm for an instant of the database's clock. What was done since that clock was
// read is time gone by: without it a busy server would cross every border late.
func (a *Air) wakeAt(border time.Time) {
	a.wake(border.Sub(a.scene.State.Now) - time.Since(a.scene.State.Read))
}

// Join is what a screen's player listens to: its topics, in the order in which it needs them, and
// the screen's own frame where the hash that it has is another. There are as many of these as
// screens, so they wait in the store and not in memory. NotFound where the screen stands nowhere
// yet.
func (a *Air) Join(ctx context.Context, code, has string) (topics []string, own []protocol.Frame, err error) {
	topics, hash, ok := a.due(code)
	if !ok {
		return nil, nil, &content.Error{
			Code: content.NotFound,
			Vi:   "Màn hình " + code + " chưa được đặt ở đâu.",
			En:   "Screen " + code + " does not stand anywhere yet.",
		}
	}
	if hash == has || a.Held() {
		return topics, nil, nil
	}
	f, err := a.ownFrame(ctx, code)
	if err != nil {
		return nil, nil, err
	}
	return topics, []protocol.Frame{f}, nil
}

// due is what a screen's players should listen to and have by now.
func (a *Air) due(code string) (topics []string, hash string, ok bool) {
	a.seen.RLock()
	defer a.seen.RUnlock()
	if s, ok := a.screens[code]; ok {
		return s.topics, s.hash, true
	}
	return nil, "", false
}

// Settle makes good for a player that has just joined with these topics and this hash of its
// screen's frame what it may have missed between [Air.Join] and the hub: a change in that moment
// went to the sockets that the hub knew.
func (a *Air) Settle(ctx context.Context, code string, topics []string, hash string) error {
	now, newest, ok := a.due(code)
	if !ok {
		a.hub.Drop(code, "the screen does not stand anywhere")
		return nil
	}
	if newest != hash && !a.Held() {
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

// ownFrame is the newest frame of a screen as the store keeps it, under the key of today and with a
// number that counts today: one that was kept before a hand-over bears the key of then, which
// agents no longer believe, and screens may have newer than one that was kept before the data were
// set back.
func (a *Air) ownFrame(ctx context.Context, code string) (protocol.Frame, error) {
	sent, err := a.store.NewestFrame(ctx, protocol.TypeScreen, code)
	if store.Silent(err) {
		return ownAgain(a, code)
	}
	if err != nil {
		return sent.Frame, err
	}
	return today(a, sent.Frame), nil
}

// today is a frame that was kept, as screens believe it now.
func today(a *Air, f protocol.Frame) protocol.Frame {
	if floor := a.floor.Load(); f.Key != a.keyName || f.Number < floor {
		f.Number = max(f.Number, floor)
		f.Key, f.Sig = a.keyName, ed25519.Sign(a.key, f.SigningText())
	}
	return f
}
