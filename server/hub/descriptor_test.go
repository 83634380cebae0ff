//go:build unix

package hub_test

import (
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// line is a connection over TCP: the hub's end, and the other.
func line(t *testing.T, l net.Listener) (here, there net.Conn) {
	t.Helper()
	here, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if there, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { here.Close(); there.Close() })
	return here, there
}

func descriptor(t *testing.T, c net.Conn) (fd uintptr) {
	t.Helper()
	raw, err := c.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Control(func(at uintptr) { fd = at }); err != nil {
		t.Fatal(err)
	}
	return fd
}

// A descriptor is given to the next connection after a player has gone: nothing of the player's may
// be written to that.
func TestNothingIsWrittenAfterAPlayerHasGone(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	strangers := map[*hub.Session]net.Conn{} // other ends of the connections that came to a player's descriptor
	for range 20 {
		here, _ := line(t, l)
		was := descriptor(t, here)
		s, err := h.Join(here, hub.Player{Screen: "HK-014", Topics: []string{"board"}})
		if err != nil {
			t.Fatal(err)
		}
		s.Leave()
		if next, other := line(t, l); descriptor(t, next) == was {
			strangers[s] = other
		}
	}
	if len(strangers) == 0 {
		t.Fatal("no connection came to the descriptor of one that was closed")
	}
	f := figures(t, "board", 1, "6.170")
	for s := range strangers {
		if err := s.Send(f); err != nil {
			t.Error(err)
		}
		s.Write("figures/board", []byte("said to a stranger"))
		s.Close(protocol.CloseNormal, "bye")
	}
	if err := h.Publish("board", f); err != nil {
		t.Fatal(err)
	}
	soon := time.Now().Add(150 * time.Millisecond)
	for _, other := range strangers {
		other.SetReadDeadline(soon)
		if n, err := other.Read(make([]byte, 10)); n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a stranger reads %d bytes, %v", n, err)
		}
	}
}
