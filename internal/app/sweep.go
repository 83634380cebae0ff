package app

import (
	"context"
	"time"
)

// sweepEvery is how often what has expired (sessions, one-time links, enrolments) is forgotten.
const sweepEvery = time.Hour

// sweep keeps the store from filling with what is of no use any more.
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
