package players

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/server/edge"
)

const (
	missesOfOne  = 300             // files that are not there, asked for in a minute by one address; a player asks for what a frame names
	missesAtOnce = 32              // files that are looked for at once
	missingFor   = 2 * time.Second // how long a file that was not there is not looked for again
	maxMissing   = 10_000          // files that were not there; beyond it they are forgotten
)

// errUnsure is the error for a file of which nobody says just now whether it is there.
var errUnsure = errors.New("too many files that are not known are asked for")

// missing looks for files that the shelf does not know. The threat: anybody may ask for any digest,
// and with media in S3 each look for one that is not here is a request there, which takes time and
// costs money.
type missing struct {
	bucket blob.Bucket
	keep   time.Duration // [missingFor], but for tests
	asks   *edge.Meter   // files that were not there, by address
	room   *semaphore.Weighted
	looks  singleflight.Group

	mu    sync.Mutex
	since map[content.Digest]lost
}

// lost is a file that was not there.
type lost struct {
	at  time.Time
	err error
}

func newMissing(bucket blob.Bucket, at *edge.Edge) *missing {
	return &missing{
		bucket: bucket, keep: missingFor, asks: at.Meter(missesOfOne, time.Minute), room: semaphore.NewWeighted(missesAtOnce),
		since: map[content.Digest]lost{},
	}
}

// look is [blob.Bucket] Stat for somebody at an address. Those who ask for one file share a look.
func (m *missing) look(d content.Digest, from string) (blob.Info, error) {
	if err := m.recent(d); err != nil {
		return blob.Info{}, err
	}
	if !m.asks.Left(from, time.Now()) {
		return blob.Info{}, errUnsure
	}
	info, err, _ := m.looks.Do(string(d), func() (any, error) { return m.stat(d, from) })
	if err != nil {
		return blob.Info{}, err
	}
	return info.(blob.Info), nil
}

// recent is the error of a look a moment ago, for a file that was not there.
func (m *missing) recent(d content.Digest) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if was := m.since[d]; time.Since(was.at) < m.keep {
		return was.err
	}
	return nil
}

func (m *missing) stat(d content.Digest, from string) (blob.Info, error) {
	if err := m.recent(d); err != nil { // a look has just ended
		return blob.Info{}, err
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second) // others wait for it too
	defer stop()
	if m.room.Acquire(ctx, 1) != nil {
		return blob.Info{}, errUnsure
	}
	defer m.room.Release(1)
	info, err := m.bucket.Stat(context.WithoutCancel(ctx), d)
	now := time.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	if content.CodeOf(err) != content.NotFound {
		delete(m.since, d)
		return info, err
	}
	m.asks.Allow(from, 1, now)
	if len(m.since) >= maxMissing {
		clear(m.since)
	}
	m.since[d] = lost{now, err}
	return info, err
}
