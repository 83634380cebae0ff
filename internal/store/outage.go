package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	probeEvery  = 500 * time.Millisecond // how soon it is noticed that the database is back
	probeWithin = 3 * time.Second        // a database that takes longer does not answer

	tooMany = "53300" // what a PostgreSQL server says that takes no more connections
)

// Outage knows whether a PostgreSQL server answers. An error of one connection proves nothing, so
// the server is asked then. While it does not answer everything is refused at once: ten thousand
// players and every page would else wait ten seconds for each question. nil, which answers too: the database is a file.
type Outage struct {
	db     *sql.DB
	config *pgx.ConnConfig
	away   atomic.Bool
	ctx    context.Context
	stop   context.CancelFunc
	done   sync.WaitGroup

	mu     sync.Mutex
	asking bool
	ended  bool
	tell   []func(away bool)
}

func newOutage(db *sql.DB, config *pgx.ConnConfig) *Outage {
	o := &Outage{db: db, config: config}
	o.ctx, o.stop = context.WithCancel(context.Background())
	return o
}

// Away says that the database has not answered when it was last asked, a moment ago. What needs it
// fails at once with code [content.Away] until it is back. It is never so for an SQLite file.
func (o *Outage) Away() bool { return o != nil && o.away.Load() }

// OnTurn has tell called when the database ceases to answer (true) and when it is back. It must not
// wait.
func (o *Outage) OnTurn(tell func(away bool)) {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tell = append(o.tell, tell)
}

// suspect has the server asked, after an error that may mean that it is away.
func (o *Outage) suspect() {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.asking || o.ended {
		return
	}
	o.asking = true
	o.done.Go(o.ask)
}

// ask asks until the server answers.
func (o *Outage) ask() {
	for !o.answers() {
		o.set(true)
		select {
		case <-o.ctx.Done():
			return
		case <-time.After(probeEvery):
		}
	}
	if o.away.Load() { // connections of before are cut, and each would fail once more
		o.db.SetMaxIdleConns(0)
		o.db.SetMaxIdleConns(pool)
	}
	o.set(false)
	select {
	case <-o.ctx.Done():
	case <-time.After(probeEvery): // a storm of errors makes two connections a second
	}
	o.mu.Lock()
	o.asking = false
	o.mu.Unlock()
}

// answers asks on a connection of its own: those of the pool may all be busy. Where the server takes
// no more of them, one of the pool has to answer.
func (o *Outage) answers() bool {
	ctx, cancel := context.WithTimeout(o.ctx, probeWithin)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, o.config)
	if full, ok := errors.AsType[*pgconn.PgError](err); ok && full.Code == tooMany {
		return o.db.PingContext(ctx) == nil
	}
	if err != nil {
		return false
	}
	defer conn.Close(ctx)
	return conn.Ping(ctx) == nil
}

func (o *Outage) set(away bool) {
	if o.away.Swap(away) == away {
		return
	}
	o.mu.Lock()
	tell := o.tell
	o.mu.Unlock()
	for _, one := range tell {
		one(away)
	}
}

func (o *Outage) end() {
	if o == nil {
		return
	}
	o.mu.Lock()
	o.ended = true
	o.mu.Unlock()
	o.stop()
	o.done.Wait()
}

// over is a context whose time is over.
var over, _ = context.WithDeadline(context.Background(), time.Unix(1, 0))

// at gives ctx; while the server is away one with which nothing is tried.
func (o *Outage) at(ctx context.Context) context.Context {
	if o != nil && o.away.Load() {
		return over
	}
	return ctx
}

// guarded is a pool that is not asked while its server is away.
type guarded struct {
	*sql.DB
	out *Outage
}

func (g guarded) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return g.DB.ExecContext(g.out.at(ctx), query, args...)
}

func (g guarded) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return g.DB.QueryContext(g.out.at(ctx), query, args...)
}

func (g guarded) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return g.DB.QueryRowContext(g.out.at(ctx), query, args...)
}

func (g guarded) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return g.DB.PrepareContext(g.out.at(ctx), query)
}
