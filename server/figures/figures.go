// Package figures is the one way in for figures: it reads sheets, asks a person about what is not
// certain, holds what it reads against what is on screens, and lets releases out.
//
// It owns what happens to a sheet between its bytes and the boards: waiting sheets, recipes,
// drafts, releases. It must not know who calls it (inbox, API, studio), nor what boards look like.
// What a sheet means is content/reading's to say, which units and differences there are
// content/figure's.
package figures

import (
	"context"
	"log/slog"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/bus"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// Options are the parts that figures are taken with.
type Options struct {
	Store     *store.Store
	Workers   *worker.Pool
	Areas     *area.Set
	Log       *slog.Logger
	Period    area.Period        // the list of units that figures are matched with; "": the one that held at their as-of time
	Published []figure.Published // totals that first figures are held against
	Sample    bool               // all figures that come in are made up, and checks hold nothing: a demonstration
}

// Figures takes sheets in. Its methods may be called by many goroutines.
type Figures struct{ Options }

// New makes the way in for figures.
func New(o Options) *Figures {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Figures{o}
}

// lookEvery is how often a set time is looked for, since a ring may be lost.
const lookEvery = 2 * time.Second

// Run releases drafts at their set time, until ctx ends. A ring says that something changed.
func (f *Figures) Run(ctx context.Context, ring <-chan struct{}) {
	for wait := time.Duration(0); bus.Wait(ctx, ring, wait); {
		wait = lookEvery
		if next, err := f.releaseDue(ctx); err != nil && ctx.Err() == nil {
			f.Log.Warn("figures with a set time were not released", "error", err)
		} else if next > 0 {
			wait = min(wait, next)
		}
	}
}
