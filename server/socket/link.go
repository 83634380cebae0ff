package socket

import (
	"net"

	"ngatu/server/hub"
)

// link is the connection that Gorilla sees. Once the player is in the hub, only the hub writes: a
// pong in the middle of a half-written frame would break the stream.
type link struct {
	net.Conn
	session *hub.Session // only the reader of the socket uses it
}

// Write handles what Gorilla writes by itself, which is one whole control frame at a time.
func (l *link) Write(b []byte) (int, error) {
	if l.session == nil {
		return l.Conn.Write(b)
	}
	if len(b) > 0 && b[0]&0xf == opPong {
		l.session.Write("pong", append([]byte(nil), b...))
	}
	return len(b), nil // the reader sends close frames through the session
}
