package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/internal/app"
	"ngatu/player/protocol"
)

// join says a screen's hello and gives the first frame.
func join(t *testing.T, a *app.App, screen string) protocol.Frame {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(a.Address(), "http")+protocol.PathSocket, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	f, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: screen})
	if err != nil {
		t.Fatal(err)
	}
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.WriteMessage(websocket.TextMessage, b); err != nil {
		t.Fatal(err)
	}
	ws.SetReadDeadline(time.Now().Add(30 * time.Second))
	_, b, err = ws.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	if f, err = protocol.Decode(b); err != nil {
		t.Fatal(err)
	}
	go func() { // reads on, so that a farewell is answered
		for err == nil {
			_, _, err = ws.ReadMessage()
		}
	}()
	return f
}
