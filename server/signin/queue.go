package signin

import (
	"context"
	"sync"
	"time"

	"ngatu/content"
)

// Bounds of waiting. Anybody who waits longer than patience has reloaded the page.
const (
	hashesAtOnce = 2
	patience     = 30 * time.Second
	turnEvery    = 500 * time.Millisecond
	maxWaiting   = 512 // of each line; when it is full, whoever has waited longest is turned away
)

// line is a queue of people that serves the newest first: in a flood the oldest have given up or
// are the flood itself, and somebody who comes now gets in now.
type line struct{ waiting []*waiter }

type waiter struct {
	ready chan struct{} // closed: it is your turn
	away  chan struct{} // closed: there is no more room
	gone  bool          // has given up
}

func (l *line) join() *waiter {
	if len(l.waiting) >= maxWaiting {
		close(l.waiting[0].away)
		l.waiting[0] = nil
		l.waiting = l.waiting[1:]
	}
	w := &waiter{ready: make(chan struct{}), away: make(chan struct{})}
	l.waiting = append(l.waiting, w)
	return w
}

// next lets the newest go on; false: nobody waits.
func (l *line) next() bool {
	for n := len(l.waiting); n > 0; n-- {
		w := l.waiting[n-1]
		l.waiting[n-1] = nil
		l.waiting = l.waiting[:n-1]
		if !w.gone {
			close(w.ready)
			return true
		}
	}
	return false
}

// wait waits for w's turn. An error means that it gets none. mu guards the line; back returns a
// turn that came while w gave up.
func (w *waiter) wait(ctx context.Context, mu *sync.Mutex, back func()) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	err := error(busy())
	select {
	case <-w.ready:
		return nil
	case <-w.away:
		return err
	case <-timer.C:
	case <-ctx.Done():
		err = ctx.Err()
	}
	mu.Lock()
	w.gone = true
	mu.Unlock()
	select {
	case <-w.ready:
		back()
	default:
	}
	return err
}

func busy() *content.Error {
	return &content.Error{
		Code: content.TooMany,
		Vi:   "Đang có quá nhiều lượt đăng nhập. Hãy thử lại sau vài giây.",
		En:   "Too many people are signing in at once. Try again in a few seconds.",
	}
}

// places bounds how many hashes are computed at once: each takes 19 MiB and a whole core. Browsers
// that have signed in before go first.
type places struct {
	mu              sync.Mutex
	free            int
	known, stranger line
}

func (p *places) enter(ctx context.Context, known bool) error {
	p.mu.Lock()
	if p.free > 0 {
		p.free--
		p.mu.Unlock()
		return nil
	}
	at := &p.stranger
	if known {
		at = &p.known
	}
	w := at.join()
	p.mu.Unlock()
	return w.wait(ctx, &p.mu, p.leave)
}

func (p *places) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.known.next() && !p.stranger.next() {
		p.free++
	}
}

// turns lets the attempts of one busy address through one by one, at a fixed interval: as many
// times longer as there are nodes.
type turns struct {
	mu    sync.Mutex
	every time.Duration
	lines map[string]*line // of addresses that had a turn less than every ago
}

func (t *turns) wait(ctx context.Context, address string, nodes int) error {
	t.mu.Lock()
	t.every = time.Duration(nodes) * turnEvery
	l := t.lines[address]
	if l == nil {
		t.lines[address] = &line{}
		time.AfterFunc(t.every, func() { t.turn(address) })
		t.mu.Unlock()
		return nil
	}
	w := l.join()
	t.mu.Unlock()
	return w.wait(ctx, &t.mu, func() {}) // a turn that nobody took is lost
}

func (t *turns) turn(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines[address].next() {
		time.AfterFunc(t.every, func() { t.turn(address) })
	} else {
		delete(t.lines, address)
	}
}
