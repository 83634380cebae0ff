package players

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"ngatu/internal/bus"
	"ngatu/internal/store"
	"ngatu/player/page"
)

const (
	pageLook = 2 * time.Second // how often a node looks which page is the fleet's

	// pageSettled is how long nodes serve another page before players are told of it: until then one
	// may not have heard, and give a page that comes again the old one.
	pageSettled = 15 * time.Second
)

// pages are the builds of the page that this server can serve. Among several servers all serve that
// of the oldest version that is here: a browser comes to another node with each request, and a
// page that was told another build by each of them would load itself again and again.
type pages struct {
	nodes store.Nodes
	own   *page.Set
	log   *slog.Logger
	state atomic.Pointer[pagesState]

	mu   sync.Mutex // for whoever changes the state
	told string     // the build of which the last trouble was told
}

// pagesState is what a request needs to know.
type pagesState struct {
	fleet *page.Set            // what is served
	since time.Time            // since when it is, without a gap; zero: nobody knows whether it still is the fleet's
	known map[string]*page.Set // by build
}

func newPages(nodes store.Nodes, own *page.Set, log *slog.Logger) *pages {
	p := &pages{nodes: nodes, own: own, log: log}
	p.state.Store(&pagesState{fleet: own, known: map[string]*page.Set{own.Build(): own}})
	return p
}

// alone says that no other server has the database.
func (p *pages) alone() bool { return p.nodes.Self() == "" }

// begin keeps this node's own page for the others, and looks once.
func (p *pages) begin(ctx context.Context) error {
	if p.alone() {
		return nil
	}
	packed, err := p.own.Pack()
	if err != nil {
		return err
	}
	if err := p.nodes.KeepPage(ctx, p.own.Build(), packed); err != nil {
		return err
	}
	p.look(ctx)
	return nil
}

// run looks until ctx ends.
func (p *pages) run(ctx context.Context) {
	if p.alone() {
		return
	}
	for bus.Wait(ctx, nil, pageLook) {
		p.look(ctx)
	}
}

// look finds out which page is the fleet's now.
func (p *pages) look(ctx context.Context) {
	here, err := p.nodes.Here(ctx)
	if err != nil || len(here) == 0 { // the database is away: what is served stays, and nobody is told
		p.become(p.state.Load().fleet, time.Time{})
		return
	}
	for _, n := range here { // also those that are not the fleet's: a page may have come from there
		p.learn(ctx, n.Page)
	}
	p.settle(store.FleetPage(here), time.Now())
}

// learn reads a page that another node has kept.
func (p *pages) learn(ctx context.Context, build string) {
	if build == "" || p.named(build) != nil {
		return
	}
	set, err := p.read(ctx, build)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		if p.told != build && ctx.Err() == nil {
			p.log.Warn("the page of another node cannot be served here yet", "build", build, "error", err)
			p.told = build
		}
		return
	}
	was := p.state.Load()
	known := maps.Clone(was.known)
	known[build] = set
	p.state.Store(&pagesState{was.fleet, was.since, known})
}

func (p *pages) read(ctx context.Context, build string) (*page.Set, error) {
	b, err := p.nodes.Page(ctx, build)
	if err != nil {
		return nil, err
	}
	return page.Unpack(b, build)
}

// settle has the page of a build served from now on. One that this server does not have cannot be:
// then it serves its own, and tells nobody of it.
func (p *pages) settle(build string, now time.Time) {
	set := p.named(build)
	if set == nil {
		p.become(p.own, time.Time{})
		return
	}
	if was := p.state.Load(); was.fleet == set && !was.since.IsZero() {
		return
	}
	p.become(set, now)
}

func (p *pages) become(set *page.Set, since time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.state.Load()
	if was.fleet.Build() != set.Build() {
		p.log.Warn("screens get another page from now on", "build", set.Build(), "before", was.fleet.Build())
	}
	p.state.Store(&pagesState{set, since, was.known})
}

// named is the page of a build; nil: it is not known here.
func (p *pages) named(build string) *page.Set { return p.state.Load().known[build] }

// serves is the page for whoever comes.
func (p *pages) serves() *page.Set { return p.state.Load().fleet }

// says is the build that players are told; "": that waits until all nodes serve it.
func (p *pages) says(now time.Time) string {
	s := p.state.Load()
	if p.alone() || !s.since.IsZero() && now.Sub(s.since) >= pageSettled {
		return s.fleet.Build()
	}
	return ""
}
