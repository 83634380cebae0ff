package player

import (
	"fmt"
	"testing"
	"time"

	"ngatu/player/protocol"
)

func TestPlaysAreCountedOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	dir := t.TempDir()
	p, stop := enrolled(t, s, dir)
	page := openPage(t, p)
	show := func(from, to int64) {
		t.Helper()
		plays := protocol.Plays{Journal: "of the page"}
		for n := from; n <= to; n++ {
			plays.Runs = append(plays.Runs, protocol.Run{Seq: n, Audience: audience, From: n, Until: n + 1, Clock: "synced"})
		}
		page.say(protocol.TypePlays, plays)
		var a protocol.Acked
		page.await(protocol.TypeAcked).Open(&a)
		if a.Journal != "of the page" || a.Seq != to {
			t.Fatalf("the page is acked %+v, want %d", a, to)
		}
	}
	once := func(upto int64) {
		t.Helper()
		eventually(t, fmt.Sprintf("%d runs are stored", upto), func() bool { return len(s.shown()) >= int(upto) })
		for i, from := range s.shown() {
			if from != int64(i+1) {
				t.Fatalf("stored %v", s.shown())
			}
		}
	}
	show(1, 3)
	show(1, 4) // the page did not hear the answer
	once(4)

	s.stop()
	eventually(t, "the agent notices", func() bool { return !p.linked() })
	show(5, 250) // the server is away
	stop()
	s.start()
	s.mu.Lock()
	s.mute = true // its answers are lost
	s.mu.Unlock()
	p, stop = agent(t, s.url(), dir)
	eventually(t, "some are stored unanswered", func() bool { return len(s.shown()) > 4 })
	stop()
	s.mu.Lock()
	s.mute = false
	s.mu.Unlock()
	p, _ = agent(t, s.url(), dir)
	page = openPage(t, p)
	show(240, 251) // and the page sends old ones again
	once(251)
	eventually(t, "nothing waits", func() bool { return p.journal.Waiting() == 0 })
	if len(s.shown()) != 251 {
		t.Fatalf("%d runs stored", len(s.shown()))
	}
}

func TestStatusOfThePageReachesTheServer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	p, _ := enrolled(t, s, t.TempDir())
	page := openPage(t, p)
	page.say(protocol.TypeStatus, protocol.Status{Slide: "a", Clock: "synced", Done: []string{"cmd 1"}})
	eventually(t, "the server hears", func() bool {
		st := s.lastStatus()
		return st.Slide == "a" && st.Clock == "synced" && len(st.Done) == 1
	})
	page.conn.Close()
	eventually(t, "the server hears that no page is there", func() bool { return s.lastStatus().Slide == "" })

	identify, _ := protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: screenCode, Number: time.Now().UnixMilli(), Until: time.Now().Add(time.Hour).UnixMilli()},
		protocol.Command{ID: "cmd 2", Kind: "identify"}, s.work)
	s.inject(identify)
	eventually(t, "the command is here", func() bool { return p.gate.Obeyed()[identify.Hash] > 0 })
	var c protocol.Command
	openPage(t, p).await(protocol.TypeCommand).Open(&c)
	if c.ID != "cmd 2" {
		t.Fatalf("the page is told %+v", c)
	}
}
