package fleet

import (
	"context"
	"encoding/json"
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"time"

	"ngatu/internal/store"
	"ngatu/server/hub"
)

const (
	sayEvery  = 5 * time.Second        // how often a node says who is connected to it, where that differs
	saySooner = 250 * time.Millisecond // while a takeover is on: receipts are waited for
	compare   = 3 * sayEvery           // how often a node looks whether what it said still stands there
)

// Everywhere knows who is connected to any of several nodes: what the hub of this one says, and
// what the others say in the database. Its methods may be called by any goroutine.
type Everywhere struct {
	nodes store.Nodes
	here  func() []hub.Presence
	soon  func() bool // a takeover is on
	log   *slog.Logger

	mu     sync.Mutex
	others map[string]map[string][]hub.Presence // by node, by screen
	said   map[string][]hub.Presence            // by screen: what this node said last; nil: that is not known
	until  store.Heard                          // up to where the others' words are read

	compared time.Time // when said was last compared with what stands in the database; only Run's
}

// NewEverywhere asks here who is connected to this node, and soon whether receipts are waited for.
func NewEverywhere(nodes store.Nodes, here func() []hub.Presence, soon func() bool, log *slog.Logger) *Everywhere {
	return &Everywhere{nodes: nodes, here: here, soon: soon, log: log, others: map[string]map[string][]hub.Presence{}, said: map[string][]hub.Presence{}}
}

// Present lists who is connected to this node, and then to the others.
func (e *Everywhere) Present() []hub.Presence {
	all := e.here()
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, screens := range e.others {
		for _, some := range screens {
			all = append(all, some...)
		}
	}
	return all
}

// Run tells the others and hears them until ctx ends. A server that has its database alone has
// nobody to tell.
func (e *Everywhere) Run(ctx context.Context) {
	if e.nodes.Self() == "" {
		return
	}
	tick := time.NewTicker(saySooner)
	defer tick.Stop()
	var last time.Time
	failed := false
	for {
		if now := time.Now(); now.Sub(last) >= sayEvery || e.soon() {
			last = now
			err := e.exchange(ctx)
			if err != nil && !failed && ctx.Err() == nil {
				e.log.Warn("nodes cannot tell each other who is connected; it is tried again", "error", err)
			}
			failed = err != nil
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// exchange says what differs, and reads what others said since.
func (e *Everywhere) exchange(ctx context.Context) error {
	if now := time.Now(); now.Sub(e.compared) >= compare {
		if err := e.agree(ctx); err != nil {
			return err
		}
		e.compared = now
	}
	said, differ, err := e.differs()
	if err != nil {
		return err
	}
	if len(differ) > 0 {
		if err := e.nodes.SayScreens(ctx, differ); err != nil {
			return err
		}
	}
	live, err := e.nodes.Here(ctx)
	if err != nil {
		return err
	}
	heard, until, err := e.nodes.Screens(ctx, e.until)
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.said = said; e.until.Server != "" && e.until.Server != until.Server {
		// The database is at another machine, or was started again. The threat: the last words are
		// lost with the machine before, and nobody but who said them knows.
		e.said, e.compared = map[string][]hub.Presence{}, time.Time{}
	}
	e.until = until
	here := map[string]bool{}
	for _, n := range live {
		here[n.Name] = true
	}
	for _, one := range heard {
		var some []hub.Presence
		if one.Doc != "" && json.Unmarshal([]byte(one.Doc), &some) != nil {
			continue // a node of another version says it in a way of its own
		}
		if e.others[one.Node] == nil {
			e.others[one.Node] = map[string][]hub.Presence{}
		}
		if e.others[one.Node][one.Screen] = some; some == nil {
			delete(e.others[one.Node], one.Screen)
		}
	}
	for name := range e.others {
		if !here[name] {
			delete(e.others, name)
			e.until = store.Heard{Server: until.Server} // when it comes back its words may be older than those that were read
		}
	}
	return nil
}

// agree compares what this node believes that it has said with what stands in the database. Others
// forget a node that was cut off or paused for long, and one that was killed has left words about
// screens which may not come back to it.
func (e *Everywhere) agree(ctx context.Context) error {
	if e.nodes.Making() { // one forgets for all
		if err := e.nodes.Sweep(ctx); err != nil {
			return err
		}
	}
	there, err := e.nodes.Said(ctx)
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	said := make(map[string][]hub.Presence, len(there))
	for _, screen := range there {
		said[screen] = e.said[screen] // nil, which is none of ours: of a run before
	}
	e.said = said
	return nil
}

// differs is what this node has to say, and what of it is new. When a player was last heard from
// is said again only where the screen is connected to another node as well: then that tells which
// of the two is the living one. While a takeover is on this is asked four times a second, of ten
// thousand players: only what differs is written as text.
func (e *Everywhere) differs() (said map[string][]hub.Presence, differ []store.NodeScreen, err error) {
	all := e.here() // by screen
	words := slices.Clone(all)
	e.mu.Lock()
	defer e.mu.Unlock()
	said = make(map[string][]hub.Presence, len(all))
	for from, until := 0, 0; from < len(all); from = until {
		screen := all[from].Screen
		for until = from + 1; until < len(all) && all[until].Screen == screen; until++ {
		}
		some := words[from:until:until]
		if !e.elsewhere(screen) {
			for i := range some {
				some[i].Heard, some[i].Behind = time.Time{}, 0
			}
		}
		if said[screen] = some; slices.EqualFunc(e.said[screen], some, sameWords) {
			continue
		}
		doc, err := json.Marshal(all[from:until])
		if err != nil {
			return nil, nil, err
		}
		differ = append(differ, store.NodeScreen{Screen: screen, Doc: string(doc)})
	}
	for screen := range e.said {
		if _, here := said[screen]; !here {
			differ = append(differ, store.NodeScreen{Screen: screen})
		}
	}
	return said, differ, nil
}

// sameWords says whether two presences of a screen say the same. A status is another value each time
// that a player says it, and mostly the same words.
func sameWords(a, b hub.Presence) bool {
	was, is := a.Status, b.Status
	a.Status, b.Status = nil, nil
	return a == b && (was == is || reflect.DeepEqual(was, is))
}

// elsewhere says whether a screen is connected to another node. The caller holds mu.
func (e *Everywhere) elsewhere(screen string) bool {
	for _, screens := range e.others {
		if len(screens[screen]) > 0 {
			return true
		}
	}
	return false
}
