package hub

import "sync"

// together is how many bytes of several messages go into one call. A call costs some 8 µs of
// processor time; copying this much costs hardly one.
const together = 16 << 10

var bundles = sync.Pool{New: func() any { b := make([]byte, 0, together); return &b }}

// putAll is put for all messages that a player gets when it joins. Welcome, screen, programme and
// figures are a few kilobytes: in one call they leave in one or two packets.
func (s *Session) putAll(all []*message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range all[s.bundle(all):] {
		if s.state == open {
			s.putLocked(m.thing, m.bytes(s.compress))
		}
	}
}

// bundle sends the first messages in one call, as many as fit, and says how many were sent. A
// message sent in part waits in the backlog.
func (s *Session) bundle(all []*message) (gone int) {
	if len(all) < 2 || s.fd < 0 || s.back != nil || s.state != open {
		return 0
	}
	buffer := bundles.Get().(*[]byte)
	defer bundles.Put(buffer)
	b, n := (*buffer)[:0], 0
	for ; n < len(all) && len(b)+len(all[n].bytes(s.compress)) <= together; n++ {
		b = append(b, all[n].bytes(s.compress)...)
	}
	if n < 2 {
		return 0
	}
	sent, err := send(s.fd, b)
	if err != nil {
		s.fail("broken")
		return n
	}
	for _, m := range all[:n] {
		whole := m.bytes(s.compress)
		if sent < len(whole) {
			if sent > 0 {
				s.park(m.thing, whole, sent)
				gone++
			}
			break
		}
		sent -= len(whole)
		s.hub.count.delivered.Add(1)
		gone++
	}
	return gone
}
