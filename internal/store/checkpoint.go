package store

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// How SQLite's write-ahead log is brought into the main file. SQLite does it within the commit that
// makes the log long, which then takes several times as long: it could be the one of a takeover.
const (
	longLog    = 1000        // pages of the log from which they are brought over
	longestLog = "16384"     // pages from which SQLite does so itself, within a commit: 64 MB, several changes of a whole city
	logEvery   = time.Second // how often the log is looked at while somebody writes
)

// checkpoints bring the write-ahead log into the main file, on a connection of their own beside the
// writer.
type checkpoints struct {
	db    *sql.DB
	mu    sync.Mutex    // one brings over at a time: SQLite does not have the second wait
	wrote chan struct{} // something was committed since the last look
	end   func()
	ended sync.WaitGroup
}

func newCheckpoints(path string) (*checkpoints, error) {
	db, err := sql.Open("sqlite", uri(path, settled))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	ctx, cancel := context.WithCancel(context.Background())
	c := &checkpoints{db: db, wrote: make(chan struct{}, 1), end: cancel}
	c.ended.Go(func() { c.run(ctx) })
	return c, nil
}

// note has the log looked at soon.
func (c *checkpoints) note() {
	if c == nil {
		return
	}
	select {
	case c.wrote <- struct{}{}:
	default:
	}
}

func (c *checkpoints) run(ctx context.Context) {
	pace := time.NewTimer(0)
	defer pace.Stop()
	for {
		select {
		case <-c.wrote:
		case <-ctx.Done():
			return
		}
		pace.Reset(logEvery)
		select {
		case <-pace.C:
		case <-ctx.Done():
			return
		}
		_ = c.look(ctx) // what stays in the log is kept, and read from there
	}
}

// look brings the log over where it is long. One that is stopped has brought nothing over, so only
// the store's end stops it.
func (c *checkpoints) look(ctx context.Context) error {
	left, err := c.bring(ctx, "NOOP")
	if err != nil || left < longLog {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err = c.bring(ctx, "PASSIVE")
	return err
}

// restart brings the whole log over and has the next write begin it anew.
func (c *checkpoints) restart(ctx context.Context) error {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.bring(ctx, "RESTART")
	return err
}

// bring gives how many pages of the log were not brought over.
func (c *checkpoints) bring(ctx context.Context, how string) (left int, err error) {
	var busy, pages, done int
	err = c.db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(`+how+`)`).Scan(&busy, &pages, &done)
	return pages - done, err
}

// close waits for the look that is under way.
func (c *checkpoints) close() error {
	if c == nil {
		return nil
	}
	c.end()
	c.ended.Wait()
	return c.db.Close()
}
