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

// player is one socket while it is read. Before its hello it has a door, afterwards a session.
type player struct {
	*server
	link   *link
	ws     *websocket.Conn
	reader *bufio.Reader   // ws reads from it
	raw    syscall.RawConn // nil if readiness cannot be waited for: then a goroutine blocks in the read
	ended  bool            // readable found that the connection has ended
	door   *door
	build  string // of the page at the other end; "": it is no page, or nobody tells it of another
}

// door is what is known before the hello and not needed after it.
type door struct {
	challenge string
	compress  bool
}

// open answers a handshake; nil: that failed.
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

// keep starts waiting for the hello on this connection, which is the player's from now on; false:
// there is no connection.
func (p *player) keep(conn net.Conn) bool {
	if conn == nil {
		return false
	}
	p.link.Conn, p.raw = conn, rawOf(conn)
	conn.SetReadDeadline(time.Now().Add(p.HelloIn))
	go p.work()
	return true
}

// wait waits until there is something to read. It calls nothing deep, so that its stack stays
// small.
func (p *player) wait() {
	if p.raw == nil {
		for p.next() {
		}
		return
	}
	if p.raw.Read(p.readable) != nil || p.ended {
		p.leave()
		return
	}
	go p.work()
}

// work reads what has come on a stack of its own, and goes back to waiting.
func (p *player) work() {
	if p.door != nil {
		p.reader.Peek(1) // the read reports any error again
		deepen(0)
	}
	for p.next() {
		if p.door == nil && p.reader.Buffered() == 0 {
			go p.wait()
			return
		}
	}
}

// deepen grows this goroutine's stack while it is nearly empty. Otherwise it would grow step by
// step during handshake and hello and be copied each time: a tenth of what a joining player costs.
//
//go:noinline
func deepen(at int) byte {
	var room [10 << 10]byte
	return room[at]
}

// next reads one message or control frame and says whether to go on reading.
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
	// Gorilla limits the bytes on the wire; a compressed message may be a thousand times as long.
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

// messages are buffers that are reused: decoding copies everything.
var messages = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, protocol.MaxHello)) }}

// giveBack drops a buffer that many plays have made large.
func giveBack(m *bytes.Buffer) {
	if m.Cap() <= 4*protocol.MaxHello {
		m.Reset()
		messages.Put(m)
	}
}

// hello handles the first message and joins the hub.
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
		p.sendFarewell(err)
		return p.part(closeFor(err))
	}
	p.door = nil
	if p.Build != nil && !hi.Relay && len(hi.Build) <= maxBuild {
		p.build = hi.Build
	}
	return true
}

// maxBuild is how long the name of a page's build is at most, in bytes. Ours have 16.
const maxBuild = 64

// sendFarewell sends the frame that a refusal may carry.
func (p *player) sendFarewell(err error) {
	var farewell *Farewell
	if !errors.As(err, &farewell) {
		return
	}
	if b, err := farewell.Frame.Encode(); err == nil {
		p.link.SetWriteDeadline(time.Now().Add(2 * time.Second))
		p.ws.WriteMessage(websocket.TextMessage, b)
	}
}

// letIn asks who the player is and joins the hub, when its turn has come.
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

// end handles a read error: a goodbye, a broken line, or a player that breaks the rules.
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

// part closes the socket with a code, and reads on for a while without looking. A connection that
// is closed with unread bytes is reset, and the code would be lost.
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

// leave ends the socket. It returns false, for next.
func (p *player) leave() bool {
	if p.link.session != nil {
		p.link.session.Leave()
	} else {
		p.link.Close()
	}
	p.Left(p.link.RemoteAddr())
	return false
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

func isNet(err error) bool {
	var op *net.OpError // nearly all errors are this type; looking for an interface is slow
	var n net.Error
	return errors.As(err, &op) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) || errors.As(err, &n)
}
