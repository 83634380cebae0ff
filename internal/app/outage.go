package app

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"time"

	"ngatu/internal/store"
)

// outages lets each part say once per outage that the database does not answer, however often it
// tries again: ten thousand players and a look each few seconds would else fill the log.
type outages struct {
	mu   sync.Mutex
	said map[string]time.Time // messages of this outage, or of a connection that was cut a moment ago
	from time.Time            // when the outage began, as far as is known; zero: there is none
}

// soon is within what time an error belongs to the outage that is noticed after it.
const soon = time.Minute

// first says whether a message has not been logged in this outage yet.
func (o *outages) first(message string, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if at, said := o.said[message]; said && (!o.from.IsZero() || now.Sub(at) < soon) {
		return false
	}
	if o.said == nil {
		o.said = map[string]time.Time{}
	}
	o.said[message] = now
	return true
}

// turn takes in that the database is away or back, and says for how long it was away.
func (o *outages) turn(away bool, now time.Time) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	if away {
		o.from = now
		maps.DeleteFunc(o.said, func(_ string, at time.Time) bool { return now.Sub(at) >= soon })
		return 0
	}
	took := now.Sub(o.from)
	o.said, o.from = nil, time.Time{}
	return took
}

// watchOutages logs when the database ceases to answer and when it is back.
func watchOutages(a *App) {
	a.store.Outage.OnTurn(func(away bool) {
		if took := a.outages.turn(away, time.Now()); away {
			a.log.Error("the database does not answer; screens play on and join, the studio shows what is known, and nothing is stored")
		} else {
			a.log.Warn("the database is back; what waited goes on", "away", took.Round(time.Second))
			a.bus.Ring() // what was put on meanwhile enters at once
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
	if away && !h.outages.first(r.Message, time.Now()) {
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
