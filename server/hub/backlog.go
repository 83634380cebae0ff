package hub

import (
	"sync"
	"time"
)

// most is how many things may wait for one player. A player with more is dropped.
const most = 256

// backlog is what waits for a player whose socket is full: the rest of the frame that was begun,
// which has to be finished first, and the newest frame of each thing.
type backlog struct {
	rest   []byte
	pieces []piece
	since  int64 // when the player fell behind, by the hub's clock
	owned  bool  // a writer works on it, or will
}

// piece is one whole websocket frame.
type piece struct {
	thing string
	bytes []byte
}

// parked are the players on plain TCP that have a backlog. The sweep tries them again.
type parked struct {
	mu   sync.Mutex
	all  []*Session
	bell chan struct{}
}

func (p *parked) add(s *Session) {
	p.mu.Lock()
	p.all = append(p.all, s)
	p.mu.Unlock()
	select {
	case p.bell <- struct{}{}:
	default:
	}
}

func (p *parked) take() []*Session {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.all
	p.all = nil
	return all
}

// park begins a backlog with a frame of which n bytes were sent.
func (s *Session) park(thing string, b []byte, n int) {
	s.back = &backlog{since: s.hub.clock()}
	if n > 0 {
		s.back.rest = b[n:]
	} else {
		s.back.pieces = append(s.back.pieces, piece{thing, b})
	}
	s.hub.count.parked.Add(1)
	s.hub.parked.add(s)
}

// wait adds bytes to the backlog. They replace older bytes of the same thing.
func (s *Session) wait(thing string, b []byte) {
	if s.back == nil {
		s.back = &backlog{since: s.hub.clock()}
	}
	k := s.back
	at := -1
	for i := range k.pieces {
		if k.pieces[i].thing == thing {
			at = i
			break
		}
	}
	switch {
	case at >= 0:
		k.pieces[at].bytes = b
		s.hub.count.replaced.Add(1)
	case len(k.pieces) >= most:
		s.fail("backlog full")
		return
	default:
		k.pieces = append(k.pieces, piece{thing, b})
	}
	if s.fd >= 0 {
		s.hub.count.parked.Add(1)
		s.drain()
		return
	}
	if !k.owned {
		k.owned = true
		s.hub.writers.add(s)
	}
}

// drain writes as much of the backlog as the socket takes and says whether all of it was sent.
func (s *Session) drain() bool {
	for s.back != nil {
		k := s.back
		b, begun := k.rest, true
		if len(b) == 0 {
			if len(k.pieces) == 0 {
				s.back = nil
				break
			}
			b, begun = k.pieces[0].bytes, false
		}
		n, err := send(s.fd, b)
		if err != nil {
			s.fail("broken")
			return true
		}
		if n < len(b) && n == 0 {
			return false
		}
		if !begun {
			k.pieces = k.pieces[1:]
		}
		k.rest = b[n:]
		if len(k.rest) > 0 {
			return false
		}
		s.hub.count.delivered.Add(1)
	}
	return true
}

// retry tries all parked players once, drops those whose patience has run out, and says how many
// are left.
func (h *Hub) retry() int {
	all := h.parked.take()
	if len(all) == 0 {
		return 0
	}
	now := h.clock()
	left := all[:0]
	for _, s := range all {
		s.mu.Lock()
		switch {
		case s.state == gone || s.back == nil || s.drain():
		case now-s.back.since > h.options.Patience.Milliseconds():
			s.fail("slow")
		default:
			left = append(left, s)
		}
		s.mu.Unlock()
	}
	if len(left) > 0 {
		h.parked.mu.Lock()
		h.parked.all = append(h.parked.all, left...)
		h.parked.mu.Unlock()
	}
	return len(left)
}

// writers write to sockets that are not plain TCP. Each is a goroutine that lives while there is
// work; there are at most Options.Writers.
type writers struct {
	mu      sync.Mutex
	queue   []*Session
	working int
}

func (w *writers) add(s *Session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, s)
	if w.working < s.hub.options.Writers {
		w.working++
		go s.hub.write()
	}
}

func (w *writers) next() *Session {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		w.queue = nil
		w.working--
		return nil
	}
	s := w.queue[0]
	w.queue[0] = nil
	w.queue = w.queue[1:]
	return s
}

// write is one writer.
func (h *Hub) write() {
	for s := h.writers.next(); s != nil; s = h.writers.next() {
		for b := s.piece(); b != nil; b = s.piece() {
			s.conn.SetWriteDeadline(time.Now().Add(h.options.Patience)) // the sweep cuts a socket without deadlines
			if _, err := s.conn.Write(b); err != nil {
				s.mu.Lock()
				s.fail("slow or broken")
				s.mu.Unlock()
				break
			}
			h.count.delivered.Add(1)
		}
	}
}

// piece takes the next piece of a backlog that a writer works on; nil ends the backlog.
func (s *Session) piece() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.back
	if s.state == gone || k == nil {
		return nil
	}
	if len(k.pieces) == 0 {
		s.back = nil
		return nil
	}
	b := k.pieces[0].bytes
	k.pieces = k.pieces[1:]
	return b
}
