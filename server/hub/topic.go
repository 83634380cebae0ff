package hub

import (
	"sync"

	"ngatu/internal/spread"
	"ngatu/player/protocol"
)

// topic remembers the newest frame of each of its few things.
type topic struct {
	mu     sync.Mutex
	things []*message
}

// takes says whether a frame is newer than the one that the topic has of its thing.
func (t *topic) takes(f protocol.Frame) bool {
	for _, m := range t.things {
		if m.frame.Type == f.Type && m.frame.For == f.For {
			_, newer := protocol.Newest(m.frame, f)
			return newer
		}
	}
	return true
}

// take remembers a message if it is newer.
func (t *topic) take(m *message) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	takes := t.takes(m.frame)
	if takes {
		t.put(m)
	}
	return takes
}

// put remembers a message instead of the earlier one of its thing.
func (t *topic) put(m *message) {
	for i, old := range t.things {
		if old.frame.Type == m.frame.Type && old.frame.For == m.frame.For {
			t.things[i] = m
			return
		}
	}
	t.things = append(t.things, m)
}

// has says whether the topic still remembers a message.
func (t *topic) has(m *message) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, x := range t.things {
		if x == m {
			return true
		}
	}
	return false
}

// find is the topic of this name; nil if it remembers nothing.
func (h *Hub) find(name string) *topic {
	h.topicsMu.RLock()
	defer h.topicsMu.RUnlock()
	return h.topics[name]
}

func (h *Hub) findOrMake(name string) *topic {
	if t := h.find(name); t != nil {
		return t
	}
	h.topicsMu.Lock()
	defer h.topicsMu.Unlock()
	t := h.topics[name]
	if t == nil {
		t = &topic{}
		h.topics[name] = t
	}
	return t
}

// Publish remembers f as the newest frame of its thing in a topic and sends it to all listeners. A
// frame that is older than the remembered one, or has the same hash, is not sent. Publish encodes
// once and returns when every player has the frame in its socket or in its backlog; it never waits
// for a player. It fails only if the frame is not JSON.
func (h *Hub) Publish(topic string, f protocol.Frame) error {
	t := h.findOrMake(topic)
	t.mu.Lock()
	takes := t.takes(f)
	t.mu.Unlock()
	if !takes {
		return nil
	}
	m, err := h.encode(f)
	if err != nil {
		return err
	}
	if t.take(m) {
		h.walk(topic, m, t)
	}
	return nil
}

// Forget drops what a topic remembers. Its listeners stay.
func (h *Hub) Forget(topic string) {
	h.topicsMu.Lock()
	defer h.topicsMu.Unlock()
	delete(h.topics, topic)
}

// Retained lists the newest frame of each thing of a topic, without the bodies.
func (h *Hub) Retained(topic string) []protocol.Frame {
	t := h.find(topic)
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make([]protocol.Frame, 0, len(t.things))
	for _, m := range t.things {
		out = append(out, m.frame)
	}
	return out
}

// crowd is the number of listeners from which several goroutines write a message.
const crowd = 256

// walk sends a message to all listeners. It stops as soon as the topic has a newer one, whose own
// walk reaches the same players. So no player gets an older frame after a newer one.
func (h *Hub) walk(name string, m *message, t *topic) {
	var with [shards]*shard
	parts, listeners := 0, 0
	for i := range h.shards {
		sh := &h.shards[i]
		sh.mu.Lock()
		n := len(sh.listeners[name])
		sh.mu.Unlock()
		if n > 0 {
			with[parts] = sh
			parts++
			listeners += n
		}
	}
	if listeners >= crowd && parts > 1 {
		h.walkTogether(with[:parts], name, m, t)
		return
	}
	for _, sh := range with[:parts] {
		sh.deliver(name, m, t)
	}
}

// walkTogether walks the parts on several goroutines; no goroutine outlives the walk.
func (h *Hub) walkTogether(parts []*shard, name string, m *message, t *topic) {
	parts = append([]*shard(nil), parts...) // a copy, so that the array of walk stays on its stack
	spread.Over(len(parts), func(i int) { parts[i].deliver(name, m, t) })
}
