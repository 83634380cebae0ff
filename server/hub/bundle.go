package hub

import "sync"

// together is how many bytes of several messages are sent in one call. A call takes some 8 µs of processor, copying so much
// hardly one.
const together = 16 << 10

var bundles = sync.Pool{New: func() any { b := make([]byte, 0, together); return &b }}

// putAll is put for what a player gets at once when it comes: welcome, screen, programme and figures are some kilobytes, and in
// one call they leave in one packet or two.
func (s *Session) putAll(all []*message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range all[s.bundle(all):] {
		if s.state == open {
			s.putLocked(m.thing, m.bytes(s.compress))
		}
	}
}

// bundle sends the first messages in one call, as many as fit, and says how many of them are gone; what is begun waits.
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
