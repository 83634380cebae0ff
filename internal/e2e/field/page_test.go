//go:build linux

package field

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/protocol"
)

// screen is which screen the agents of these tests become.
const screen = "SANH-01"

// socket is a page's connection to its agent.
type socket struct {
	conn *websocket.Conn
	held map[protocol.Type]protocol.Frame // frames that came while another was waited for
}

// open connects as a page does.
func (a *agent) open() (*socket, error) {
	d := websocket.Dialer{NetDialContext: a.dial, HandshakeTimeout: 30 * time.Second}
	conn, _, err := d.Dial("ws"+strings.TrimPrefix(a.base, "http")+protocol.PathSocket, http.Header{"Origin": {a.base}})
	if err != nil {
		return nil, err
	}
	s := &socket{conn, map[protocol.Type]protocol.Frame{}}
	err = s.say(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: screen, Build: "field"})
	if err == nil {
		_, err = s.await(protocol.TypeWelcome)
	}
	if err != nil {
		conn.Close()
	}
	return s, err
}

func (s *socket) say(t protocol.Type, body any) error {
	f, err := protocol.Reply(t, body)
	if err != nil {
		return err
	}
	b, err := f.Encode()
	if err != nil {
		return err
	}
	return s.conn.WriteMessage(websocket.TextMessage, b)
}

// await waits for a frame of a type; one that came before counts.
func (s *socket) await(t protocol.Type) (protocol.Frame, error) {
	if f, ok := s.held[t]; ok {
		delete(s.held, t)
		return f, nil
	}
	s.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for {
		_, b, err := s.conn.ReadMessage()
		if err != nil {
			return protocol.Frame{}, err
		}
		f, err := protocol.Decode(b)
		switch {
		case errors.Is(err, protocol.ErrType):
		case err != nil:
			return f, err
		case f.Type == t:
			return f, nil
		default:
			s.held[f.Type] = f
		}
	}
}

// programme is the frame that a page which begins now would follow, and the programme in it.
func (a *agent) programme() (f protocol.Frame, p content.Programme, err error) {
	s, err := a.open()
	if err != nil {
		return f, p, err
	}
	defer s.conn.Close()
	if f, err = s.await(protocol.TypeProgramme); err == nil {
		err = f.Open(&p)
	}
	if err == nil && len(p.Slides) == 0 {
		err = fmt.Errorf("an empty programme %s", f.Hash)
	}
	return f, p, err
}

// onAir is the programme that the agent gives to its page; an empty one while it has none.
func (a *agent) onAir(t testing.TB) content.Programme {
	t.Helper()
	_, p, err := a.programme()
	if err != nil {
		t.Logf("the agent has no programme yet: %v", err)
	}
	return p
}
