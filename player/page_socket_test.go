package player

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/protocol"
)

// page is a page as it speaks to the agent.
type pageSocket struct {
	t    *testing.T
	conn *websocket.Conn
}

func openPage(t *testing.T, p *Player) *pageSocket {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial("ws://"+p.Addr()+"/ws", http.Header{"Origin": {"http://" + p.Addr()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	c := &pageSocket{t, conn}
	c.say(protocol.TypeHello, protocol.Hello{Version: 1, Screen: screenCode, Token: "agent"})
	c.await(protocol.TypeWelcome)
	return c
}

func (c *pageSocket) say(typ protocol.Type, body any) {
	b, err := reply(typ, body).Encode()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.conn.WriteMessage(websocket.TextMessage, b); err != nil {
		c.t.Fatal(err)
	}
}

func (c *pageSocket) await(typ protocol.Type) protocol.Frame {
	c.t.Helper()
	c.conn.SetReadDeadline(time.Now().Add(patience))
	for {
		_, b, err := c.conn.ReadMessage()
		if err != nil {
			c.t.Fatalf("waiting for %s: %v", typ, err)
		}
		if f, err := protocol.Decode(b); err == nil && f.Type == typ {
			return f
		}
	}
}

// slides are the slides of the next programme that the page is told.
func (c *pageSocket) slides() string {
	c.t.Helper()
	var p content.Programme
	if err := c.await(protocol.TypeProgramme).Open(&p); err != nil {
		c.t.Fatal(err)
	}
	var ids []string
	for _, s := range p.Slides {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}
