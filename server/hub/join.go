package hub

import (
	"net"
	"slices"
	"strings"
	"time"

	"ngatu/player/protocol"
)

// Join adds a player and sends what its hello lacks: first Player.Frames, then the newest frames of
// its topics, in their sequence. From now on the hub writes to conn and closes it. The caller reads
// it, calls [Session.Heard] for each message, and [Session.Leave] when reading ends. Join fails
// with ErrClosing, or if one of Player.Frames is not JSON.
func (h *Hub) Join(conn net.Conn, p Player) (*Session, error) {
	s, err := h.join(conn, p)
	if err == nil && p.Joined != nil {
		p.Joined()
	}
	return s, err
}

func (h *Hub) join(conn net.Conn, p Player) (*Session, error) {
	var own []*message
	for _, f := range p.Frames {
		if !f.LackedBy(p.Has) {
			continue
		}
		m, err := h.encodeAlone(f)
		if err != nil {
			return nil, err
		}
		own = append(own, m)
	}
	s := &Session{
		hub: h, conn: conn, fd: descriptorOf(conn),
		screen: strings.Clone(p.Screen), topics: once(p.Topics),
		since: time.Now().UnixMilli(), in: true,
		compress: p.Compress, relay: p.Relay, proved: p.Proved, ranks: p.Ranks,
	}
	s.Heard()

	sh := h.shardOf(s.screen)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if h.closing.Load() { // under the lock, so that Shutdown sees every session that got past this
		return nil, ErrClosing
	}
	s.putAll(h.lacked(own, s.topics, p.Has))
	first := sh.screens[s.screen]
	if old := tooMany(first); old != nil {
		old.Close(protocol.CloseSlow, "too many sockets of this screen")
	}
	for old := first; old != nil && s.proved; old = old.next {
		old.doubted()
	}
	if sh.add(s, first); first == nil {
		h.changes.add(Change{Screen: s.screen, On: true})
	}
	h.count.players.Add(1)
	return s, nil
}

// doubtAfter is how long after another socket of the same screen an older one is pinged. A player
// that reconnects leaves a dead socket behind. If both live, two computers have one identity, and
// [Presence.Heard] shows it.
const doubtAfter = 6 * time.Second

func (s *Session) doubted() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proved && s.state == open {
		s.doubt = s.hub.clock() + doubtAfter.Milliseconds()
	}
}

// lacked adds to the messages what a player lacks of topics. The caller holds the shard's lock
// until they are sent, so that later frames come behind them.
func (h *Hub) lacked(to []*message, topics []string, has map[string]string) []*message {
	for _, name := range topics {
		t := h.find(name)
		if t == nil {
			continue
		}
		t.mu.Lock()
		for _, m := range t.things {
			if m.lackedBy(has) {
				to = append(to, m)
			}
		}
		t.mu.Unlock()
	}
	return to
}

// Retopic makes all sockets of a screen listen to these topics instead of the old ones. It sends
// the newest frames of the topics that are new.
func (h *Hub) Retopic(screen string, topics []string) {
	topics = once(topics)
	sh := h.shardOf(screen)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for s := sh.screens[screen]; s != nil; s = s.next {
		var added []string
		for _, name := range s.topics {
			if !slices.Contains(topics, name) {
				sh.unlisten(name, s)
			}
		}
		for _, name := range topics {
			if !slices.Contains(s.topics, name) {
				sh.listen(name, s)
				added = append(added, name)
			}
		}
		s.topics = topics
		s.putAll(h.lacked(nil, added, nil))
	}
}

// Drop closes all sockets of a screen with CloseDropped. The reason may have 123 bytes.
func (h *Hub) Drop(screen, why string) {
	sh := h.shardOf(screen)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for s := sh.screens[screen]; s != nil; s = s.next {
		s.Close(protocol.CloseDropped, why)
	}
}

// once is the topics without duplicates, in a new slice.
func once(topics []string) []string {
	out := make([]string, 0, len(topics))
	for _, t := range topics {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
