package protocoltest

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// peer is a player, played by the suite.
type peer struct {
	t      testing.TB
	origin Origin
	ws     *websocket.Conn
	header http.Header
	frames chan protocol.Frame
	ended  chan error
}

// dial does the handshake and sends nothing.
func dial(t testing.TB, o Origin, compress bool) *peer {
	t.Helper()
	d := websocket.Dialer{HandshakeTimeout: o.patience(), EnableCompression: compress}
	ws, resp, err := d.Dial("ws"+strings.TrimPrefix(o.URL, "http")+protocol.PathSocket, nil)
	if err != nil {
		t.Fatalf("handshake: %v", err)
	}
	p := &peer{t: t, origin: o, ws: ws, header: resp.Header, frames: make(chan protocol.Frame, 256), ended: make(chan error, 1)}
	t.Cleanup(func() { ws.Close() })
	go p.read()
	return p
}

func (p *peer) read() {
	for {
		_, b, err := p.ws.ReadMessage()
		if err != nil {
			p.ended <- err
			close(p.frames)
			return
		}
		f, err := protocol.Decode(b)
		if err != nil && !errors.Is(err, protocol.ErrType) {
			p.t.Errorf("a message that is no frame: %v: %.200q", err, b)
			continue
		}
		p.frames <- f
	}
}

// join says hello and takes the welcome.
func join(t testing.TB, o Origin, has map[string]string) *peer {
	t.Helper()
	p := dial(t, o, false)
	p.say(protocol.TypeHello, o.hello(p.header.Get(protocol.ChallengeHeader), has))
	if f := p.next(); f.Type != protocol.TypeWelcome {
		t.Fatalf("the first frame is a %s, want welcome", f.Type)
	}
	return p
}

// say sends one frame.
func (p *peer) say(typ protocol.Type, body any) {
	p.t.Helper()
	f, err := protocol.Reply(typ, body)
	if err != nil {
		p.t.Fatal(err)
	}
	b, err := f.Encode()
	if err != nil {
		p.t.Fatal(err)
	}
	p.raw(b)
}

func (p *peer) raw(b []byte) {
	p.t.Helper()
	p.ws.SetWriteDeadline(time.Now().Add(p.origin.patience()))
	if err := p.ws.WriteMessage(websocket.TextMessage, b); err != nil {
		p.t.Logf("send: %v", err) // the origin may have hung up already; the test reads what it sent
	}
}

// next is the next frame.
func (p *peer) next() protocol.Frame {
	p.t.Helper()
	select {
	case f, ok := <-p.frames:
		if !ok {
			p.t.Fatalf("the origin hung up: %v", <-p.ended)
		}
		return f
	case <-time.After(p.origin.patience()):
		p.t.Fatal("no frame came")
	}
	panic("unreachable")
}

// await is the next frame of this type; it skips others.
func (p *peer) await(typ protocol.Type) protocol.Frame {
	p.t.Helper()
	for {
		if f := p.next(); f.Type == typ {
			return f
		}
	}
}

// rest is everything until the origin is quiet. It starts with a question: once the origin answers,
// even a busy one has sent what it had to send before.
func (p *peer) rest() []protocol.Frame {
	p.t.Helper()
	var out []protocol.Frame
	p.say(protocol.TypeClock, protocol.Clock{Sent: 1})
	for f := p.next(); f.Type != protocol.TypeClock; f = p.next() {
		out = append(out, f)
	}
	for {
		select {
		case f, ok := <-p.frames:
			if !ok {
				p.t.Fatalf("the origin hung up: %v", <-p.ended)
			}
			out = append(out, f)
		case <-time.After(p.origin.quiet()):
			return out
		}
	}
}

// closed is the code and reason with which the origin hung up.
func (p *peer) closed() (int, string) {
	p.t.Helper()
	deadline := time.After(p.origin.patience())
	for {
		select {
		case _, ok := <-p.frames:
			if ok {
				continue
			}
			err := <-p.ended
			var bye *websocket.CloseError
			if !errors.As(err, &bye) {
				p.t.Fatalf("the line broke without a close frame: %v", err)
			}
			return bye.Code, bye.Text
		case <-deadline:
			p.t.Fatal("the origin did not hang up")
		}
	}
}

// hashes is what a player with these frames says it has.
func hashes(frames []protocol.Frame) map[string]string {
	has := map[string]string{}
	for _, f := range frames {
		if f.Hash != "" {
			has[f.Thing()] = f.Hash
		}
	}
	return has
}
