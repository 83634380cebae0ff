package hub_test

import (
	"bufio"
	"compress/flate"
	"context"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// figures is a frame of a board; its text is what a test looks for.
func figures(t testing.TB, board string, number int64, text string) protocol.Frame {
	t.Helper()
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeFigures, For: board, Number: number},
		protocol.Figures{Board: board, Cells: map[string]protocol.Cell{"x": {T: text}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// ear is a player's end of an in-memory connection.
type ear struct {
	conn   net.Conn
	reader *bufio.Reader
}

// join puts a player in; conns that are not TCP go by the hub's writers.
func join(t testing.TB, h *hub.Hub, p hub.Player) (*hub.Session, *ear) {
	t.Helper()
	mine, theirs := net.Pipe()
	s, err := h.Join(theirs, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mine.Close(); s.Leave() })
	return s, &ear{mine, bufio.NewReader(mine)}
}

// next is the first byte and the payload of the next websocket frame.
func (e *ear) next() (byte, []byte, error) {
	head := make([]byte, 2)
	if _, err := io.ReadFull(e.reader, head); err != nil {
		return 0, nil, err
	}
	n := uint64(head[1])
	switch n {
	case 126:
		b := make([]byte, 2)
		io.ReadFull(e.reader, b)
		n = uint64(binary.BigEndian.Uint16(b))
	case 127:
		b := make([]byte, 8)
		io.ReadFull(e.reader, b)
		n = binary.BigEndian.Uint64(b)
	}
	b := make([]byte, n)
	_, err := io.ReadFull(e.reader, b)
	return head[0], b, err
}

func (e *ear) frame(t testing.TB) protocol.Frame {
	t.Helper()
	first, b, err := e.next()
	if err != nil {
		t.Fatal(err)
	}
	return unpacked(t, first, b)
}

// unpacked is the frame in the payload of a websocket frame.
func unpacked(t testing.TB, first byte, b []byte) protocol.Frame {
	t.Helper()
	var err error
	if first == 0xC1 {
		b, err = io.ReadAll(flate.NewReader(io.MultiReader(strings.NewReader(string(b)), strings.NewReader("\x00\x00\xff\xff\x01\x00\x00\xff\xff"))))
		if err != nil {
			t.Fatal(err)
		}
	} else if first != 0x81 {
		t.Fatalf("first byte %#x: %q", first, b)
	}
	f, err := protocol.Decode(b)
	if err != nil {
		t.Fatalf("%v: %q", err, b)
	}
	return f
}

func end(t testing.TB, h *hub.Hub) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	h.Shutdown(ctx, 0)
}
