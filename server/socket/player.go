package socket

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// player is one socket as it is read. Before its hello it has a door, afterwards a session.
type player struct {
	*server
	link   *link
	ws     *websocket.Conn
	reader *bufio.Reader   // the one that ws reads from
	raw    syscall.RawConn // nil where readiness cannot be waited for: then a goroutine blocks in the read
	over   bool            // readable found the connection ended
	door   *door
}

// door is what is known before the hello and not needed after it.
type door struct {
	challenge string
	compress  bool
}

// open answers a handshake. nil: it could not be answered.
func (s *server) open(conn net.Conn, r *http.Request) *player {
	challenge := newChallenge()
	p, err := upgrade(conn, r, challenge)
	if err != nil {
		s.Log.Debug("handshake failed", "err", err)
		return nil
	}
	p.server = s
	p.door = &door{challenge: challenge, compress: agreed(r)}
	p.ws.SetReadLimit(protocol.MaxHello)
	return p
}

// keep has somebody wait for the hello on this connection, which is the player's from now on; false: there is none.
func (p *player) keep(conn net.Conn) bool {
	if conn == nil {
		return false
	}
	p.link.Conn, p.raw = conn, rawOf(conn)
	conn.SetReadDeadline(time.Now().Add(p.HelloIn))
	go p.work()
	return true
}

// wait parks until there is something to read. It calls nothing deep, so that its stack stays at the smallest size.
func (p *player) wait() {
	if p.raw == nil {
		for p.next() {
		}
		return
	}
	if p.raw.Read(p.readable) != nil || p.over {
		p.leave()
		return
	}
	go p.work()
}

// work waits for the hello, reads what has come, on a stack of its own, and goes back to waiting.
func (p *player) work() {
	if p.door != nil {
		p.reader.Peek(1) // whatever is wrong, the read tells again
		deepen(0)
	}
	for p.next() {
		if p.door == nil && p.reader.Buffered() == 0 {
			go p.wait()
			return
		}
	}
}

// deepen grows this goroutine's stack while there is next to nothing on it. Else it would grow step by step amid handshake
// and hello, and be copied each time: a tenth of what a player costs that joins.
//
//go:noinline
func deepen(at int) byte {
	var room [10 << 10]byte
	return room[at]
}

// next reads one message or control frame and says whether reading goes on.
func (p *player) next() bool {
	if done, err := p.control(); done || err != nil {
		return err == nil || p.end(err)
	}
	kind, r, err := p.ws.NextReader()
	if err != nil {
		return p.end(err)
	}
	limit := protocol.MaxPlays
	if p.door != nil {
		limit = protocol.MaxHello
	}
	m := messages.Get().(*bytes.Buffer)
	defer giveBack(m)
	// Gorilla's limit is on what travels; a compressed message may be a thousand times as long.
	_, err = m.ReadFrom(io.LimitReader(r, int64(limit)+1))
	switch {
	case err != nil:
		return p.end(err)
	case m.Len() > limit:
		return p.end(websocket.ErrReadLimit)
	case p.door != nil:
		return p.hello(kind, m.Bytes())
	}
	p.link.session.Heard()
	return p.message(kind, m.Bytes())
}

// messages are read into buffers that serve again: of what is decoded all is copied.
var messages = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, protocol.MaxHello)) }}

// giveBack keeps no buffer that many plays have made large.
func giveBack(m *bytes.Buffer) {
	if m.Cap() <= 4*protocol.MaxHello {
		m.Reset()
		messages.Put(m)
	}
}

// hello takes the first message and joins the hub.
func (p *player) hello(kind int, b []byte) bool {
	d := p.door
	hi, err := protocol.DecodeHello(b)
	if err != nil || kind != websocket.TextMessage || hi.Screen == "" {
		return p.part(protocol.CloseHello, "hello")
	}
	if hi.Version != protocol.Version {
		return p.part(protocol.CloseVersion, "version")
	}
	if err := p.letIn(Knock{Challenge: d.challenge, Hello: hi}); err != nil {
		p.Log.Info("hello refused", "screen", hi.Screen, "err", err)
		return p.part(closeFor(err))
	}
	p.door = nil
	return true
}

// letIn asks who the player is and joins the hub, when it is its turn.
func (p *player) letIn(k Knock) error {
	p.hellos <- struct{}{}
	defer func() { <-p.hellos }()
	who, welcome, err := p.Accept(p.hurry.now(), k)
	if err != nil {
		return err
	}
	p.link.SetReadDeadline(time.Time{})
	p.ws.SetReadLimit(protocol.MaxPlays)
	return p.join(who, welcome, k.Hello)
}

func (p *player) join(who hub.Player, welcome protocol.Welcome, hi protocol.Hello) error {
	welcome.Version = protocol.Version
	if welcome.Now == 0 {
		welcome.Now = p.Now()
	}
	w, err := protocol.Reply(protocol.TypeWelcome, welcome)
	if err != nil {
		return err
	}
	who.Has, who.Relay, who.Compress = hi.Has, hi.Relay, p.door.compress
	who.Frames = append([]protocol.Frame{w}, who.Frames...)
	p.link.session, err = p.Hub.Join(p.link.Conn, who)
	return err
}

// end answers an error of reading: a farewell, a broken line, or a player that breaks the rules.
func (p *player) end(err error) bool {
	var bye *websocket.CloseError
	switch {
	case errors.As(err, &bye) && bye.Code != websocket.CloseAbnormalClosure:
		if p.link.session != nil {
			p.link.session.Close(protocol.CloseNormal, "")
		}
		return p.leave()
	case errors.Is(err, websocket.ErrReadLimit):
		return p.part(protocol.CloseTooLarge, "too large")
	case p.door != nil && isTimeout(err):
		return p.part(protocol.CloseHello, "hello")
	case errors.As(err, &bye) || isNet(err):
		return p.leave()
	}
	return p.part(websocket.CloseProtocolError, "protocol")
}

// part closes the socket with a code, and reads on for a while without looking: a connection closed with unread bytes in
// it is reset, and the code would be lost.
func (p *player) part(code int, reason string) bool {
	if s := p.link.session; s != nil {
		s.Close(code, reason)
		io.Copy(io.Discard, p.link.Conn) // the hub's sweep cuts it
		return p.leave()
	}
	until := time.Now().Add(2 * time.Second)
	p.link.SetDeadline(until)
	p.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), until)
	io.Copy(io.Discard, io.LimitReader(p.link.Conn, 1<<20))
	return p.leave()
}

// leave ends the socket; it returns false, for next.
func (p *player) leave() bool {
	if p.link.session != nil {
		p.link.session.Leave()
	} else {
		p.link.Close()
	}
	return false
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

func isNet(err error) bool {
	var op *net.OpError // what nearly all are; to look for an interface is slow
	var n net.Error
	return errors.As(err, &op) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) || errors.As(err, &n)
}
