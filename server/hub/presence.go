package hub

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"ngatu/player/protocol"
)

// Change says that a screen has come (its first socket here) or gone (its last). Times are the
// node's, UTC.
type Change struct {
	Screen string
	On     bool
	At     time.Time
	Said   *protocol.Status // what the last socket said last, where it has gone; nil: nothing. Must not be changed
}

// Presence is one socket that is here now.
type Presence struct {
	Screen string
	Since  time.Time
	Heard  time.Time        // its last message
	Topics int              // how many topics it listens to
	Relay  bool             // it is an agent
	Proved bool             // a credential of its screen let it in
	Behind time.Duration    // how long its backlog has waited; 0: it keeps up
	Status *protocol.Status // its last status, nil before the first. Must not be changed
}

// Presence lists the sockets that are here, by screen and then by the time they came.
func (h *Hub) Presence() []Presence {
	var out []Presence
	for i := range h.shards {
		h.shards[i].each(func(s *Session) { out = append(out, s.presence()) })
	}
	slices.SortFunc(out, func(a, b Presence) int {
		return cmp.Or(cmp.Compare(a.Screen, b.Screen), a.Since.Compare(b.Since))
	})
	return out
}

// PresenceOf lists the sockets of one screen that are here, newest first.
func (h *Hub) PresenceOf(screen string) []Presence {
	var out []Presence
	sh := h.shardOf(screen)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for s := sh.screens[screen]; s != nil; s = s.next {
		out = append(out, s.presence())
	}
	return out
}

// presence reads a session. The caller holds the shard's lock.
func (s *Session) presence() Presence {
	p := Presence{
		Screen: s.screen,
		Since:  time.UnixMilli(s.since).UTC(),
		Heard:  s.hub.start.Add(time.Duration(s.heard.Load()) * time.Millisecond).UTC().Round(0),
		Topics: len(s.topics),
		Relay:  s.relay,
		Proved: s.proved,
		Status: s.status.Load(),
	}
	s.mu.Lock()
	if s.back != nil {
		p.Behind = time.Duration(s.hub.clock()-s.back.since) * time.Millisecond
	}
	s.mu.Unlock()
	return p
}

// changes is the queue of changes for Options.OnChange, oldest first.
type changes struct {
	mu   sync.Mutex
	all  []Change
	bell chan struct{}
}

func (c *changes) add(x Change) {
	x.At = time.Now().UTC()
	c.mu.Lock()
	c.all = append(c.all, x)
	c.mu.Unlock()
	select {
	case c.bell <- struct{}{}:
	default:
	}
}

// take empties the queue into a slice that is reused: ten thousand players that reconnect at once
// make many changes.
func (c *changes) take(buf []Change) []Change {
	clear(buf)
	c.mu.Lock()
	defer c.mu.Unlock()
	buf, c.all = c.all, buf[:0]
	return buf
}

// tellChanges calls Options.OnChange until the hub has ended.
func (h *Hub) tellChanges() {
	var now []Change
	tell := func() {
		now = h.changes.take(now)
		for _, c := range now {
			if h.options.OnChange != nil {
				h.options.OnChange(c)
			}
		}
	}
	for {
		select {
		case <-h.changes.bell:
			tell()
		case <-h.done:
			tell()
			return
		}
	}
}
