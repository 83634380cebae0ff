// Package alert tells staff what waits for them, what became of what they submitted, and what is
// about to lapse: by e-mail, and programs by webhook.
//
// It owns what is worth a message, to whom, and when: one message a matter, none in quiet hours,
// and a bounded number of tries. It reads the log of changes and keeps what is to be sent in the
// store, so that a restart loses nothing. It decides nothing about what is on air.
package alert

import (
	"context"
	"log/slog"
	"time"

	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/bus"
	"ngatu/internal/hook"
	"ngatu/internal/post"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/pulls"
	"ngatu/server/signin"
)

// The channels of an alert, as they are stored.
const (
	byEmail = "email"
	byHook  = "webhook"
)

// Options are what alerts are made from, and how they go out.
type Options struct {
	Store    *store.Store
	Air      *air.Air
	Areas    *area.Set
	Post     *post.Server // nil: no e-mail is sent
	Hooks    []hook.Hook
	Patience time.Duration                                  // how long what waits for approval lies on one desk alone, unless a setting says otherwise
	Quiet    hours.Set                                      // when nobody is written to, by the clock of the city, unless a setting says otherwise; without parts: never
	Address  string                                         // at which people reach the studio
	Pulls    func(context.Context) ([]pulls.Failing, error) // addresses that have brought no figures for long; nil: none are asked
	Now      func() time.Time
	Log      *slog.Logger
}

// Alerts watches the log and sends. It is one goroutine's between Start and Stop.
type Alerts struct {
	Options
	stop context.CancelFunc
	done chan struct{}
	days string // the day in the city on which it was last looked at what lapses

	stepped time.Time       // when it was last looked for what has waited too long
	pulled  map[string]bool // matters of addresses that failed at the last look
	people  *signin.Desks   // as of this look; nil: not read yet
	rules   rules           // as of this look
}

// New makes Alerts.
func New(o Options) *Alerts { return &Alerts{Options: o, done: make(chan struct{})} }

// looks is how often it is looked at what is due, beside each change.
const looks = 20 * time.Second

// Start begins with the next change: what was done before the first start is nobody's news.
func (a *Alerts) Start(ctx context.Context, rings <-chan struct{}) {
	ctx, a.stop = context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(a.done)
		for ok := true; ok; ok = bus.Wait(ctx, rings, looks) {
			if err := a.look(ctx); err != nil && ctx.Err() == nil {
				a.Log.Error("alerts could not be worked out and will be again", "error", err)
			}
		}
	}()
}

// Stop ends it. What was not sent is sent after the next start.
func (a *Alerts) Stop() {
	a.stop()
	<-a.done
}

// look reads what is new, looks at what lapses and at what has waited too long, and sends what is
// due. Without a way to tell anybody, only what waits goes its step.
func (a *Alerts) look(ctx context.Context) error {
	a.people = nil
	if err := a.setRules(ctx); err != nil {
		return err
	}
	if a.Post == nil && len(a.Hooks) == 0 {
		return a.steps(ctx)
	}
	for _, one := range []func(context.Context) error{a.read, a.lapses, a.pulling, a.steps, a.send} {
		if err := one(ctx); err != nil {
			return err
		}
	}
	return nil
}
