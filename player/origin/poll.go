package origin

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// Long polling, for pages of a hall that reach this computer through a proxy that breaks websockets. A session is a socket
// to this very origin, over memory: the same guard, the same hello, the same queue. The server speaks it in the same way;
// the contract of an origin holds both to it.
const (
	mostPolls  = maxPages / 2     // they are pages too, and some places are left to sockets
	mostFrames = 16               // in a request
	mostWait   = 25 * time.Second // that a request is held: proxies give up after thirty seconds or more
	idlePoll   = 60 * time.Second // without a request after which a session ends
	mostQueued = 2 * protocol.MaxFrame
)

// polls keeps the sessions by their random name. It is also the listener through which their sockets reach the web server.
type polls struct {
	conns chan net.Conn
	quit  chan struct{}
	once  sync.Once

	mu  sync.Mutex
	all map[string]*poll
}

// poll is one session.
type poll struct {
	ws      *websocket.Conn
	ready   chan struct{} // holds one token while there is something to take
	idle    *time.Timer
	writing sync.Mutex

	mu    sync.Mutex
	queue []json.RawMessage
	size  int
	end   *pollEnd
}

// pollEnd is why a session is over: the code and reason of its socket.
type pollEnd struct {
	Code   int    `json:"code"`
	Reason string `json:"reason"`
}

func newPolls() *polls {
	return &polls{conns: make(chan net.Conn), quit: make(chan struct{}), all: map[string]*poll{}}
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

// Close lets no more in.
func (p *polls) Close() error {
	p.once.Do(func() { close(p.quit) })
	return nil
}

// Addr is nowhere: what reaches this listener comes from inside.
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
	if err == nil {
		ws.SetReadLimit(protocol.MaxFrame)
	}
	return ws, err
}

// serveFrames takes frames of a session and gives what waits for it. A name that is not known gets 410: the page begins anew.
func (o *Origin) serveFrames(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		ID     string            `json:"id"` // "" begins a session; its first frame is a hello
		Frames []json.RawMessage `json:"frames"`
		Wait   int64             `json:"wait"` // ms
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, protocol.MaxPlays+protocol.MaxHello))
	if err != nil || json.Unmarshal(body, &ask) != nil || len(ask.Frames) > mostFrames {
		answer(w, http.StatusBadRequest, map[string]any{"error": "bad request"})
		return
	}
	session, status := o.polls.of(r, &ask.ID)
	if session == nil {
		answer(w, status, map[string]any{"error": "no session"})
		return
	}
	session.idle.Reset(idlePoll + mostWait)
	session.send(ask.Frames)
	frames, end := session.take(r.Context(), min(time.Duration(max(ask.Wait, 0))*time.Millisecond, mostWait))
	if end != nil {
		o.polls.drop(ask.ID)
	}
	answer(w, http.StatusOK, struct {
		ID     string            `json:"id"`
		Frames []json.RawMessage `json:"frames"`
		Closed *pollEnd          `json:"closed,omitempty"`
	}{ask.ID, frames, end})
}

// of finds a session, or begins one and names it; without one it gives the status to answer.
func (p *polls) of(r *http.Request, id *string) (*poll, int) {
	p.mu.Lock()
	session, full := p.all[*id], len(p.all) >= mostPolls
	p.mu.Unlock()
	switch {
	case session != nil:
		return session, 0
	case *id != "":
		return nil, http.StatusGone
	case full:
		return nil, http.StatusServiceUnavailable
	}
	ws, err := p.dial(r.Context(), r.Host)
	if err != nil {
		return nil, http.StatusServiceUnavailable
	}
	session = &poll{ws: ws, ready: make(chan struct{}, 1)}
	name := rand.Text()
	*id = name
	session.idle = time.AfterFunc(idlePoll, func() { p.drop(name) })
	p.mu.Lock()
	p.all[name] = session
	p.mu.Unlock()
	go session.read()
	return session, 0
}

// drop ends a session.
func (p *polls) drop(id string) {
	p.mu.Lock()
	session := p.all[id]
	delete(p.all, id)
	p.mu.Unlock()
	if session != nil {
		session.idle.Stop()
		session.ws.Close()
	}
}

// read queues what comes until the socket ends, or until the page takes nothing any more.
func (s *poll) read() {
	defer s.ws.Close()
	for over := false; !over; {
		_, b, err := s.ws.ReadMessage()
		s.mu.Lock()
		var closed *websocket.CloseError
		switch {
		case errors.As(err, &closed):
			s.end = &pollEnd{closed.Code, closed.Text}
		case err != nil:
			s.end = &pollEnd{Code: websocket.CloseAbnormalClosure}
		case s.size+len(b) > mostQueued:
			s.end = &pollEnd{Code: protocol.CloseSlow}
		default:
			s.queue, s.size = append(s.queue, b), s.size+len(b)
		}
		over = s.end != nil
		s.mu.Unlock()
		select {
		case s.ready <- struct{}{}:
		default:
		}
	}
}

// send passes frames on. An error needs no answer: the reader meets it too, and tells the page.
func (s *poll) send(frames []json.RawMessage) {
	s.writing.Lock()
	defer s.writing.Unlock()
	for _, f := range frames {
		s.ws.SetWriteDeadline(time.Now().Add(writeIn))
		if s.ws.WriteMessage(websocket.TextMessage, f) != nil {
			return
		}
	}
}

// take gives what waits, after a while where nothing does, and the end once everything before it was taken. What a page takes that has gone
// meanwhile is lost with it: a page that misses an answer begins anew.
func (s *poll) take(ctx context.Context, wait time.Duration) ([]json.RawMessage, *pollEnd) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		s.mu.Lock()
		out, end := s.queue, s.end
		if ctx.Err() == nil {
			s.queue, s.size = nil, 0
		}
		s.mu.Unlock()
		if len(out) > 0 || end != nil {
			return out, end
		}
		select {
		case <-s.ready:
		case <-timer.C:
			return []json.RawMessage{}, nil
		case <-ctx.Done():
			return []json.RawMessage{}, nil
		}
	}
}
