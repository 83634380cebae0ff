package origin

import (
	"sync"

	"ngatu/player/protocol"
)

// maxQueue bounds the answers that wait for a page (clock, acked, commands). A page that does not
// read is dropped, and reconnects with what it has.
const maxQueue = 64

// queue holds what a page still has to get: answers in sequence, and the newest frame of each
// thing.
type queue struct {
	mu      sync.Mutex
	answers []protocol.Frame
	order   []string
	things  map[string]protocol.Frame
	full    bool
	ready   chan struct{} // holds one token while there is something
}

func newQueue() *queue {
	return &queue{things: map[string]protocol.Frame{}, ready: make(chan struct{}, 1)}
}

// put adds a frame. It replaces a waiting one of the same thing if it is newer.
func (q *queue) put(f protocol.Frame) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !f.Type.Signed() || f.Type == protocol.TypeCommand {
		if len(q.answers) >= maxQueue {
			q.full = true
		} else {
			q.answers = append(q.answers, f)
		}
	} else {
		thing := f.Thing()
		old, waits := q.things[thing]
		if !waits {
			q.order = append(q.order, thing)
		}
		q.things[thing], _ = protocol.Newest(old, f)
	}
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// take gives the next frame to send; ok is false if there is none, full if the page did not keep
// up.
func (q *queue) take() (f protocol.Frame, ok, full bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.full {
		return f, false, true
	}
	if len(q.answers) > 0 {
		f, q.answers = q.answers[0], q.answers[1:]
		return f, true, false
	}
	if len(q.order) > 0 {
		thing := q.order[0]
		f, q.order = q.things[thing], q.order[1:]
		delete(q.things, thing)
		return f, true, false
	}
	return f, false, false
}
