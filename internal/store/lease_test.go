package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/content"
)

// expired ends the time of a server that is no longer there, or does not know it.
func expired(t *testing.T, s *Store) {
	t.Helper()
	s.lease.stop()
	s.lease.done.Wait()
	if _, err := s.writes.Exec(`UPDATE lease SET until_ms = 0`); err != nil {
		t.Fatal(err)
	}
}

// lost waits for the reason why a store writes nothing any more.
func lost(t *testing.T, s *Store) error {
	t.Helper()
	select {
	case err := <-s.Lost():
		return err
	case <-time.After(30 * time.Second):
		t.Fatal("the store has lost its lease and does not say so")
		return nil
	}
}

func TestOneServerADatabase(t *testing.T) {
	address := postgresAddress(t)
	s := must[*Store](t)(Open(t.Context(), address))
	_, err := Open(t.Context(), address)
	refused(t, err, content.Conflict)
	if err != nil && (!strings.Contains(err.Error(), me()) || strings.Contains(err.Error(), "mật khẩu")) {
		t.Errorf("does not say which server it is, or tells the password: %v", err)
	}
	putSetting(t, s, "1")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	opened(t, address)
	if took := time.Since(began); took > leaseFor/2 {
		t.Errorf("after an orderly end the next server waited %v", took)
	}
}

// A server that was paused for longer than its time wakes up beside another: it writes nothing, not
// even what leaves no line in the log, and says so.
func TestOfTwoServersOneWrites(t *testing.T) {
	address := postgresAddress(t)
	paused := opened(t, address)
	putSetting(t, paused, "1")
	expired(t, paused)
	next := opened(t, address)
	putSetting(t, next, "2")
	for _, write := range []func() error{
		func() error {
			_, err := paused.Change(t.Context(), "an", func(tx *Tx) error { return tx.PutSetting(t.Context(), "a", "3") })
			return err
		},
		func() error { return paused.SweepExpired(t.Context()) },
	} {
		refused(t, write(), content.Missing)
	}
	refused(t, lost(t, paused), content.Missing)
	if got := must[Setting](t)(next.Setting(t.Context(), "a")); got.Value != "2" {
		t.Errorf("the setting is %q", got.Value)
	}
}

// The next server waits for what the last one is still writing.
func TestAChangeUnderWayIsWholeBeforeTheNextServer(t *testing.T) {
	address := postgresAddress(t)
	last := opened(t, address)
	inside, finish, written := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		_, err := last.Change(t.Context(), "an", func(tx *Tx) error {
			close(inside)
			<-finish
			return tx.PutSetting(t.Context(), "a", "1")
		})
		written <- err
	}()
	<-inside
	expired(t, last)
	var next *Store
	ready := make(chan error, 1)
	go func() {
		var err error
		next, err = Open(t.Context(), address)
		ready <- err
	}()
	select {
	case err := <-ready:
		t.Fatalf("the next server did not wait: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	close(finish)
	if err := errors.Join(<-written, <-ready); err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if got := must[Setting](t)(next.Setting(t.Context(), "a")); got.Value != "1" {
		t.Errorf("the change that was under way is not there: %+v", got)
	}
}

// An older standby takes the place of the database under a running server.
func TestADatabaseSetBackMeanwhile(t *testing.T) {
	for _, notice := range []string{"by a change", "by itself"} {
		t.Run(notice, func(t *testing.T) {
			s := opened(t, postgresAddress(t))
			putSetting(t, s, "1")
			if _, err := s.writes.Exec(`UPDATE clock SET number = number - 1`); err != nil {
				t.Fatal(err)
			}
			if notice == "by a change" {
				_, err := s.Change(t.Context(), "an", func(tx *Tx) error { return tx.PutSetting(t.Context(), "a", "2") })
				refused(t, err, content.Damaged)
			}
			refused(t, lost(t, s), content.Damaged)
			if got := must[Setting](t)(s.Setting(t.Context(), "a")); got.Value != "1" {
				t.Errorf("it was written: %+v", got)
			}
		})
	}
}

// The database server goes away and comes back: what is asked meanwhile gets a sentence, and nobody
// has to open anything again.
func TestTheDatabaseIsAway(t *testing.T) {
	pg := newPostgres(t)
	s := opened(t, pg.Address())
	number := putSetting(t, s, "1")
	turns := make(chan bool, 10)
	s.Outage.OnTurn(func(away bool) { turns <- away })
	turned := func(want bool) {
		t.Helper()
		select {
		case got := <-turns:
			if got != want || s.Outage.Away() != want {
				t.Errorf("the store says that it is away: %v, %v", got, s.Outage.Away())
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("nobody is told that the database is away: %v", want)
		}
	}
	if s.Outage.Away() {
		t.Error("it is away from the beginning")
	}
	pg.Stop()
	ask := func() error { _, err := s.Setting(t.Context(), "a"); return err }
	put := func() error {
		_, err := s.Change(t.Context(), "an", func(tx *Tx) error { return tx.PutSetting(t.Context(), "a", "2") })
		return err
	}
	view := func() error {
		return s.View(t.Context(), func(r Reader) error { _, err := r.Settings(t.Context()); return err })
	}
	for range 3 {
		for _, do := range []func() error{ask, put, view} {
			err := do()
			refused(t, err, content.Away)
			if err != nil && strings.Contains(err.Error(), "127.0.0.1") || !Silent(err) {
				t.Errorf("the sentence names a machine, or is another's: %v", err)
			}
		}
	}
	turned(true)
	refused(t, ask(), content.Away) // now without asking
	refused(t, put(), content.Away)
	refused(t, view(), content.Away)
	if err := pg.Start(); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); put() != nil; time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > 30*time.Second {
			t.Fatal(put())
		}
	}
	turned(false)
	if last := must[int64](t)(s.LastChange(t.Context())); last <= number {
		t.Errorf("the last change is %d, before it was %d", last, number)
	}
	select {
	case err := <-s.Lost():
		t.Errorf("the lease is lost: %v", err)
	default:
	}
}

// All connections are busy, and a question has to wait longer than it may: that is its own trouble,
// and the database is not away.
func TestABusyPoolIsNoOutage(t *testing.T) {
	s := opened(t, postgresAddress(t))
	var turned atomic.Bool
	s.Outage.OnTurn(func(bool) { turned.Store(true) })
	for range pool {
		conn := must[*sql.Conn](t)(s.reads.Conn(t.Context()))
		defer conn.Close()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := s.Setting(ctx, "a")
	refused(t, err, content.Away)
	for asking := true; asking && !turned.Load(); time.Sleep(10 * time.Millisecond) {
		s.Outage.mu.Lock()
		asking = s.Outage.asking
		s.Outage.mu.Unlock()
	}
	if turned.Load() {
		t.Error("a busy server takes its database for away")
	}
}

// Where the answer to a commit is lost, nobody may believe that nothing was saved.
func TestACommitWithoutAnAnswer(t *testing.T) {
	address := postgresAddress(t)
	s := opened(t, address)
	hand := must[*sql.DB](t)(sql.Open("pgx", address))
	defer hand.Close()
	_, err := s.Change(t.Context(), "an", func(tx *Tx) error {
		var pid int
		if err := tx.q.QueryRowContext(t.Context(), `SELECT pg_backend_pid()`).Scan(&pid); err != nil {
			return err
		}
		if err := tx.PutSetting(t.Context(), "a", "1"); err != nil {
			return err
		}
		_, err := hand.ExecContext(t.Context(), `SELECT pg_terminate_backend($1, 30000)`, pid)
		return err
	})
	refused(t, err, content.Away)
	if err != nil && !strings.Contains(err.Error(), "chưa rõ") {
		t.Errorf("it says %q", err)
	}
	changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSetting(ctx, "a", "2") })
}
