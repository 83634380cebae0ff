package link

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/player/protocol"
)

// connect runs a link against what serve does with each of its sockets, after the hello.
func connect(t *testing.T, has map[string]string, serve func(n int, ws *websocket.Conn, h protocol.Hello)) (*Link, *atomic.Int64, chan error) {
	t.Helper()
	var sockets atomic.Int64
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		up := websocket.Upgrader{}
		ws, err := up.Upgrade(w, r, http.Header{protocol.ChallengeHeader: {"a challenge of some length"}})
		if err != nil {
			return
		}
		defer ws.Close()
		_, b, err := ws.ReadMessage()
		if err != nil {
			return
		}
		f, err := protocol.Decode(b)
		var h protocol.Hello
		if err != nil || f.Open(&h) != nil {
			t.Errorf("hello: %v, %d bytes", err, len(b))
			return
		}
		serve(int(sockets.Add(1)), ws, h)
	}))
	t.Cleanup(web.Close)
	_, key, _ := ed25519.GenerateKey(nil)
	downs := make(chan error, 100)
	start := time.Now()
	l, err := New(Config{
		Server: web.URL + "/", Screen: "S1", Key: key, Log: slog.New(slog.DiscardHandler),
		Mono: func() int64 { return time.Since(start).Milliseconds() },
		Has:  func() map[string]string { return has }, Follow: func() string { return "0011223344556677" }, Head: func() *protocol.Head { return nil },
		Up: func(protocol.Welcome) {}, Down: func(err error) { downs <- err },
		Frame: func(protocol.Frame) {}, Acked: func(protocol.Acked) {}, Clock: func(protocol.Clock, int64) {},
		Newest: func() (int64, bool) { return 0, false },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { l.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return l, &sockets, downs
}

func say(ws *websocket.Conn, typ protocol.Type, body any) {
	f, _ := protocol.Reply(typ, body)
	b, _ := f.Encode()
	ws.WriteMessage(websocket.TextMessage, b)
}

func hangUp(ws *websocket.Conn, code int, why string) {
	ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Now().Add(20*time.Second))
}

func TestComesBackWhenTold(t *testing.T) {
	began := time.Now()
	_, sockets, _ := connect(t, nil, func(n int, ws *websocket.Conn, _ protocol.Hello) {
		say(ws, protocol.TypeWelcome, protocol.Welcome{Version: 1})
		if n == 1 {
			hangUp(ws, protocol.CloseRestart, protocol.RetryReason(700*time.Millisecond))
			return
		}
		ws.ReadMessage()
	})
	for sockets.Load() < 2 {
		time.Sleep(5 * time.Millisecond)
	}
	if took := time.Since(began); took < 700*time.Millisecond || took > 20*time.Second {
		t.Errorf("came back after %v, was told 700 ms", took)
	}
}

func TestRefusedPlayersStayAway(t *testing.T) {
	for _, code := range []int{protocol.CloseDenied, protocol.CloseVersion} {
		var back protocol.Backoff
		if wait := pause(&websocket.CloseError{Code: code}, &back); wait < denied {
			t.Errorf("closed with %d it comes back after %v", code, wait)
		}
	}
	var back protocol.Backoff
	if wait := pause(&websocket.CloseError{Code: protocol.CloseDropped}, &back); wait >= denied {
		t.Errorf("dropped, it asks only after %v whether it was released", wait)
	}
	if wait := pause(&websocket.CloseError{Code: protocol.CloseRestart, Text: "retry=99999999999"}, &back); wait > 10*time.Minute {
		t.Errorf("a server silenced it for %v", wait)
	}
}

func TestHelloNeverPassesItsLimit(t *testing.T) {
	has := map[string]string{"screen/S1": strings.Repeat("a", 64), "programme/a": strings.Repeat("b", 64)}
	for i := range 200 {
		has[fmt.Sprintf("figures/board-%d", i)] = strings.Repeat("c", 64)
	}
	hello := make(chan protocol.Hello, 1)
	connect(t, has, func(_ int, ws *websocket.Conn, h protocol.Hello) {
		select {
		case hello <- h:
		default:
		}
		ws.ReadMessage()
	})
	h := <-hello
	b, _ := json.Marshal(h)
	if len(b) > protocol.MaxHello-64 || h.Has["screen/S1"] == "" || h.Has["programme/a"] == "" || len(h.Has) < 10 {
		t.Errorf("hello of %d bytes with %d things", len(b), len(h.Has))
	}
	if !h.Relay || len(h.Proof) != ed25519.SignatureSize {
		t.Errorf("hello %+v proves nothing", h)
	}
}

func TestNothingCountsBeforeTheWelcome(t *testing.T) {
	l, _, downs := connect(t, nil, func(_ int, ws *websocket.Conn, _ protocol.Hello) {
		say(ws, protocol.TypeAcked, protocol.Acked{Journal: "j", Seq: 100})
		ws.ReadMessage()
	})
	if err := <-downs; !strings.Contains(err.Error(), "before the welcome") {
		t.Errorf("hung up because of %v", err)
	}
	if l.Send(protocol.TypeStatus, protocol.Status{}) {
		t.Error("sent to a server that has not welcomed it")
	}
}

func TestHugeAndBrokenMessagesEndTheConnection(t *testing.T) {
	for name, message := range map[string]string{
		"no JSON": "{", "deep": `{"type":"screen","body":` + strings.Repeat("[", 99) + strings.Repeat("]", 99) + "}",
		"huge": `{"type":"acked","body":"` + strings.Repeat("x", protocol.MaxFrame) + `"}`,
	} {
		_, _, downs := connect(t, nil, func(_ int, ws *websocket.Conn, _ protocol.Hello) {
			say(ws, protocol.TypeWelcome, protocol.Welcome{Version: 1})
			ws.WriteMessage(websocket.TextMessage, []byte(message))
			ws.ReadMessage()
			ws.ReadMessage()
		})
		select {
		case <-downs:
		case <-time.After(30 * time.Second):
			t.Errorf("%s: the connection is held", name)
		}
	}
}

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://ngatu.example.vn/":  "https://ngatu.example.vn",
		" http://192.168.1.10:4080 ": "http://192.168.1.10:4080",
		"https://x.example/ngatu/":   "https://x.example/ngatu",
		"ngatu.example.vn":           "",
		"":                           "",
		"https://":                   "",
		"https://user:pw@x.example":  "",
		"https://x.example/?a=b":     "",
		"file:///etc/passwd":         "",
		"http://[::1":                "",
	} {
		got, err := Address(in)
		if got != want || (want == "") != (content.CodeOf(err) == content.Invalid) {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
}
