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

// readBuffer is what a waiting player's reader holds, in bytes. Gorilla takes over no reader of 256 bytes or less; larger
// messages are read past it.
const readBuffer = 288

// handshakeIn bounds the writing of the handshake's answer.
const handshakeIn = 10 * time.Second

// Handler answers websocket handshakes. Its app has to serve a listener of [Listen]; no middleware may stand in front of it
// that waits for the answer's body. A request that is no handshake gets 426, one from another site 403.
func Handler(o Options) fiber.Handler {
	s := newServer(o)
	return func(c *fiber.Ctx) error {
		h := handshakeOf(c)
		defer handshakes.Put(h)
		if status := s.refuse(&h.Request); status != 0 {
			c.Set(fiber.HeaderUpgrade, "websocket")
			c.Set("Sec-WebSocket-Version", "13")
			return c.SendStatus(status)
		}
		// The handshake is answered here, while the request is at hand and by a goroutine whose stack has grown already. Before
		// this answer only those to requests could still wait that a client had sent ahead of it on one connection; none does.
		p := s.open(c.Context().Conn(), &h.Request)
		c.Context().HijackSetNoResponse(true)
		c.Context().Hijack(func(borrowed net.Conn) {
			if p != nil && !p.keep(take(borrowed)) {
				s.Log.Error("a websocket came by a listener that does not lend its connections; it is closed")
			}
		}) // what is not kept the web server closes
		return nil
	}
}

// names are the headers that a handshake consists of.
var names = [...]string{"Connection", "Upgrade", "Origin", "Sec-Websocket-Key", "Sec-Websocket-Version", "Sec-Websocket-Extensions"}

// handshake is a request as Gorilla wants it. Its strings are Fiber's, so it ends with the request, and serves another.
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

// handshakeOf is what a handshake needs of a request. It is to be given back before the request ends.
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

// refuse is the status for a request that is not a good handshake; 0: it is. Whatever Gorilla would refuse is refused
// here, because after the hijack there is no answer but to hang up.
func (s *server) refuse(r *http.Request) int {
	if r.Method != http.MethodGet || !websocket.IsWebSocketUpgrade(r) || r.Header.Get("Sec-Websocket-Version") != "13" {
		return fiber.StatusUpgradeRequired
	}
	if key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-Websocket-Key")); err != nil || len(key) != 16 {
		return fiber.StatusBadRequest
	}
	// A page of another site must not open a socket with this site's rights. Programs send no Origin.
	if origin := r.Header.Get("Origin"); origin != "" && !s.AnyOrigin {
		u, err := url.Parse(origin)
		if err != nil || !strings.EqualFold(u.Host, r.Host) {
			return fiber.StatusForbidden
		}
	}
	return 0
}

var writeBuffers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 512) }}

// hijacked is the ResponseWriter that gives Gorilla the connection.
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
	HandshakeTimeout:  handshakeIn,
	WriteBufferPool:   &sync.Pool{},
	EnableCompression: true,
	CheckOrigin:       func(*http.Request) bool { return true }, // refuse has looked
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

// agreed says whether the handshake offered the compression that [upgrader] agrees to.
func agreed(r *http.Request) bool {
	for ext := range strings.SplitSeq(r.Header.Get("Sec-Websocket-Extensions"), ",") {
		name, _, _ := strings.Cut(ext, ";")
		if strings.TrimSpace(name) == "permessage-deflate" {
			return true
		}
	}
	return false
}
