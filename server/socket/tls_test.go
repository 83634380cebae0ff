package socket_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Behind TLS in this process nothing is written to the descriptor directly; the players notice no
// difference.
func TestTLS(t *testing.T) {
	cert := httptest.NewUnstartedServer(http.NotFoundHandler())
	cert.StartTLS()
	defer cert.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := newRigOn(t, hub.Options{Writers: 4}, tls.NewListener(l, &tls.Config{Certificates: cert.TLS.Certificates}), 30*time.Second)
	d := websocket.Dialer{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, EnableCompression: true}
	var all []*websocket.Conn
	for i := range 20 {
		ws, _, err := d.Dial("wss://"+r.addr+protocol.PathSocket, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		f, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: 1, Screen: "tls-" + strconv.Itoa(i), Token: token})
		if err != nil {
			t.Fatal(err)
		}
		if err := ws.WriteJSON(f); err != nil {
			t.Fatal(err)
		}
		if f := read(t, ws); f.Type != protocol.TypeWelcome {
			t.Errorf("got %s", f.Type)
		}
		all = append(all, ws)
	}
	for range 3 {
		r.programme(t)
		for _, ws := range all {
			if f := read(t, ws); f.Type != protocol.TypeProgramme {
				t.Errorf("got %s", f.Type)
			}
		}
	}
	all[0].Close()
	for deadline := time.Now().Add(30 * time.Second); r.hub.Stats().Players != 19; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d players here after one of 20 left", r.hub.Stats().Players)
		}
	}
	r.hub.Drop("tls-1", "renewed")
	all[1].SetReadDeadline(time.Now().Add(30 * time.Second))
	if _, _, err := all[1].ReadMessage(); !websocket.IsCloseError(err, protocol.CloseDropped) {
		t.Errorf("dropped with %v", err)
	}
}

// Behind TLS an idle player costs what the cipher needs, and no deep stack.
func TestIdlePlayerOverTLSIsSmall(t *testing.T) {
	const players = 600
	cert := httptest.NewUnstartedServer(http.NotFoundHandler())
	cert.StartTLS()
	defer cert.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := newRigOn(t, hub.Options{}, tls.NewListener(l, &tls.Config{Certificates: cert.TLS.Certificates}), 30*time.Second)
	// The players' own ends are in this process too: they are about half of the heap, and have no
	// goroutine.
	here := func() float64 {
		time.Sleep(200 * time.Millisecond)
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc + m.StackInuse)
	}
	var conns []*tls.Conn
	join := func(i int) {
		c, err := tls.Dial("tcp", r.addr, &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		over := websocket.Dialer{
			NetDialContext: func(context.Context, string, string) (net.Conn, error) { return c, nil }, ReadBufferSize: 256, WriteBufferSize: 256,
		}
		ws, _, err := over.Dial("ws://"+r.addr+protocol.PathSocket, nil)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: 1, Screen: "tls-" + strconv.Itoa(i), Token: token})
		if err := ws.WriteJSON(f); err != nil {
			t.Fatal(err)
		}
		read(t, ws)
		conns = append(conns, c)
		t.Cleanup(func() { c.Close() })
	}
	for i := range 20 {
		join(i)
	}
	before := here()
	for i := range players {
		join(100 + i)
	}
	both := (here() - before) / players
	runtime.KeepAlive(conns)
	t.Logf("an idle player over TLS: %.0f bytes of heap and stacks, both ends", both)
	if !raceDetector && both > 32<<10 {
		t.Errorf("%.0f bytes a player", both)
	}
}
