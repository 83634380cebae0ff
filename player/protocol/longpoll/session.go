package longpoll

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

const (
	maxQueued  = 2 * protocol.MaxFrame // bytes
	writeLimit = 5 * time.Second       // for one message; the socket is local
)

// Session is a socket that is kept for a page. Many goroutines may use it.
type Session struct {
	ws      *websocket.Conn
	ready   chan struct{} // holds one token while something waits
	writing sync.Mutex

	mu    sync.Mutex
	queue []json.RawMessage
	size  int  // bytes of queue
	end   *End // nil: it is open
}

// Open begins a session on a socket that nobody else uses.
func Open(ws *websocket.Conn) *Session {
	ws.SetReadLimit(protocol.MaxFrame)
	s := &Session{ws: ws, ready: make(chan struct{}, 1)}
	go s.read()
	return s
}

// Close ends the session.
func (s *Session) Close() { s.ws.Close() }

// Ready gives a token when something may wait for the page.
func (s *Session) Ready() <-chan struct{} { return s.ready }

// read queues what comes until the socket ends, or until the page stops taking.
func (s *Session) read() {
	defer s.ws.Close()
	for open := true; open; {
		_, b, err := s.ws.ReadMessage()
		s.mu.Lock()
		switch {
		case err != nil:
			s.end = endOf(err)
		case s.size+len(b) > maxQueued:
			s.end = &End{Code: protocol.CloseSlow}
		default:
			s.queue, s.size = append(s.queue, b), s.size+len(b)
		}
		open = s.end == nil
		s.mu.Unlock()
		select {
		case s.ready <- struct{}{}:
		default:
		}
	}
}

// endOf is how a socket was closed; code 1006 if it broke off.
func endOf(err error) *End {
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		return &End{closed.Code, closed.Text}
	}
	return &End{Code: websocket.CloseAbnormalClosure}
}

// Send passes frames of the page on. It reports no error: the reader meets it too and ends the
// session.
func (s *Session) Send(frames []json.RawMessage) {
	s.writing.Lock()
	defer s.writing.Unlock()
	for _, f := range frames {
		if s.ws.SetWriteDeadline(time.Now().Add(writeLimit)) != nil || s.ws.WriteMessage(websocket.TextMessage, f) != nil {
			return
		}
	}
}

// Take gives the frames that wait. If there are none it waits for some, but not longer than wait.
// The end comes with the last frames before it. A page that has gone (ctx) loses nothing to itself:
// it starts over anyway.
func (s *Session) Take(ctx context.Context, wait time.Duration) ([]json.RawMessage, *End) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		s.mu.Lock()
		frames, end := s.queue, s.end
		if ctx.Err() == nil {
			s.queue, s.size = nil, 0
		}
		s.mu.Unlock()
		if len(frames) > 0 || end != nil {
			return frames, end
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
