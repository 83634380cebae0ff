package hub_test

import (
	"bufio"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

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

func TestJoinSendsWhatIsLacking(t *testing.T) {
	old, now := figures(t, "b1", 1, "old"), figures(t, "b1", 2, "now")
	other := figures(t, "b2", 1, "other")
	welcome, err := protocol.Reply(protocol.TypeWelcome, protocol.Welcome{Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		topics []string
		has    map[string]string
		want   []string
	}{
		{"nothing yet", []string{"board/b1", "board/b2"}, nil, []string{"welcome/", "figures/b1 2", "figures/b2 1"}},
		{"order of topics", []string{"board/b2", "board/b1"}, nil, []string{"welcome/", "figures/b2 1", "figures/b1 2"}},
		{"one is old", []string{"board/b1", "board/b2"}, map[string]string{"figures/b1": old.Hash, "figures/b2": other.Hash}, []string{"welcome/", "figures/b1 2"}},
		{"up to date", []string{"board/b1"}, map[string]string{"figures/b1": now.Hash}, []string{"welcome/"}},
		{"a topic of nothing", []string{"board/none"}, nil, []string{"welcome/"}},
		{"doubled topic", []string{"board/b1", "board/b1"}, nil, []string{"welcome/", "figures/b1 2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := hub.New(hub.Options{})
			defer end(t, h)
			for topic, f := range map[string][]protocol.Frame{"board/b1": {old, now}, "board/b2": {other}} {
				for _, f := range f {
					if err := h.Publish(topic, f); err != nil {
						t.Fatal(err)
					}
				}
			}
			s, e := join(t, h, hub.Player{Screen: "S", Topics: c.topics, Has: c.has, Frames: []protocol.Frame{welcome}})
			s.Send(protocol.Frame{Type: protocol.TypeAcked})
			var got []string
			for {
				f := e.frame(t)
				if f.Type == protocol.TypeAcked {
					break
				}
				name := f.Thing()
				if f.Number > 0 {
					name += fmt.Sprint(" ", f.Number)
				}
				got = append(got, name)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPublishKeepsTheNewest(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	_, e := join(t, h, hub.Player{Screen: "S", Topics: []string{"b"}})
	two := figures(t, "b", 2, "two")
	for _, f := range []protocol.Frame{two, figures(t, "b", 1, "one"), two, figures(t, "b", 3, "two")} {
		if err := h.Publish("b", f); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.Stats().Encoded; n != 1 {
		t.Errorf("%d frames encoded; older ones and equal hashes go to nobody", n)
	}
	if f := e.frame(t); f.Number != 2 {
		t.Errorf("got number %d", f.Number)
	}
	h.Publish("b", figures(t, "b", 4, "four"))
	if f := e.frame(t); f.Number != 4 {
		t.Errorf("got number %d", f.Number)
	}
	h.Forget("b")
	if len(h.Retained("b")) != 0 {
		t.Error("forgotten, and still there")
	}
	h.Publish("b", figures(t, "b", 1, "after it was forgotten"))
	if f := e.frame(t); f.Number != 1 {
		t.Errorf("listeners stay when a topic is forgotten; got number %d", f.Number)
	}
	if err := h.Publish("b", protocol.Frame{Type: protocol.TypeFigures, For: "b", Number: 9, Hash: "h", Body: []byte("{")}); err == nil {
		t.Error("a body that is no JSON was sent")
	}
}

func TestCompressedOnceForThoseWhoAgreed(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	_, plain := join(t, h, hub.Player{Screen: "P", Topics: []string{"b"}})
	_, packed := join(t, h, hub.Player{Screen: "C", Topics: []string{"b"}, Compress: true})
	long := strings.Repeat("quận Hoàn Kiếm ", 1000)
	for _, c := range []struct {
		text  string
		first byte
	}{{"short", 0x81}, {long, 0xC1}} {
		before := h.Stats().Encoded
		h.Publish("b", figures(t, "b", before+1, c.text))
		if first, b, err := plain.next(); err != nil || first != 0x81 || !strings.Contains(string(b), c.text) {
			t.Errorf("plain: first byte %#x, %v", first, err)
		}
		first, b, err := packed.next()
		if err != nil || first != c.first {
			t.Errorf("agreed: first byte %#x, want %#x, %v", first, c.first, err)
		}
		if len(c.text) > 1000 && len(b) > len(c.text)/10 {
			t.Errorf("%d bytes became %d", len(c.text), len(b))
		}
		if n := h.Stats().Encoded - before; n != 1 {
			t.Errorf("encoded %d times for two players", n)
		}
	}
}

func TestRetopicFollowsTheScreen(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	for i, b := range []string{"a", "b", "c"} {
		h.Publish(b, figures(t, b, int64(i+1), b))
	}
	_, wall := join(t, h, hub.Player{Screen: "S", Topics: []string{"a", "b"}})
	_, agent := join(t, h, hub.Player{Screen: "S", Topics: []string{"a", "b"}, Relay: true})
	_, other := join(t, h, hub.Player{Screen: "T", Topics: []string{"a"}})
	for _, e := range []*ear{wall, agent} {
		e.frame(t)
		e.frame(t)
	}
	other.frame(t)
	h.Retopic("S", []string{"b", "c"})
	for _, e := range []*ear{wall, agent} {
		if f := e.frame(t); f.For != "c" {
			t.Errorf("got %s, want what is new to it alone", f.Thing())
		}
	}
	h.Publish("a", figures(t, "a", 9, "a again"))
	h.Publish("b", figures(t, "b", 9, "b again"))
	if f := other.frame(t); f.For != "a" {
		t.Errorf("another screen got %s", f.Thing())
	}
	for _, e := range []*ear{wall, agent} {
		if f := e.frame(t); f.For != "b" {
			t.Errorf("got %s of a topic that it left", f.Thing())
		}
	}
	if p := h.PresenceOf("S"); len(p) != 2 || p[0].Topics != 2 || !p[0].Relay {
		t.Errorf("presence %+v", p)
	}
}

func TestTellGoesToOneScreenAndIsNotRemembered(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	_, e := join(t, h, hub.Player{Screen: "S", Topics: []string{"a"}})
	_, other := join(t, h, hub.Player{Screen: "T", Topics: []string{"a"}})
	command := func(id string) protocol.Frame {
		f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: "S", Number: 1}, protocol.Command{ID: id, Kind: "identify"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	h.Tell("S", command("1"))
	h.Tell("S", command("2")) // waits behind the first, and must not take its place
	for _, want := range []string{"1", "2"} {
		var c protocol.Command
		if err := e.frame(t).Open(&c); err != nil || c.ID != want {
			t.Errorf("command %q, want %q", c.ID, want)
		}
	}
	_, late := join(t, h, hub.Player{Screen: "S", Topics: []string{"a"}})
	if err := h.Publish("a", figures(t, "now", 1, "x")); err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]*ear{"another screen": other, "one that joined later": late} {
		if got := e.frame(t); got.For != "now" {
			t.Errorf("%s was told %s", name, got.Type)
		}
	}
}

func TestPresenceIsToldInOrder(t *testing.T) {
	told := make(chan hub.Change, 10)
	h := hub.New(hub.Options{OnChange: func(c hub.Change) { told <- c }})
	defer end(t, h)
	a, _ := join(t, h, hub.Player{Screen: "S"})
	b, _ := join(t, h, hub.Player{Screen: "S"})
	a.SetStatus(protocol.Status{Clock: "synced", Slide: "x"})
	a.Leave()
	a.Leave()
	if p := h.Presence(); len(p) != 1 || p[0].Status != nil {
		t.Errorf("presence %+v", p)
	}
	b.Leave()
	c, _ := join(t, h, hub.Player{Screen: "S"})
	c.SetStatus(protocol.Status{Slide: "y"})
	if p := h.PresenceOf("S"); len(p) != 1 || p[0].Status.Slide != "y" || time.Since(p[0].Since) > time.Minute {
		t.Errorf("presence %+v", p)
	}
	for i, want := range []bool{true, false, true} {
		if c := <-told; c.On != want || c.Screen != "S" {
			t.Errorf("change %d: %+v", i, c)
		}
	}
}

func TestDropSaysWhy(t *testing.T) {
	h := hub.New(hub.Options{})
	defer end(t, h)
	_, e := join(t, h, hub.Player{Screen: "S"})
	h.Drop("S", "replaced "+strings.Repeat("x", 200))
	first, b, err := e.next()
	if err != nil || first != 0x88 || binary.BigEndian.Uint16(b) != protocol.CloseDropped || !strings.HasPrefix(string(b[2:]), "replaced") || len(b) > 125 {
		t.Errorf("%#x %q %v", first, b, err)
	}
}

func TestShutdownSpreadsTheReturn(t *testing.T) {
	h := hub.New(hub.Options{})
	seen := map[string]bool{}
	var ears []*ear
	for i := range 20 {
		_, e := join(t, h, hub.Player{Screen: fmt.Sprint(i)})
		ears = append(ears, e)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second) // a busy machine has said farewell to all by then
	defer cancel()
	ended := make(chan error)
	go func() { ended <- h.Shutdown(ctx, time.Minute) }()
	for _, e := range ears {
		first, b, err := e.next()
		if err != nil || first != 0x88 || binary.BigEndian.Uint16(b) != protocol.CloseRestart {
			t.Fatalf("%#x %q %v", first, b, err)
		}
		wait, ok := protocol.RetryAfter(string(b[2:]))
		if !ok || wait > time.Minute {
			t.Errorf("reason %q", b[2:])
		}
		seen[wait.String()] = true
	}
	if len(seen) < 15 {
		t.Errorf("20 players come back at %d different times", len(seen))
	}
	if err := <-ended; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("players that do not answer are cut off with the context; got %v", err)
	}
	mine, theirs := net.Pipe()
	defer mine.Close()
	if _, err := h.Join(theirs, hub.Player{Screen: "late"}); !errors.Is(err, hub.ErrClosing) {
		t.Errorf("join after shutdown: %v", err)
	}
}

func TestSilenceIsPingedThenDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New(hub.Options{})
		start := time.Now()
		s, e := join(t, h, hub.Player{Screen: "S"})
		talks, talker := join(t, h, hub.Player{Screen: "talks"})
		go io.Copy(io.Discard, talker.conn)
		stop := make(chan struct{})
		go func() {
			for tick := time.Tick(20 * time.Second); ; {
				select {
				case <-tick:
					talks.Heard()
				case <-stop:
					return
				}
			}
		}()
		var pings []time.Duration
		for {
			first, _, err := e.next()
			if err != nil {
				break
			}
			if first != 0x89 {
				t.Errorf("first byte %#x", first)
			}
			pings = append(pings, time.Since(start).Round(time.Second))
		}
		gone := time.Since(start).Round(time.Second)
		if len(pings) != 2 || pings[0] < 30*time.Second || pings[0] > 32*time.Second || gone < 75*time.Second || gone > 77*time.Second {
			t.Errorf("pinged at %v, dropped at %v", pings, gone)
		}
		if p := h.PresenceOf("talks"); len(p) != 1 || start.Add(gone).Sub(p[0].Heard) > 21*time.Second {
			t.Errorf("one that talks: %+v", p)
		}
		close(stop)
		s.Leave()
		end(t, h)
		synctest.Wait()
	})
}

func TestStuckWriterIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New(hub.Options{Writers: 2})
		_, stuck := join(t, h, hub.Player{Screen: "stuck", Topics: []string{"b"}})
		_, quick := join(t, h, hub.Player{Screen: "quick", Topics: []string{"b"}})
		start := time.Now()
		h.Publish("b", figures(t, "b", 1, "one"))
		if f := quick.frame(t); f.Number != 1 || time.Since(start) > time.Second {
			t.Errorf("frame %d after %v", f.Number, time.Since(start))
		}
		time.Sleep(20 * time.Second)
		if p := h.PresenceOf("stuck"); len(p) != 0 {
			t.Errorf("still here: %+v", p)
		}
		if len(h.PresenceOf("quick")) != 1 {
			t.Error("the quick one was dropped")
		}
		_ = stuck
		end(t, h)
	})
}
