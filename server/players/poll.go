package players

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/protocol/longpoll"
	"ngatu/server/edge"
)

const (
	maxPolls      = 2000             // sessions: each holds a socket and what waits for its page
	maxPollsOfOne = 200              // of one address; halls in --trusted-proxy may have more
	maxHellos     = 256              // hellos that wait for their answer
	helloLimit    = 10 * time.Second // for that answer
)

// polls serves pages that poll, because a proxy breaks their websockets.
type polls struct {
	sessions longpoll.Sessions
	dial     func(context.Context) (*websocket.Conn, error)
	node     string // of several: a session is one node's, and its name says which
	edge     *edge.Edge
	hellos   chan struct{}       // holds a token for each hello that waits for its answer
	of       map[edge.Client]int // sessions of each address; the lock of sessions guards it
}

func newPolls(dial func(context.Context) (*websocket.Conn, error), node string, e *edge.Edge) *polls {
	return &polls{dial: dial, node: node, edge: e, hellos: make(chan struct{}, maxHellos), of: map[edge.Client]int{}}
}

// serve answers a request. An unknown name gets 410, and the page starts over.
func (p *polls) serve(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	if err := p.edge.CheckOrigin(c, "poll"); err != nil {
		return err
	}
	body, err := p.edge.ReadBody(c, longpoll.MaxBody)
	if err != nil {
		return err
	}
	ask, err := longpoll.Decode(body)
	if err != nil {
		return fiber.ErrBadRequest
	}
	if ask.ID == "" {
		return p.begin(c, ask)
	}
	session := p.sessions.Find(ask.ID)
	if session == nil {
		return fiber.ErrGone
	}
	session.Send(ask.Frames)
	out := longpoll.Answer{ID: ask.ID, Node: p.node}
	out.Frames, out.Closed = session.Take(c.UserContext(), ask.Hold())
	if out.Closed != nil {
		p.sessions.Drop(ask.ID)
	}
	return c.JSON(out)
}

// begin answers a hello. A session takes a place only once it was let in, so nobody without a
// credential keeps others out.
func (p *polls) begin(c *fiber.Ctx, ask longpoll.Request) error {
	if len(ask.Frames) == 0 {
		return fiber.ErrBadRequest
	}
	from := p.edge.Client(c)
	free := func(n int) bool { return n < maxPolls && (from.Trusted || p.of[from] < p.edge.Share(maxPollsOfOne)) }
	if !p.sessions.Room(free) {
		return crowded()
	}
	session, err := p.hello(c.UserContext(), ask.Frames)
	if err != nil {
		return err
	}
	out := longpoll.Answer{ID: rand.Text(), Node: p.node}
	if out.Frames, out.Closed = session.Take(c.UserContext(), 0); out.Closed == nil && !p.keep(out.ID, session, from, free) {
		session.Close()
		return crowded()
	}
	return c.JSON(out)
}

// keep gives a session a place and counts it for its address; false: there is none any more.
func (p *polls) keep(id string, session *longpoll.Session, from edge.Client, free func(int) bool) bool {
	return p.sessions.Keep(id, session, func(n int) bool {
		if !free(n) {
			return false
		}
		p.of[from]++
		return true
	}, func() {
		if p.of[from]--; p.of[from] == 0 {
			delete(p.of, from)
		}
	})
}

// hello says hello and waits for the answer.
func (p *polls) hello(ctx context.Context, frames []json.RawMessage) (*longpoll.Session, error) {
	late := time.NewTimer(helloLimit)
	defer late.Stop()
	select {
	case p.hellos <- struct{}{}:
		defer func() { <-p.hellos }()
	case <-late.C:
		return nil, crowded()
	}
	ws, err := p.dial(ctx)
	if err != nil {
		return nil, err
	}
	session := longpoll.Open(ws)
	session.Send(frames)
	select {
	case <-session.Ready():
		return session, nil
	case <-late.C:
		session.Close()
		return nil, crowded()
	}
}

func crowded() error {
	return &content.Error{Code: content.TooMany, Vi: "Quá nhiều màn hình đang dùng đường dự phòng. Màn hình sẽ tự thử lại.", En: "Too many screens use the fallback link. The screen will try again."}
}
