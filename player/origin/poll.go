package origin

import (
	"context"
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
	"ngatu/player/protocol/longpoll"
)

// maxPolls is how many pages may poll. They count as pages too; the other places are left to
// sockets.
const maxPolls = maxPages / 2

// maxPollsOfOne is how many of them one address may hold: one computer of a hall must not lock out
// the others.
const maxPollsOfOne = maxPolls / 2

// polls keeps the sessions of pages that poll: pages of a hall that reach this computer through a
// proxy which breaks websockets. It is also the listener through which their sockets reach the web
// server, so that they pass the same guard and the same hello.
type polls struct {
	sessions longpoll.Sessions
	held     map[netip.Addr]int // sessions by address; used under the lock of sessions
	conns    chan net.Conn
	quit     chan struct{}
	once     sync.Once
}

func newPolls() *polls {
	return &polls{held: map[netip.Addr]int{}, conns: make(chan net.Conn), quit: make(chan struct{})}
}

// Accept gives the next socket over memory.
func (p *polls) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.quit:
		return nil, net.ErrClosed
	}
}

// Close accepts no more sockets.
func (p *polls) Close() error {
	p.once.Do(func() { close(p.quit) })
	return nil
}

// Addr names no real address: what reaches this listener comes from inside.
func (p *polls) Addr() net.Addr { return &net.UnixAddr{Name: "poll", Net: "memory"} }

// dial opens a socket over memory.
func (p *polls) dial(ctx context.Context, host string) (*websocket.Conn, error) {
	dialer := websocket.Dialer{
		HandshakeTimeout: helloIn,
		NetDialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			near, far := net.Pipe()
			select {
			case p.conns <- far:
				return near, nil
			case <-p.quit:
				return nil, net.ErrClosed
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		},
	}
	ws, _, err := dialer.DialContext(ctx, "ws://"+host+protocol.PathSocket, nil)
	return ws, err
}

// serveFrames takes frames of a session and gives what waits for it. An unknown name gets 410, and
// the page starts over.
func (o *Origin) serveFrames(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longpoll.MaxBody))
	var ask longpoll.Request
	if err == nil {
		ask, err = longpoll.Decode(body)
	}
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]any{"error": "bad request"})
		return
	}
	session, status := o.polls.find(r, &ask.ID)
	if session == nil {
		answer(w, status, map[string]any{"error": "no session"})
		return
	}
	session.Send(ask.Frames)
	frames, end := session.Take(r.Context(), ask.Hold())
	if end != nil {
		o.polls.sessions.Drop(ask.ID)
	}
	answer(w, http.StatusOK, longpoll.Answer{ID: ask.ID, Frames: frames, Closed: end})
}

// find gives a session. It begins one and names it if id is empty. Without one it gives the status
// to answer.
func (p *polls) find(r *http.Request, id *string) (*longpoll.Session, int) {
	if *id != "" {
		return p.sessions.Find(*id), http.StatusGone
	}
	from := network(r.RemoteAddr)
	free := func(n int) bool { return n < maxPolls && p.held[from] < maxPollsOfOne }
	if !p.sessions.Room(free) {
		return nil, http.StatusServiceUnavailable
	}
	ws, err := p.dial(r.Context(), r.Host)
	if err != nil {
		return nil, http.StatusServiceUnavailable
	}
	session := longpoll.Open(ws)
	*id = rand.Text()
	take := func(n int) bool {
		if !free(n) {
			return false
		}
		p.held[from]++
		return true
	}
	leave := func() {
		if p.held[from]--; p.held[from] == 0 {
			delete(p.held, from)
		}
	}
	if !p.sessions.Keep(*id, session, take, leave) {
		session.Close()
		return nil, http.StatusServiceUnavailable
	}
	return session, 0
}

// network returns the address of a request; for IPv6 its /64, which is what one subscriber has.
func network(remote string) netip.Addr {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	a := at.Addr().Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return a
}
