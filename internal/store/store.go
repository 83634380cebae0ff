package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"ngatu/internal/reserve"
	"ngatu/internal/witness"
)

// Store is an open database. Its methods may be used by many goroutines at once. Do not
// call [Store.Change], nor another method of the Store that writes, from within a change:
// it would wait for itself.
type Store struct {
	Reader
	reads  *sql.DB
	writes *sql.DB // SQLite: one connection, so that writers wait in line; PostgreSQL: the same pool as reads
	lock   *flock.Flock
	log    *checkpoints     // SQLite's; nil: PostgreSQL's, which does it by itself
	Outage *Outage          // whether PostgreSQL answers; nil: the database is a file
	lease  *lease           // PostgreSQL's; nil: the lock keeps others away
	bell   *bell            // nil: no other server has the database
	Nodes  Nodes            // the servers that share it
	where  string           // the file's path or the server's name, for sentences; never a password
	spare  *reserve.Reserve // nil: nothing is kept back

	beside       *Beside // nil: nobody witnesses what is changed
	seen         seen
	installation string
	witness      *witness.File // nil before Attest

	mu    sync.Mutex
	rings []func()
}

// Open opens the database at address, making and migrating it where needed. An address that begins
// with postgres:// or postgresql:// is a PostgreSQL server's; any other is the path of an SQLite
// file, whose folder is made.
//
// Errors are [*content.Error] sentences: Missing where the folder cannot be written or the server
// cannot be reached, Conflict where another process has the database open or a newer program has
// taken away what this one uses, Damaged where it cannot be read. In all of these nothing was touched. Where a server with a
// PostgreSQL database was killed a moment ago, opening waits some seconds.
func Open(ctx context.Context, address string) (*Store, error) { return open(ctx, address, nil) }

func open(ctx context.Context, address string, b *Beside) (s *Store, err error) {
	steps, err := readSteps(migrations)
	if err != nil {
		return nil, err
	}
	if Remote(address) {
		s, err = openPostgres(ctx, address, b, steps)
	} else {
		s, err = openSQLite(ctx, address, b, steps)
	}
	if err != nil {
		return nil, err
	}
	s.Nodes = Nodes{s}
	return s, nil
}

// Close ends all connections and gives the folder free. Changes that are under way fail.
func (s *Store) Close() error {
	var err error
	s.out.end()
	if s.lease != nil {
		ctx, cancel := context.WithTimeout(context.Background(), leaseEvery)
		defer cancel()
		err = s.lease.release(ctx)
	}
	err = errors.Join(err, s.log.close(), s.reads.Close())
	if s.writes != s.reads {
		err = errors.Join(err, s.writes.Close())
	}
	if s.witness != nil {
		err = errors.Join(err, s.witness.Close())
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

// Spare has changes that must always work use what r keeps back when the disk is full, and refuses
// others before it is. Call it before the store is used, and close r after it.
func (s *Store) Spare(r *reserve.Reserve) {
	s.spare = r
	if s.dialect == lite { // the disk of a database server is not ours
		r.Behind(s.where+"-wal", s.where+"-shm", s.where)
	}
}

// Room is an error with code Exhausted while what can wait must wait, because the
// disk is nearly full.
func (s *Store) Room() error { return s.spare.Tight() }

// OnChange has ring called after every commit that left a line in the log: the
// bus. It must not wait.
func (s *Store) OnChange(ring func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rings = append(s.rings, ring)
}

func (s *Store) ring() {
	s.bell.pull()
	hear(s)
}

// hear has this server look.
func hear(s *Store) {
	s.mu.Lock()
	rings := s.rings
	s.mu.Unlock()
	for _, ring := range rings {
		ring()
	}
}

// View has look read one snapshot: nothing that is committed meanwhile is seen in part.
// Errors are look's own.
func (s *Store) View(ctx context.Context, look func(Reader) error) error {
	tx, err := s.reads.BeginTx(s.out.at(ctx), s.dialect.snapshot)
	if err != nil {
		return fmt.Errorf("begin a snapshot: %w", s.explain(err))
	}
	defer tx.Rollback()
	return look(newReader(conn{q: tx, dialect: s.dialect, where: s.where, out: s.out}))
}

// Now is the database's time: what every node goes by.
func (r Reader) Now(ctx context.Context) (time.Time, error) {
	var ms int64
	err := r.q.QueryRowContext(ctx, `SELECT `+r.dialect.now).Scan(&ms)
	return at(ms), r.explain(err)
}
