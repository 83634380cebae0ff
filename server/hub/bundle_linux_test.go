package hub_test

import (
	"bufio"
	"net"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// What a player lacks when it comes leaves in one call. Wherever a full socket cuts that, every
// frame arrives whole and in its place, and what is told later behind it.
func TestAFullSocketCutsTheFirstFramesAnywhere(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	small := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { _ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF, 4<<10) })
	}}
	l, err := small.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dialer := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { _ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 2<<10) })
	}}
	for size := 200; size <= 5000; size += 400 {
		mine, err := dialer.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		var frames []protocol.Frame
		for i := range 3 {
			frames = append(frames, figures(t, "board-"+strconv.Itoa(i), 1, strings.Repeat(strconv.Itoa(i), size)))
		}
		s, err := h.Join(theirs, hub.Player{Screen: "S" + strconv.Itoa(size), Frames: frames})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(figures(t, "late", 1, "late")); err != nil {
			t.Fatal(err)
		}
		mine.SetReadDeadline(time.Now().Add(30 * time.Second))
		e := &ear{mine, bufio.NewReader(mine)}
		for _, want := range append(frames, figures(t, "late", 1, "late")) {
			if got := e.frame(t); got.For != want.For || string(got.Body) != string(want.Body) {
				t.Fatalf("%d bytes: %s came where %s was due, whole: %v", size, got.For, want.For, string(got.Body) == string(want.Body))
			}
		}
		mine.Close()
		s.Leave()
	}
	if n := h.Stats(); n.Parked == 0 || n.Delivered == 0 {
		t.Errorf("no socket was full: %+v", n)
	}
}
