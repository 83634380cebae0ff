package edge

import (
	"container/list"
	"io"
	"net"
	"net/netip"
	"sync"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// How many bytes of bodies may be in memory while they come: of all senders, of one address, and of
// one that many share. A form or a hello has some kilobytes and is here in a moment.
const (
	bodiesOfAll  = 32 << 20
	bodiesOfHall = 16 << 20
	bodiesOfOne  = 4 << 20
)

// bodies bounds the memory that bodies take before anybody knows who sends them. The threat: a
// thousand connections that each send all of a large body but its last byte, and wait. At a bound
// the oldest body of whoever holds most is given up for the newest, and its connection closed: so
// whoever sends many loses their own, and nobody else is kept out.
type bodies struct {
	mu      sync.Mutex
	bytes   int64
	senders map[netip.Prefix]*sender
}

// sender is what comes from one address.
type sender struct {
	bytes  int64
	bodies list.List // of *body, the oldest first
}

// body is one that is being read.
type body struct {
	bytes int64
	conn  net.Conn
	of    *sender
	addr  netip.Prefix
	at    *list.Element // nil once it was given up
}

// ReadBody reads the body of a request, of at most so many bytes, into memory. A longer one is
// TooLarge, and the rest of it is not read.
func (e *Edge) ReadBody(c *fiber.Ctx, most int) ([]byte, error) {
	stream := c.Context().RequestBodyStream()
	if stream == nil { // it came with the headers
		return c.Request().Body(), nil
	}
	length := c.Request().Header.ContentLength()
	if length > most {
		return nil, tooLong(c)
	}
	if length < 0 { // it does not say
		length = most + 1
	}
	all := &bodies{}
	if e != nil {
		all = &e.bodies
	}
	one := all.begin(e.Client(c), int64(length), c.Context().Conn())
	defer all.end(one)
	b := make([]byte, length)
	n, err := io.ReadFull(stream, b)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, fiber.ErrBadRequest
	}
	if n > most {
		return nil, tooLong(c)
	}
	return b[:n], nil
}

func tooLong(c *fiber.Ctx) error {
	c.Context().SetConnectionClose() // the rest is not read
	return &content.Error{Code: content.TooLarge, Vi: "Yêu cầu quá lớn.", En: "The request is too large."}
}

// begin counts a body and makes room for it.
func (b *bodies) begin(from Client, bytes int64, conn net.Conn) *body {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.senders == nil {
		b.senders = map[netip.Prefix]*sender{}
	}
	s := b.senders[from.Addr]
	if s == nil {
		s = &sender{}
		b.senders[from.Addr] = s
	}
	most := int64(bodiesOfOne)
	if from.Trusted {
		most = bodiesOfHall
	}
	for s.bytes+bytes > most && b.giveUp(s) {
	}
	for b.bytes+bytes > bodiesOfAll && b.giveUp(b.largest()) {
	}
	one := &body{bytes: bytes, conn: conn, of: s, addr: from.Addr}
	one.at = s.bodies.PushBack(one)
	s.bytes += bytes
	b.bytes += bytes
	b.senders[from.Addr] = s // making room may have forgotten it
	return one
}

func (b *bodies) largest() *sender {
	var most *sender
	for _, s := range b.senders {
		if most == nil || s.bytes > most.bytes {
			most = s
		}
	}
	return most
}

// giveUp closes the connection of a sender's oldest body; false: it has none.
func (b *bodies) giveUp(s *sender) bool {
	if s == nil || s.bodies.Len() == 0 {
		return false
	}
	one := s.bodies.Front().Value.(*body)
	b.forget(one)
	_ = one.conn.Close() // its reader ends with an error
	return true
}

// end counts a body no more.
func (b *bodies) end(one *body) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if one.at != nil {
		b.forget(one)
	}
}

func (b *bodies) forget(one *body) {
	one.of.bodies.Remove(one.at)
	one.at = nil
	one.of.bytes -= one.bytes
	b.bytes -= one.bytes
	if one.of.bodies.Len() == 0 {
		delete(b.senders, one.addr)
	}
}
