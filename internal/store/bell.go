package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// A node rings twenty times in any second at most: bellSpare rings may go ahead of their time, so that
// the frames of a change, which come some milliseconds after it, do not wait behind its own ring. A
// ring in every transaction would cost two thirds of the rate of writing (docs/decisions/0060).
const (
	bellEvery = 60 * time.Millisecond
	bellSpare = 3
)

// pace is when the next ring is due.
type pace struct{ due time.Time }

// rung notes a ring, and says how long the next one has to wait.
func (p *pace) rung(now time.Time) time.Duration {
	if p.due.Before(now) {
		p.due = now
	}
	p.due = p.due.Add(bellEvery)
	return p.due.Add(-bellSpare * bellEvery).Sub(now)
}

// bellRetry is how soon a connection that listens is made again.
const bellRetry = time.Second

// bell carries rings between nodes: NOTIFY in a PostgreSQL database. A ring carries nothing but who
// rang; whoever hears it reads what there is.
type bell struct {
	config *pgx.ConnConfig
	rings  chan struct{}
}

func newBell(config *pgx.ConnConfig) *bell { return &bell{config, make(chan struct{}, 1)} }

// pull has the others told soon. It never waits.
func (b *bell) pull() {
	if b == nil {
		return
	}
	select {
	case b.rings <- struct{}{}:
	default:
	}
}

// start rings, and listens until ctx ends: this server looks at each ring of another node, and
// whenever some may have been missed.
func (b *bell) start(ctx context.Context, s *Store) {
	s.lease.done.Go(func() { b.send(ctx, s) })
	s.lease.done.Go(func() {
		for ctx.Err() == nil {
			b.listen(ctx, s.lease.run, func() { hear(s) })
			select {
			case <-ctx.Done():
			case <-time.After(bellRetry):
			}
		}
	})
}

func (b *bell) send(ctx context.Context, s *Store) {
	var p pace
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.rings:
		}
		// Where it fails the others look by themselves, every few seconds.
		_, _ = s.writes.ExecContext(ctx, `SELECT pg_notify('ngatu:' || current_schema(), $1)`, s.lease.run)
		select {
		case <-ctx.Done():
			return
		case <-time.After(p.rung(time.Now())):
		}
	}
}

func (b *bell) listen(ctx context.Context, self string, heard func()) {
	conn, err := pgx.ConnectConfig(ctx, b.config)
	if err != nil {
		return
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if careful(ctx, conn) != nil {
		return
	}
	var channel string
	if conn.QueryRow(ctx, `SELECT quote_ident('ngatu:' || current_schema())`).Scan(&channel) != nil {
		return
	}
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return
	}
	heard()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		if n.Payload != self {
			heard()
		}
	}
}
