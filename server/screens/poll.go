package screens

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/socket"
)

// Long polling, for pages behind a proxy that breaks websockets. A session is a socket of our own that is kept here for the
// page: the same frames, the same door, the same queue that never blocks. What is lost on the way ends the session, and the
// page begins anew by saying what it has.
const (
	mostPolls  = 2000             // sessions: each holds a socket and what waits for its page
	mostFrames = 16               // frames in a request
	mostWait   = 25 * time.Second // that a request is held: proxies give up after thirty seconds or more
	idlePoll   = 60 * time.Second // without a request after which a session ends
	mostQueued = 2 * protocol.MaxFrame
)

// asked is a request: frames to send, and how long, in ms, it may be held until there are some to take.
type asked struct {
	ID     string            `json:"id"` // "" begins a session; its first frame is a hello
	Frames []json.RawMessage `json:"frames"`
	Wait   int64             `json:"wait"`
}

// told is the answer. Closed says that the session is over, with the code and reason of its socket.
type told struct {
	ID     string            `json:"id"`
	Frames []json.RawMessage `json:"frames"`
	Closed *pollEnd          `json:"closed,omitempty"`
}

type pollEnd struct {
	Code   int    `json:"code"`
	Reason string `json:"reason"`
}

// polls keeps the sessions by their random name.
type polls struct {
	dial func(context.Context) (*socket.Line, error)

	mu  sync.Mutex
	all map[string]*poll
}

// poll is one session.
type poll struct {
	line  *socket.Line
	ready chan struct{} // holds one token while there is something to take
	idle  *time.Timer

	writing sync.Mutex

	mu    sync.Mutex
	queue []json.RawMessage
	size  int
	end   *pollEnd
}

// serve answers a request. A name that is not known gets 410: the page begins anew.
func (p *polls) serve(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if !sameSite(c) {
		return fiber.ErrForbidden
	}
	body, err := bodyUpTo(c, protocol.MaxPlays+protocol.MaxHello)
	if err != nil {
		return err
	}
	var ask asked
	if json.Unmarshal(body, &ask) != nil || len(ask.Frames) > mostFrames {
		return fiber.ErrBadRequest
	}
	session, err := p.of(c, &ask)
	if err != nil {
		return err
	}
	session.idle.Reset(idlePoll + mostWait)
	session.send(ask.Frames)
	out := told{ID: ask.ID}
	out.Frames, out.Closed = session.take(min(time.Duration(max(ask.Wait, 0))*time.Millisecond, mostWait))
	if out.Closed != nil {
		p.drop(ask.ID)
	}
	return c.JSON(out)
}

// of finds the session of a request, or begins one and names it.
func (p *polls) of(c *fiber.Ctx, ask *asked) (*poll, error) {
	p.mu.Lock()
	session, ok := p.all[ask.ID]
	full := len(p.all) >= mostPolls
	p.mu.Unlock()
	switch {
	case ok:
		return session, nil
	case ask.ID != "":
		return nil, fiber.ErrGone
	case full:
		return nil, &content.Error{Code: content.TooMany, Vi: "Quá nhiều màn hình đang dùng đường dự phòng. Màn hình sẽ tự thử lại.", En: "Too many screens use the fallback link. The screen will try again."}
	}
	line, err := p.dial(c.UserContext())
	if err != nil {
		return nil, err
	}
	session = &poll{line: line, ready: make(chan struct{}, 1)}
	ask.ID = rand.Text()
	id := ask.ID
	session.idle = time.AfterFunc(idlePoll, func() { p.drop(id) })
	p.mu.Lock()
	if p.all == nil {
		p.all = map[string]*poll{}
	}
	p.all[id] = session
	p.mu.Unlock()
	go session.read()
	return session, nil
}

// drop ends a session.
func (p *polls) drop(id string) {
	p.mu.Lock()
	session, ok := p.all[id]
	delete(p.all, id)
	p.mu.Unlock()
	if ok {
		session.idle.Stop()
		session.line.Close()
	}
}

// read queues what comes until the socket ends, or until the page takes nothing any more.
func (s *poll) read() {
	for {
		b, err := s.line.Read()
		s.mu.Lock()
		switch {
		case err != nil:
			code, reason := socket.CloseOf(err)
			s.end = &pollEnd{code, reason}
		case s.size+len(b) > mostQueued:
			s.end = &pollEnd{Code: protocol.CloseSlow}
		default:
			s.queue, s.size = append(s.queue, b), s.size+len(b)
		}
		over := s.end != nil
		s.mu.Unlock()
		select {
		case s.ready <- struct{}{}:
		default:
		}
		if over {
			s.line.Close()
			return
		}
	}
}

// send passes frames on. An error needs no answer: the reader meets it too, and tells the page.
func (s *poll) send(frames []json.RawMessage) {
	s.writing.Lock()
	defer s.writing.Unlock()
	for _, f := range frames {
		if s.line.Write(f) != nil {
			return
		}
	}
}

// take gives what waits, after a while where nothing does, and the end once everything before it was taken.
func (s *poll) take(wait time.Duration) ([]json.RawMessage, *pollEnd) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		s.mu.Lock()
		out, end := s.queue, s.end
		s.queue, s.size = nil, 0
		s.mu.Unlock()
		if len(out) > 0 || end != nil {
			return out, end
		}
		select {
		case <-s.ready:
		case <-timer.C:
			return []json.RawMessage{}, nil
		}
	}
}

// sameSite refuses a page of another site, which must not speak with this site's rights. Programs send no Origin.
func sameSite(c *fiber.Ctx) bool {
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, string(c.Context().Host()))
}
