package hub

import (
	"net"
	"sync"
	"sync/atomic"

	"ngatu/player/protocol"
)

// Player is a player that joins, and what it gets.
type Player struct {
	Screen   string            // the screen's code
	Topics   []string          // their frames arrive in this sequence
	Has      map[string]string // from the hello: hashes by thing. It is not kept
	Frames   []protocol.Frame  // sent before those of the topics, if Has lacks them: the welcome, the screen's own
	Relay    bool              // an agent
	Ranks    bool              // of several takeovers it lets the gravest rule
	Proved   bool              // a credential of its screen let it in
	Compress bool              // it agreed to permessage-deflate without context takeover
	Joined   func()            // called once the hub knows the socket, so that later frames reach it. nil: nothing
}

// The states of a session.
const (
	open    = iota
	closing // a close frame was or will be sent; the player has a few seconds to answer it
	gone    // the socket is closed
)

// Session is one player's socket. It is small because there are ten thousand.
type Session struct {
	hub    *Hub
	conn   net.Conn
	screen string
	topics []string // the shard's lock guards it
	next   *Session // another socket of the same screen; the shard's lock guards it
	since  int64    // Unix milliseconds
	status atomic.Pointer[protocol.Status]
	heard  atomic.Int64 // last message, by the hub's clock
	asked  int64        // when it was pinged, or closing began, by the hub's clock; mu guards it
	doubt  int64        // when to ping it because another socket proved the same credential, by the hub's clock; 0: never; mu guards it

	mu       sync.Mutex // and what a delivery reads, side by side in memory
	fd       int        // of conn; -1 if the socket is not plain TCP. Written to only under mu, while the session is not gone
	back     *backlog   // nil while the player keeps up
	state    uint8
	in       bool // the shard's lock guards it
	compress bool
	relay    bool
	proved   bool
	ranks    bool
}

// Screen is the code of the screen that this socket speaks for.
func (s *Session) Screen() string { return s.screen }

// Relay says whether the socket is an agent's.
func (s *Session) Relay() bool { return s.relay }

// takes says whether a message is for this player: a takeover for one screen is for players that do
// not rank, those for an area are for the others.
func (s *Session) takes(m *message) bool {
	return m.frame.Type != protocol.TypeTakeover || s.ranks != (m.frame.For == s.screen)
}

// Heard notes that the player sent something.
func (s *Session) Heard() { s.heard.Store(s.hub.clock()) }

// SetStatus keeps the player's status for [Hub.Presence].
func (s *Session) SetStatus(st protocol.Status) { s.status.Store(&st) }

// Send sends one frame to this player alone: a reply. It never waits. It fails only if the frame is
// not JSON.
func (s *Session) Send(f protocol.Frame) error {
	m, err := s.hub.encodeAlone(f)
	if err != nil {
		return err
	}
	s.Write(m.thing, m.bytes(s.compress))
	return nil
}

// Write sends the bytes of one whole websocket frame to this player. While they wait in the
// backlog, later bytes of the same thing replace them. The bytes must not change afterwards.
func (s *Session) Write(thing string, b []byte) {
	s.put(thing, b)
}

// Close closes the socket with a code and a reason (at most 123 bytes), and cuts it if the player
// does not answer in 5 s. The backlog is not sent.
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

// Leave removes the socket from the hub and closes it. The reader of the socket calls it when
// reading ends, for whatever reason. It may be called more than once.
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
		s.hub.changes.add(Change{Screen: s.screen, On: false, Said: s.status.Load()})
	}
	sh.mu.Unlock()
	if was {
		s.hub.count.players.Add(-1)
	}
}

// put gives bytes to the socket or to the backlog.
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

// cut closes the socket. It holds no lock, because a TLS connection may wait to say goodbye.
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
