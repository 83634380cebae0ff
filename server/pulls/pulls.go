// Package pulls fetches sheets of figures from the addresses that staff have entered, and hands
// them to figures as an API's sender would.
//
// It owns when an address is asked, and that a sheet that was there before is not taken again. It
// must not read a sheet or say what is certain: figures does. What a sheet does not say, such as its
// as-of time, is asked of a person; the time of fetching stands for nothing.
package pulls

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
	"ngatu/content/figure"
	"ngatu/internal/bus"
	"ngatu/internal/outside"
	"ngatu/internal/store"
	"ngatu/server/figures"
)

// Options are what addresses are asked with.
type Options struct {
	Store   *store.Store
	Figures *figures.Figures
	Areas   *area.Set
	Inside  []netip.Prefix // internal networks in which addresses may lie
	Now     func() time.Time
	Log     *slog.Logger
}

// Pulls asks the addresses of all measures. Looking is one goroutine's between Start and Stop; the
// rest may be called by many.
type Pulls struct {
	Options
	client *http.Client
	stop   context.CancelFunc
	done   chan struct{}

	mu  sync.Mutex
	all map[key]*Status
}

// key names a pull.
type key struct{ measure, name string }

// Status is how a pull is.
type Status struct {
	Asked   time.Time       // last; the zero time: not since the server started
	Read    time.Time       // when it last answered with a sheet that could be read
	Fault   *content.Error  // why the last try failed; nil: it did not
	Came    time.Time       // when it last brought a new sheet, since the server started
	Outcome figures.Outcome // of that sheet when it came; "": none has come yet

	pull  figure.Pull // as it was asked
	tag   string      // the ETag of its answer
	tries int         // that failed, one after the other
}

// patience is how long an answer may take, the whole of it.
const patience = 30 * time.Second

// looks is how often it is looked which address is due, beside each change.
const looks = 15 * time.Second

// New makes Pulls.
func New(o Options) *Pulls {
	return &Pulls{Options: o, client: outside.Client(o.Inside, patience), done: make(chan struct{}), all: map[key]*Status{}}
}

// Start begins to ask.
func (p *Pulls) Start(ctx context.Context, rings <-chan struct{}) {
	ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(p.done)
		for ok := true; ok; ok = bus.Wait(ctx, rings, looks) {
			if err := p.look(ctx); err != nil && ctx.Err() == nil {
				p.Log.Error("addresses of figures could not be looked after and will be again", "error", err)
			}
		}
	}()
}

// Stop ends it.
func (p *Pulls) Stop() {
	p.stop()
	<-p.done
}

// Status is how a pull of a measure is.
func (p *Pulls) Status(measure, name string) Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.all[key{measure, name}]; s != nil {
		return *s
	}
	return Status{}
}

// atOnce is how many addresses are asked beside each other: one that is slow holds no other up.
const atOnce = 3

// look asks the addresses that are due.
func (p *Pulls) look(ctx context.Context) error {
	measures, err := p.Store.Measures(ctx)
	if err != nil {
		return err
	}
	p.forget(measures)
	var (
		asking sync.WaitGroup
		places = make(chan struct{}, atOnce)
		mu     sync.Mutex
		faults []error
	)
	for _, m := range measures {
		for _, one := range m.Pulls {
			if ctx.Err() != nil || !p.due(m.ID, one) {
				continue
			}
			places <- struct{}{}
			asking.Go(func() {
				defer func() { <-places }()
				if err := p.ask(ctx, m, one); err != nil {
					mu.Lock()
					defer mu.Unlock()
					faults = append(faults, err)
				}
			})
		}
	}
	asking.Wait()
	return errors.Join(append(faults, ctx.Err())...)
}

// longest is how rarely an address that fails is asked at most, unless it is asked more rarely
// anyway.
const longest = 4 * time.Hour

// due notes that an address is asked now, where it is time: after each change of it at once, and the
// more rarely the more often it failed.
func (p *Pulls) due(measure string, one figure.Pull) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	at, now := key{measure, one.Name}, p.Now()
	s := p.all[at]
	if s == nil || s.pull != one {
		s = &Status{pull: one, Read: now}
		p.all[at] = s
	}
	every := max(one.Every, figure.LeastEvery)
	every = max(every, min(every<<min(s.tries, 6), longest))
	if !s.Asked.IsZero() && now.Sub(s.Asked).Abs() < every {
		return false
	}
	s.Asked = now
	return true
}

// forget drops what is known of addresses that are gone.
func (p *Pulls) forget(measures []figure.Measure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	there := map[key]bool{}
	for _, m := range measures {
		for _, one := range m.Pulls {
			there[key{m.ID, one.Name}] = true
		}
	}
	for at := range p.all {
		if !there[at] {
			delete(p.all, at)
		}
	}
}

// note changes the status of a pull, unless it was changed while it was asked.
func (p *Pulls) note(measure string, one figure.Pull, change func(*Status)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.all[key{measure, one.Name}]; s != nil && s.pull == one {
		change(s)
	}
}
