package app

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
)

// longBucket is one that takes its time to say what is in it.
type longBucket struct {
	blob.Bucket
	walks atomic.Int64
	goes  chan struct{}
}

func (l *longBucket) Walk(ctx context.Context, visit func(content.Digest, int64) error) error {
	l.walks.Add(1)
	select {
	case <-l.goes:
		return visit("", 7)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A bucket that is not looked through within a request of the metrics is counted all the same, once
// for all of them.
func TestMediaAreCountedBesideTheRequests(t *testing.T) {
	media := &longBucket{goes: make(chan struct{})}
	s := &storage{media: media, life: t.Context()}
	short, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	for range 3 {
		if got := s.count(short); got != nil {
			t.Errorf("tells of %+v", got)
		}
	}
	close(media.goes)
	for range 3 {
		if got := s.count(t.Context()); got == nil || *got != (counted{1, 7}) {
			t.Fatalf("tells of %+v", got)
		}
	}
	if n := media.walks.Load(); n != 1 {
		t.Errorf("looked through %d times", n)
	}
	s.next = time.Time{} // five minutes later
	if got := s.count(short); got == nil || *got != (counted{1, 7}) {
		t.Errorf("while it is counted again: %+v", got)
	}
}
