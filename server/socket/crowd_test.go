package socket_test

import (
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// dial joins a player with a real websocket library.
func dial(t testing.TB, r *rig, screen string, compress bool) (*websocket.Conn, *http.Response) {
	t.Helper()
	d := websocket.Dialer{EnableCompression: compress, ReadBufferSize: 512, WriteBufferSize: 512}
	ws, resp, err := d.Dial("ws://"+r.addr+protocol.PathSocket, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	f, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: 1, Screen: screen, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.WriteJSON(f); err != nil {
		t.Fatal(err)
	}
	if f := read(t, ws); f.Type != protocol.TypeWelcome {
		t.Fatalf("%s in place of a welcome", f.Type)
	}
	return ws, resp
}

func read(t testing.TB, ws *websocket.Conn) protocol.Frame {
	t.Helper()
	ws.SetReadDeadline(time.Now().Add(time.Minute))
	_, b, err := ws.ReadMessage()
	if err != nil {
		t.Fatal(err)
	}
	f, err := protocol.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A thousand players, half of them with compression, all get every change, each encoded once.
func TestThousandPlayers(t *testing.T) {
	const players, changes = 1000, 5
	r := newRig(t, hub.Options{})
	before := runtime.NumGoroutine()
	all := make([]*websocket.Conn, players)
	for i := range all {
		all[i], _ = dial(t, r, "screen-"+strconv.Itoa(i), i%2 == 0)
	}
	if n := float64(goroutines(before+players*105/100)-before) / players; n > 1.05 {
		t.Errorf("%.2f goroutines a player", n)
	}
	encoded := r.hub.Stats().Encoded
	for range changes {
		var got sync.WaitGroup
		began := time.Now()
		for _, ws := range all {
			got.Go(func() {
				if f := read(t, ws); f.Type != protocol.TypeProgramme {
					t.Errorf("got %s", f.Type)
				}
			})
		}
		r.programme(t)
		published := time.Since(began)
		got.Wait()
		t.Logf("published in %v, read by the last in %v", published, time.Since(began))
	}
	if n := r.hub.Stats().Encoded - encoded; n != changes {
		t.Errorf("%d changes were encoded %d times", changes, n)
	}
}

// goroutines is how many there are, once there are no more than most or after a while: those of
// handshakes end when they have a processor to end on.
func goroutines(most int) int {
	for end := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > most && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	return runtime.NumGoroutine()
}

func TestCompressionIsAgreed(t *testing.T) {
	r := newRig(t, hub.Options{})
	r.programme(t)
	for _, compress := range []bool{false, true} {
		ws, resp := dial(t, r, "S", compress)
		agreed := strings.Contains(resp.Header.Get("Sec-Websocket-Extensions"), "permessage-deflate")
		if agreed != compress {
			t.Errorf("asked for compression %v, agreed %v", compress, agreed)
		}
		if f := read(t, ws); f.Type != protocol.TypeProgramme {
			t.Errorf("got %s", f.Type)
		}
	}
}

// A browser or a proxy may ping; the pong carries what the ping did, and reading goes on.
func TestPingIsAnswered(t *testing.T) {
	r := newRig(t, hub.Options{})
	ws, _ := dial(t, r, "S", false)
	pong := make(chan string, 1)
	ws.SetPongHandler(func(s string) error { pong <- s; return nil })
	for _, payload := range []string{"", "Đống Đa", strings.Repeat("x", 125)} {
		if err := ws.WriteControl(websocket.PingMessage, []byte(payload), time.Now().Add(20*time.Second)); err != nil {
			t.Fatal(err)
		}
		f, _ := protocol.Reply(protocol.TypeClock, protocol.Clock{Sent: 1})
		if err := ws.WriteJSON(f); err != nil {
			t.Fatal(err)
		}
		if f := read(t, ws); f.Type != protocol.TypeClock {
			t.Errorf("got %s", f.Type)
		}
		if got := <-pong; got != payload {
			t.Errorf("pong %q to %q", got, payload)
		}
	}
}

// The hub's ping is answered by any websocket; a player that answers stays.
func TestSilentPlayerThatAnswersPingsStays(t *testing.T) {
	t.Parallel()
	r := newRig(t, hub.Options{Ping: 100 * time.Millisecond, Silent: 5 * time.Second})
	ws, _ := dial(t, r, "alive", false)
	go ws.ReadMessage() // answers pings
	dead := dialDeaf(t, r, "dead")
	defer dead.Close()
	for deadline := time.Now().Add(30 * time.Second); len(r.hub.PresenceOf("dead")) > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a player that says nothing is still here")
		}
	}
	time.Sleep(time.Second)
	if len(r.hub.PresenceOf("alive")) != 1 {
		t.Error("a player that answers pings was dropped")
	}
}

// dialDeaf joins a player that never reads again.
func dialDeaf(t testing.TB, r *rig, screen string) *websocket.Conn {
	t.Helper()
	ws, _ := dial(t, r, screen, false)
	return ws
}

func TestNoHelloIsClosed(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := newRigOn(t, hub.Options{}, l, 2*time.Second)
	ws, _, err := websocket.DefaultDialer.Dial("ws://"+r.addr+protocol.PathSocket, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	ws.SetReadDeadline(time.Now().Add(30 * time.Second))
	if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, protocol.CloseHello) {
		t.Errorf("closed with %v", err)
	}
}

func TestBrokenFramesAreClosed(t *testing.T) {
	for name, c := range map[string]struct {
		kind int
		send string
		code int
	}{
		"no JSON":      {websocket.TextMessage, "xin chào", protocol.CloseBad},
		"binary":       {websocket.BinaryMessage, `{"type":"clock","body":{"t0":1}}`, protocol.CloseBad},
		"second hello": {websocket.TextMessage, `{"type":"hello","body":{"v":1,"screen":"S"}}`, protocol.ClosePolicy},
		"body":         {websocket.TextMessage, `{"type":"clock","body":[]}`, protocol.CloseBad},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, hub.Options{})
			ws, _ := dial(t, r, "S", false)
			if err := ws.WriteMessage(c.kind, []byte(c.send)); err != nil {
				t.Fatal(err)
			}
			ws.SetReadDeadline(time.Now().Add(30 * time.Second))
			if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, c.code) {
				t.Errorf("closed with %v, want %d", err, c.code)
			}
			ws.Close()
			for deadline := time.Now().Add(30 * time.Second); r.hub.Stats().Players > 0; time.Sleep(time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatal("still here")
				}
			}
		})
	}
}
