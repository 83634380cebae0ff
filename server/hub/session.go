package hub

import (
	"net"
	"sync"
	"sync/atomic"

	"ngatu/player/protocol"
)

// Player is who joins and what it is to hear.
type Player struct {
	Screen   string            // the screen's code
	Topics   []string          // in the order in which their frames are to arrive
	Has      map[string]string // the hello's: hash by thing. It is not kept
	Frames   []protocol.Frame  // sent before those of the topics, where Has lacks them: the welcome, the screen's own
	Relay    bool              // an agent
	Compress bool              // it agreed to permessage-deflate without context takeover
	Joined   func()            // called by Join once the hub knows the socket: what is sent from then on reaches it. nil: nothing
}

// How far a session's life has come.
const (
	open    = iota
	closing // a close frame is on its way or sent; the other end has a few seconds to answer it
	gone    // the socket is closed
)

// Session is one player's socket. It is small because there are ten thousand.
type Session struct {
	hub    *Hub
	conn   net.Conn
	screen string
	topics []string // under the shard's lock
	next   *Session // under the shard's lock: another socket of the same screen
	since  int64    // Unix milliseconds
	status atomic.Pointer[protocol.Status]
	heard  atomic.Int64 // hub's clock when the player last said anything
	asked  int64        // hub's clock when it was pinged, or when closing began; under mu

	mu       sync.Mutex // and what a delivery looks at, side by side
	fd       int        // of conn; -1 where the socket is not plain TCP. Written to under mu alone, while the session is not gone
	back     *backlog   // nil while the player keeps up
	state    uint8
	in       bool // under the shard's lock
	compress bool
	relay    bool
}

// Screen is the code of the screen that this socket speaks for.
func (s *Session) Screen() string { return s.screen }

// Relay says whether it is an agent's.
func (s *Session) Relay() bool { return s.relay }

// Heard notes that the player said something: it is not silent.
func (s *Session) Heard() { s.heard.Store(s.hub.clock()) }

// SetStatus keeps what the player says of itself for [Hub.Presence].
func (s *Session) SetStatus(st protocol.Status) { s.status.Store(&st) }

// Send hands one frame to this player alone: a reply. It never waits; it fails only where the frame is not JSON.
func (s *Session) Send(f protocol.Frame) error {
	m, err := s.hub.encodeAlone(f)
	if err != nil {
		return err
	}
	s.Write(m.thing, m.bytes(s.compress))
	return nil
}

// Write hands the bytes of one whole websocket frame to this player. While they wait in the backlog, later bytes of the
// same thing take their place. The bytes must not change afterwards.
func (s *Session) Write(thing string, b []byte) {
	s.put(thing, b)
}

// Close ends the socket with a code and a reason (at most 123 bytes), and cuts it off where the player does not answer
// in 5 s. What still waits in the backlog is not sent.
func (s *Session) Close(code int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != open {
		return
	}
	if s.back != nil {
		s.back.pieces = nil
	}
	s.putLocked("close", closeFrame(code, reason))
	if s.state == open {
		s.state = closing
		s.asked = s.hub.clock()
	}
}

// Leave takes the socket out of the hub and closes it. Whoever reads the socket calls it when reading ends, for whatever
// reason; more than once does no harm.
func (s *Session) Leave() {
	s.mu.Lock()
	s.cut()
	s.mu.Unlock()

	sh := s.hub.shardOf(s.screen)
	sh.mu.Lock()
	was := s.in
	s.in = false
	last := was && sh.remove(s)
	if last {
		s.hub.changes.add(Change{Screen: s.screen, On: false})
	}
	sh.mu.Unlock()
	if was {
		s.hub.count.players.Add(-1)
	}
}

// put hands bytes to the socket or to the backlog.
func (s *Session) put(thing string, b []byte) {
	s.mu.Lock()
	if s.state == open {
		s.putLocked(thing, b)
	}
	s.mu.Unlock()
}

func (s *Session) putLocked(thing string, b []byte) {
	if s.fd < 0 || s.back != nil {
		s.wait(thing, b)
		return
	}
	n, err := send(s.fd, b)
	switch {
	case err != nil:
		s.fail("broken")
	case n == len(b):
		s.hub.count.delivered.Add(1)
	default:
		s.park(thing, b, n)
	}
}

// fail drops a player that cannot be served. The reader of its socket notices and leaves.
func (s *Session) fail(why string) {
	if s.state == gone {
		return
	}
	s.hub.count.dropped.Add(1)
	s.hub.options.Log.Info("player dropped", "screen", s.screen, "why", why)
	s.cut()
}

// cut closes the socket. A TLS connection may wait for its farewell, so that is not done under a lock.
func (s *Session) cut() {
	if s.state == gone {
		return
	}
	s.state = gone
	s.back = nil
	if s.fd >= 0 {
		s.conn.Close()
		return
	}
	go s.conn.Close()
}
