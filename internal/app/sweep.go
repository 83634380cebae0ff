package app

import (
	"context"
	"time"
)

// sweepEvery is the time between two clean-ups of expired sessions, one-time links and enrolments, and
// of what nobody goes on with.
const sweepEvery = time.Hour

// sweep keeps expired rows from filling the store.
func (a *App) sweep(ctx context.Context) {
	running(ctx, a, func(ctx context.Context) {
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
	})
}

// hourly does something once an hour until the server stops.
func hourly(a *App, do func(now time.Time)) {
	running(context.Background(), a, func(ctx context.Context) {
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
	})
}
