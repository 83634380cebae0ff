package socket

import (
	"crypto/tls"
	"net"
	"sync/atomic"
)

// Listen has the web server that serves l only borrow its connections: one that is taken from it for a websocket, it can close
// and put its buffers away for the next request. A server that knows that it may not close what was taken leaves those
// buffers, 8 kB a player, to the collector, which in a storm of ten thousand is half of all that is thrown away
// (docs/performance.md). A Fiber app with a [Handler] is to serve such a listener; one of TLS, or of any other kind, goes
// inside.
func Listen(l net.Listener) net.Listener { return lender{l} }

type lender struct{ net.Listener }

// Accept hands a connection out with what it can do: sending files from TCP, telling of TLS.
func (l lender) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	switch c := c.(type) {
	case *net.TCPConn:
		return &lentTCP{TCPConn: c}, err
	case *tls.Conn:
		return &lentTLS{Conn: c}, err
	case nil:
		return nil, err
	}
	return &lent{Conn: c}, err
}

type (
	lent struct {
		net.Conn
		taken atomic.Bool
	}
	lentTCP struct {
		*net.TCPConn
		taken atomic.Bool
	}
	lentTLS struct {
		*tls.Conn
		taken atomic.Bool
	}
)

// Close closes the connection unless it was taken.
func (c *lent) Close() error { return closed(c.Conn, &c.taken) }

// Close closes the connection unless it was taken.
func (c *lentTCP) Close() error { return closed(c.TCPConn, &c.taken) }

// Close closes the connection unless it was taken.
func (c *lentTLS) Close() error { return closed(c.Conn, &c.taken) }

func closed(c net.Conn, taken *atomic.Bool) error {
	if taken.Load() {
		return nil
	}
	return c.Close()
}

func (c *lent) take() net.Conn    { c.taken.Store(true); return c.Conn }
func (c *lentTCP) take() net.Conn { c.taken.Store(true); return c.TCPConn }
func (c *lentTLS) take() net.Conn { c.taken.Store(true); return c.Conn }

// take is the connection itself, for good; nil for one that was not lent.
func take(c net.Conn) net.Conn {
	if under, ok := c.(interface{ UnsafeConn() net.Conn }); ok {
		c = under.UnsafeConn() // the web server's wrapper reads by way of the request's buffer
	}
	if l, ok := c.(interface{ take() net.Conn }); ok {
		return l.take()
	}
	return nil
}
