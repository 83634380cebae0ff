package app

import (
	"context"
	"time"

	"ngatu/server/studio"
)

// sweepEvery is the time between two clean-ups of expired sessions, one-time links and enrolments, and
// of what nobody goes on with.
const sweepEvery = time.Hour

// sweep keeps expired rows from filling the store.
func (a *App) sweep(ctx context.Context) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(sweepEvery)
		defer tick.Stop()
		for {
			if err := a.store.SweepExpired(ctx); err != nil && ctx.Err() == nil {
				a.log.Warn("what has expired could not be forgotten", "error", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}()
	a.onStop(func(context.Context) error { stop(); <-done; return nil })
}

// hourly does something once an hour until the server stops.
func hourly(a *App, do func(now time.Time)) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(sweepEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case now := <-tick.C:
				do(now)
			}
		}
	}()
	a.onStop(func(context.Context) error { stop(); <-done; return nil })
}

// resuming has the studio go on with what was being done when the server stopped, until it stops
// again.
func resuming(a *App, rooms *studio.Studio) {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		rooms.Resume(ctx)
	}()
	a.onStop(func(context.Context) error { stop(); <-done; return nil })
}
