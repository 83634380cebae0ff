package socket

import (
	"bufio"
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// readBuffer is the size of a waiting player's reader, in bytes. Gorilla does not take over a
// reader of 256 bytes or less. Larger messages are read past it.
const readBuffer = 288

// handshakeLimit bounds the writing of the handshake's answer.
const handshakeLimit = 10 * time.Second

// Handler answers websocket handshakes. Its app has to serve a listener of [Listen]; no middleware
// in front of it may wait for the answer's body. A request that is no handshake gets 426, one from
// another site 403.
func Handler(o Options) fiber.Handler {
	s := newServer(o)
	return func(c *fiber.Ctx) error {
		h := handshakeOf(c)
		defer handshakes.Put(h)
		if status := refuse(&h.Request); status != 0 {
			s.NoUpgrade(c)
			c.Set(fiber.HeaderUpgrade, "websocket")
			c.Set("Sec-WebSocket-Version", "13")
			return c.SendStatus(status)
		}
		// The threat: a page of another site opens a socket with the rights of this site. Programs
		// send no Origin.
		if err := s.Check(c); err != nil {
			return err
		}
		// The handshake is answered here, while the request is at hand and on a goroutine whose
		// stack has already grown. Only answers to requests that the client sent ahead on the same
		// connection could still be waiting; there are none.
		conn := c.Context().Conn()
		if !s.Taken(conn) {
			c.Context().SetConnectionClose()
			return fiber.ErrServiceUnavailable // nobody gets this: the connection is closed
		}
		remote, p := conn.RemoteAddr(), s.open(conn, &h.Request)
		c.Context().HijackSetNoResponse(true)
		c.Context().Hijack(func(borrowed net.Conn) {
			if p != nil && p.keep(take(borrowed)) {
				return
			}
			if s.Left(remote); p != nil {
				s.Log.Error("a websocket came by a listener that does not lend its connections; it is closed")
			}
		}) // the web server closes what is not kept
		return nil
	}
}

// names are the headers of a handshake.
var names = [...]string{"Connection", "Upgrade", "Origin", "Sec-Websocket-Key", "Sec-Websocket-Version", "Sec-Websocket-Extensions"}

// handshake is a request in the form that Gorilla wants. Its strings belong to Fiber: it ends with
// the request, and is reused.
type handshake struct {
	http.Request
	values [len(names)]string
}

var handshakes = sync.Pool{New: func() any {
	return &handshake{Request: http.Request{
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: make(http.Header, len(names)), URL: &url.URL{Path: protocol.PathSocket}, Body: http.NoBody,
	}}
}}

// handshakeOf takes from a request what a handshake needs. The caller gives it back before the
// request ends.
func handshakeOf(c *fiber.Ctx) *handshake {
	h := handshakes.Get().(*handshake)
	h.Method, h.Host = c.Method(), string(c.Context().Host())
	for i, name := range names {
		if h.values[i] = c.Get(name); h.values[i] != "" {
			h.Header[name] = h.values[i : i+1 : i+1]
		} else {
			delete(h.Header, name)
		}
	}
	return h
}

// refuse is the status for a request that is not a good handshake; 0: it is good. Everything that
// Gorilla would refuse is refused here, because after the hijack the only answer is to hang up.
func refuse(r *http.Request) int {
	if r.Method != http.MethodGet || !websocket.IsWebSocketUpgrade(r) || r.Header.Get("Sec-Websocket-Version") != "13" {
		return fiber.StatusUpgradeRequired
	}
	if key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-Websocket-Key")); err != nil || len(key) != 16 {
		return fiber.StatusBadRequest
	}
	return 0
}

// sameHost refuses an Origin with another host than the request's.
func sameHost(c *fiber.Ctx) error {
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return nil
	}
	if u, err := url.Parse(origin); err != nil || !strings.EqualFold(u.Host, string(c.Context().Host())) {
		return fiber.ErrForbidden
	}
	return nil
}

var writeBuffers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 512) }}

// hijacked is a ResponseWriter that gives Gorilla the connection.
type hijacked struct {
	link   *link
	reader *bufio.Reader
	writer *bufio.Writer
}

func (h *hijacked) Header() http.Header         { return http.Header{} }
func (h *hijacked) Write(b []byte) (int, error) { return len(b), nil }
func (h *hijacked) WriteHeader(int)             {}

// Hijack implements http.Hijacker.
func (h *hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.link, bufio.NewReadWriter(h.reader, h.writer), nil
}

var upgrader = websocket.Upgrader{
	HandshakeTimeout:  handshakeLimit,
	WriteBufferPool:   &sync.Pool{},
	EnableCompression: true,
	CheckOrigin:       func(*http.Request) bool { return true }, // refuse has checked it
}

// upgrade answers the handshake.
func upgrade(conn net.Conn, r *http.Request, challenge string) (*player, error) {
	l := &link{Conn: conn}
	w := writeBuffers.Get().(*bufio.Writer)
	defer writeBuffers.Put(w)
	h := &hijacked{link: l, reader: bufio.NewReaderSize(l, readBuffer), writer: w}
	ws, err := upgrader.Upgrade(h, r, http.Header{protocol.ChallengeHeader: {challenge}})
	w.Reset(nil)
	if err != nil {
		return nil, err
	}
	return &player{link: l, ws: ws, reader: h.reader}, nil
}

// agreed says whether the handshake offers the compression that [upgrader] agrees to.
func agreed(r *http.Request) bool {
	for ext := range strings.SplitSeq(r.Header.Get("Sec-Websocket-Extensions"), ",") {
		name, _, _ := strings.Cut(ext, ";")
		if strings.TrimSpace(name) == "permessage-deflate" {
			return true
		}
	}
	return false
}
