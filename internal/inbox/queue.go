package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"

	"ngatu/content"
)

// queue holds what was not yet told, so that a slow listener never holds up the watching. Of one file only the newest event
// waits: the queue is as long as there are files, whatever happens to them.
type queue struct {
	mu      sync.Mutex
	waiting []*Event
	files   map[string]*Event // those of waiting that are about a file, by path
	bell    chan struct{}
}

func newQueue() *queue {
	return &queue{files: map[string]*Event{}, bell: make(chan struct{}, 1)}
}

func (q *queue) add(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if e.Kind == Settled || e.Kind == Gone || e.Kind == Trouble && e.Real != "" {
		if old := q.files[e.Path]; old != nil {
			*old = e
			return
		}
		q.files[e.Path] = &e
	}
	q.waiting = append(q.waiting, &e)
	select {
	case q.bell <- struct{}{}:
	default:
	}
}

func (q *queue) next() (Event, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return Event{}, false
	}
	e := q.waiting[0]
	q.waiting = q.waiting[1:]
	if q.files[e.Path] == e {
		delete(q.files, e.Path)
	}
	return *e, true
}

// Waiting is how many events have not been told yet.
func (w *Watcher) Waiting() int {
	w.queue.mu.Lock()
	defer w.queue.mu.Unlock()
	return len(w.queue.waiting)
}

// deliver tells one event after the other until ctx ends.
func (w *Watcher) deliver(ctx context.Context) {
	for {
		e, ok := w.queue.next()
		switch {
		case ctx.Err() != nil:
			return
		case ok && !w.unchanged(ctx, e):
			w.tell(ctx, e)
		case !ok:
			select {
			case <-ctx.Done():
			case <-w.queue.bell:
			}
		}
	}
}

// unchanged says whether a file that the caller knew was only touched: another time of change over the same bytes. It is
// asked once per file, for its first event after the start.
func (w *Watcher) unchanged(ctx context.Context, e Event) bool {
	known, ok := w.known[e.Path]
	if !ok || e.Kind != Settled && e.Kind != Gone {
		return false
	}
	delete(w.known, e.Path)
	if e.Kind == Gone || known.Size != e.Size || !known.Digest.Valid() {
		return false
	}
	file, err := Open(w.root, e.Real)
	if err != nil {
		return false
	}
	defer file.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, reader{ctx, io.LimitReader(file, e.Size+1)})
	return err == nil && n == e.Size && content.Digest(hex.EncodeToString(sum.Sum(nil))) == known.Digest
}

// reader stops reading when ctx ends, so that Stop does not wait for a long film.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
