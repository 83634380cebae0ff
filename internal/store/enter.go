package store

import (
	"context"
	"errors"
	"time"
)

// heldElsewhere says that another server has the lease until an instant in milliseconds.
type heldElsewhere struct {
	holder string
	until  int64
}

func (e heldElsewhere) Error() string { return "the lease is held by " + e.holder }

// enter takes the lease and brings the schema up to the last step. It waits for the end of a server
// that prolongs its lease no more, and refuses beside one that does.
func enter(ctx context.Context, s *Store, steps []step) error {
	var first heldElsewhere
	for tries := 0; ; tries++ {
		err := s.retry(ctx, func() error {
			s.lease.taken = 0
			if err := transact(ctx, s, func(r Reader) error { return s.lease.open(ctx, r, steps) }); err != nil {
				return err
			}
			return transact(ctx, s, func(r Reader) error { return s.lease.take(ctx, r, steps) })
		})
		var held heldElsewhere
		switch {
		case err == nil:
			s.lease.epoch.Store(s.lease.taken)
			s.lease.keep(s)
			return nil
		case waitedForLock(err) && tries < s.lease.turn.tries:
		case !errors.As(err, &held):
			return err
		case held.holder == first.holder && held.until != first.until:
			return inUse(s.where, held.holder)
		}
		first = held
		select {
		case <-time.After(leaseEvery / 8):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// open makes the tables of lease and nodes where a database lacks something of them, by itself: for
// as long as that takes nobody can write. A database that this program cannot use stays as it is,
// and a new one gets them with all others.
func (l *lease) open(ctx context.Context, r Reader, steps []step) error {
	if _, err := r.q.ExecContext(ctx, leaseTurn); err != nil {
		return err
	}
	if _, err := r.known(ctx, steps); err != nil {
		return err
	}
	if begun, err := r.begun(ctx); err != nil || !begun {
		return err
	}
	return l.makeTables(ctx, r)
}

// makeTables makes the tables of lease and nodes unless they are there.
func (l *lease) makeTables(ctx context.Context, r Reader) error {
	var ready bool
	if err := r.q.QueryRowContext(ctx, nodeTablesReady).Scan(&ready); err != nil || ready {
		return err
	}
	if err := l.turn.bound(ctx, r); err != nil {
		return err
	}
	_, err := r.q.ExecContext(ctx, leaseTable)
	return err
}

// take is what is done in one transaction. A node beside others leaves the lease to the one that
// has it.
func (l *lease) take(ctx context.Context, r Reader, steps []step) error {
	if _, err := r.q.ExecContext(ctx, leaseTurn); err != nil { // of two that come at once, one migrates
		return err
	}
	if _, err := r.known(ctx, steps); err != nil {
		return err
	}
	if err := l.makeTables(ctx, r); err != nil {
		return err
	}
	if err := l.join(ctx, r); err != nil {
		return err
	}
	if err := l.seize(ctx, r); err != nil {
		return err
	}
	if err := l.migrate(ctx, r, steps); err != nil {
		return err
	}
	var number int64
	err := r.q.QueryRowContext(ctx, `SELECT number FROM clock WHERE id = 1`).Scan(&number)
	l.number.Store(number)
	return err
}
