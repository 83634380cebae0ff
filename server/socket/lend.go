package socket

import (
	"crypto/tls"
	"net"
	"sync/atomic"
)

// The web server closes a connection that was hijacked for a websocket, unless it is told not to.
// If it is told, it drops its 8 kB of buffers with the connection: with ten thousand players that
// reconnect at once, that is half of all garbage (docs/performance.md). So it is not told, and the
// connection is moved away from it: what it closes then is empty.

// Listen makes the connections of l fit for a [Handler]. Every TLS listener has to go through it.
// Plain TCP passes unchanged, because the web server knows no other kind of connection that takes
// the head and body of an answer in one call.
func Listen(l net.Listener) net.Listener { return lender{l} }

type lender struct{ net.Listener }

// Accept waits for the next connection.
func (l lender) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if t, ok := c.(*tls.Conn); ok {
		return &lent{Conn: t}, err
	}
	return c, err
}

// lent is a TLS connection that the web server can close only until it was taken.
type lent struct {
	*tls.Conn
	taken atomic.Bool
}

// Close closes the connection unless it was taken.
func (c *lent) Close() error {
	if c.taken.Load() {
		return nil
	}
	return c.Conn.Close()
}

// take takes the connection from the web server: what that does to c later has no effect. nil: this
// kind of connection cannot be taken.
func take(c net.Conn) net.Conn {
	if under, ok := c.(interface{ UnsafeConn() net.Conn }); ok {
		c = under.UnsafeConn() // the web server's wrapper reads through the request's buffer
	}
	switch c := c.(type) {
	case *net.TCPConn: // the handle moves; c is left as a connection that was never open
		own := *c
		*c = net.TCPConn{}
		return &own
	case *lent:
		c.taken.Store(true)
		return c.Conn
	}
	return nil
}
