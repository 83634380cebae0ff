package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ngatu/internal/store"
)

// outages lets each part say once per outage that the database does not answer, however often it
// tries again: ten thousand players and a look each few seconds would else fill the log.
type outages struct {
	mu   sync.Mutex
	said map[string]bool // messages of this outage
	from time.Time       // when it began, as far as is known; zero: there is none
}

// first says whether a message has not been logged in this outage yet.
func (o *outages) first(message string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.said[message] {
		return false
	}
	if o.said == nil {
		o.said = map[string]bool{}
	}
	o.said[message] = true
	return true
}

// turn takes in that the database is away or back, and says for how long it was away.
func (o *outages) turn(away bool) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	if away {
		o.from = time.Now()
		return 0
	}
	o.said = nil
	return time.Since(o.from)
}

// watchOutages logs when the database ceases to answer and when it is back.
func watchOutages(a *App) {
	a.store.Outage.OnTurn(func(away bool) {
		if took := a.outages.turn(away); away {
			a.log.Error("the database does not answer; screens play on and join, the studio shows what is known, and nothing is stored")
		} else {
			a.log.Warn("the database is back; what waited goes on", "away", took.Round(time.Second))
		}
	})
}

// outageLog leaves out what a part has said in this outage already.
type outageLog struct {
	slog.Handler
	outages *outages
}

// Handle is part of [slog.Handler].
func (h outageLog) Handle(ctx context.Context, r slog.Record) error {
	away := false
	r.Attrs(func(a slog.Attr) bool {
		err, is := a.Value.Any().(error)
		away = is && store.Silent(err)
		return !away
	})
	if away && !h.outages.first(r.Message) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs is part of [slog.Handler].
func (h outageLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return outageLog{h.Handler.WithAttrs(attrs), h.outages}
}

// WithGroup is part of [slog.Handler].
func (h outageLog) WithGroup(name string) slog.Handler {
	return outageLog{h.Handler.WithGroup(name), h.outages}
}
