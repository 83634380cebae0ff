package hub

import (
	"sync"
	"syscall"
)

// sender writes to a plain TCP socket without waiting. It is kept and used again because the function handed to a
// RawConn would otherwise be allocated for every player.
type sender struct {
	left []byte
	err  error
	try  func(fd uintptr) bool
}

var senders = sync.Pool{New: func() any {
	s := &sender{}
	s.try = s.once
	return s
}}

// send writes what the socket takes now and says how many bytes that was.
func (s *sender) send(raw syscall.RawConn, b []byte) (int, error) {
	s.left, s.err = b, nil
	err := raw.Write(s.try)
	if err == nil {
		err = s.err
	}
	n := len(b) - len(s.left)
	s.left = nil
	return n, err
}

// once always says that it is done: false would make the runtime wait until the socket can be written to.
func (s *sender) once(fd uintptr) bool {
	for len(s.left) > 0 {
		n, full, err := write(fd, s.left)
		if err != nil {
			s.err = err
			return true
		}
		if full {
			return true
		}
		s.left = s.left[n:]
	}
	return true
}
