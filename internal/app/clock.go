package app

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"ngatu/internal/store"
)

const (
	askTime = 20 * time.Second       // how often the database is asked for its time
	offBy   = 100 * time.Millisecond // a difference that is not just the way there and back
	tooLate = time.Second            // an answer that took longer says nothing of the time
)

// clock is the database's time, counted on by this node's monotonic clock. The database is asked
// repeatedly, because a machine's clock may be corrected hours after the server began.
type clock struct {
	store *store.Store
	log   *slog.Logger
	began time.Time
	at    atomic.Int64 // Unix milliseconds when it began
}

func newClock(ctx context.Context, s *store.Store, log *slog.Logger) (*clock, error) {
	c := &clock{store: s, log: log, began: time.Now()}
	now, err := s.Now(ctx)
	c.at.Store(now.UnixMilli())
	return c, err
}

// now is the server's time in Unix milliseconds.
func (c *clock) now() int64 { return c.at.Load() + time.Since(c.began).Milliseconds() }

// keep asks until ctx ends.
func (c *clock) keep(ctx context.Context) {
	tick := time.NewTicker(askTime)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			c.ask(ctx)
		}
	}
}

func (c *clock) ask(ctx context.Context) {
	asked := time.Now()
	now, err := c.store.Now(ctx)
	if err != nil || time.Since(asked) > tooLate {
		return // it goes on by itself; what is wrong with the database others report
	}
	if off := now.UnixMilli() - c.now(); off > offBy.Milliseconds() || off < -offBy.Milliseconds() {
		c.at.Add(off)
		c.log.Warn("the clock was set right; players follow", "by_ms", off)
	}
}

func (a *App) keepTime(ctx context.Context) {
	running(ctx, a, a.clock.keep)
}
