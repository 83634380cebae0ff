package inbox

import (
	"context"
	"sync"
)

// queue holds events that are not delivered yet, so that a slow listener never delays the watching.
// Only the newest event of a file waits, so the queue is never longer than the number of files.
type queue struct {
	mu      sync.Mutex
	waiting []*Event
	files   map[string]*Event // the waiting events about files, by path
	bell    chan struct{}
}

func newQueue() *queue {
	return &queue{files: map[string]*Event{}, bell: make(chan struct{}, 1)}
}

func (q *queue) add(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if e.Kind == Settled || e.Kind == Gone || (e.Kind == Trouble || e.Kind == Over) && e.Real != "" {
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

// Waiting returns how many events are not delivered yet.
func (w *Watcher) Waiting() int {
	w.queue.mu.Lock()
	defer w.queue.mu.Unlock()
	return len(w.queue.waiting)
}

// deliver passes on one event after the other until ctx ends.
func (w *Watcher) deliver(ctx context.Context) {
	for {
		e, ok := w.queue.next()
		switch {
		case ctx.Err() != nil:
			return
		case ok:
			w.tell(ctx, e)
		default:
			select {
			case <-ctx.Done():
			case <-w.queue.bell:
			}
		}
	}
}
