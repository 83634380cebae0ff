package hub_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/player/protocol"
	"ngatu/server/hub"
)

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
