//go:build unix

package hub_test

import (
	"net"
	"os"
	"testing"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// A descriptor is given to the next file that is opened after a player has gone: nothing may be written into that.
func TestNothingIsWrittenAfterAPlayerHasGone(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var gone []*hub.Session
	var files []*os.File
	for range 20 {
		mine, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := theirs.(*net.TCPConn).SyscallConn()
		if err != nil {
			t.Fatal(err)
		}
		var was uintptr
		raw.Control(func(fd uintptr) { was = fd })
		s, err := h.Join(theirs, hub.Player{Screen: "HK-014", Topics: []string{"board"}})
		if err != nil {
			t.Fatal(err)
		}
		s.Leave()
		f, err := os.CreateTemp(t.TempDir(), "next")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		defer mine.Close()
		if f.Fd() == was {
			gone, files = append(gone, s), append(files, f)
		}
	}
	if len(files) == 0 {
		t.Fatal("no file came to the descriptor of a socket that was closed")
	}
	f := figures(t, "board", 1, "6.170")
	for _, s := range gone {
		if err := s.Send(f); err != nil {
			t.Error(err)
		}
		s.Write("figures/board", []byte("written into a stranger's file"))
		s.Close(protocol.CloseNormal, "bye")
	}
	if err := h.Publish("board", f); err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if info, err := file.Stat(); err != nil || info.Size() != 0 {
			t.Errorf("%d bytes stand in another file, %v", info.Size(), err)
		}
	}
}
