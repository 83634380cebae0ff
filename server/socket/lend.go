package socket

import (
	"crypto/tls"
	"net"
	"sync/atomic"
)

// The web server closes a connection that was taken from it for a websocket, unless it is told that it must not; and then
// it leaves its 8 kB of buffers with the connection, for the collector: with ten thousand players that come back at once,
// half of all that is thrown away (docs/performance.md). So it is told nothing, and has nothing left to close.

// Listen makes what l accepts fit to be taken by a [Handler]: every listener of TLS has to go through it. Plain TCP passes as
// it is, because the web server knows no other connection that takes head and body of an answer in one call.
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

// lent is a connection over TLS that the web server can close only until it was taken.
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

// take is the connection for good: whatever the web server does to c from now on does not reach it. nil: c is of a kind that
// cannot be taken.
func take(c net.Conn) net.Conn {
	if under, ok := c.(interface{ UnsafeConn() net.Conn }); ok {
		c = under.UnsafeConn() // the web server's wrapper reads by way of the request's buffer
	}
	switch c := c.(type) {
	case *net.TCPConn: // a handle, which moves: what is left behind is a connection that was never open
		own := *c
		*c = net.TCPConn{}
		return &own
	case *lent:
		c.taken.Store(true)
		return c.Conn
	}
	return nil
}
