package hub

import (
	"maps"
	"slices"
	"sync"

	"ngatu/player/protocol"
)

// shard is one part of the players, by screen.
type shard struct {
	mu        sync.Mutex
	screens   map[string]*Session   // first socket of each screen; it links to the others
	listeners map[string][]*Session // by topic
}

// deliver sends a message to a topic's listeners in this part.
func (sh *shard) deliver(name string, m *message, t *topic) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if !t.has(m) {
		return
	}
	for _, s := range sh.listeners[name] {
		s.put(m.thing, m.bytes(s.compress))
	}
}

// Tell sends f to all sockets of a screen now and does not remember it. It is for commands, which
// wait in the store, and for frames that every join gathers anyway. It fails only if the frame is
// not JSON.
func (h *Hub) Tell(screen string, f protocol.Frame) error {
	m, err := h.encode(f)
	if err != nil {
		return err
	}
	h.shardOf(screen).tell(screen, m)
	return nil
}

// tell sends a message to a screen's sockets.
func (sh *shard) tell(screen string, m *message) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for s := sh.screens[screen]; s != nil; s = s.next {
		if s.takes(m) {
			s.put(m.thing, m.bytes(s.compress))
		}
	}
}

// Unranked lists the screens that have a player which does not rank takeovers.
func (h *Hub) Unranked() []string {
	some := map[string]bool{}
	for i := range h.shards {
		h.shards[i].each(func(s *Session) {
			if !s.ranks {
				some[s.screen] = true
			}
		})
	}
	return slices.Sorted(maps.Keys(some))
}

// maxSockets is how many sockets one screen may have. A bad line can leave dead sockets behind
// faster than their silence is noticed; then the one that was silent longest is dropped.
const maxSockets = 32

// tooMany is the socket to drop so that another of its screen can come; nil if there is room. first
// is the first socket of that screen.
func tooMany(first *Session) *Session {
	n := 0
	var quiet *Session
	for s := first; s != nil; s = s.next {
		s.mu.Lock()
		here := s.state == open
		s.mu.Unlock()
		if !here {
			continue // it is closing
		}
		n++
		if quiet == nil || s.heard.Load() <= quiet.heard.Load() { // the newest come first
			quiet = s
		}
	}
	if n < maxSockets {
		return nil
	}
	return quiet
}

// add puts a socket before the others of its screen.
func (sh *shard) add(s, first *Session) {
	s.next = first
	sh.screens[s.screen] = s
	for _, name := range s.topics {
		sh.listen(name, s)
	}
}

// remove takes a socket out and says whether it was the last of its screen.
func (sh *shard) remove(s *Session) bool {
	for _, name := range s.topics {
		sh.unlisten(name, s)
	}
	if sh.screens[s.screen] == s {
		if s.next == nil {
			delete(sh.screens, s.screen)
			return true
		}
		sh.screens[s.screen] = s.next
		return false
	}
	for at := sh.screens[s.screen]; at != nil; at = at.next {
		if at.next == s {
			at.next = s.next
			break
		}
	}
	return false
}

func (sh *shard) listen(name string, s *Session) {
	sh.listeners[name] = append(sh.listeners[name], s)
}

func (sh *shard) unlisten(name string, s *Session) {
	all := sh.listeners[name]
	i := slices.Index(all, s)
	if i < 0 {
		return
	}
	last := len(all) - 1
	all[i], all[last] = all[last], nil
	if last == 0 {
		delete(sh.listeners, name)
		return
	}
	sh.listeners[name] = all[:last]
}

// each calls do for every socket of this part.
func (sh *shard) each(do func(*Session)) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for _, first := range sh.screens {
		for s := first; s != nil; s = s.next {
			do(s)
		}
	}
}
