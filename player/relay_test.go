package player

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/clock"
	"ngatu/player/protocol"
)

// inHall is an agent of the hall that knows only the relay.
func inHall(t *testing.T, s *server, relay *Player, screen, audience string) *Player {
	t.Helper()
	s.mu.Lock()
	s.naming = screen
	s.mu.Unlock()
	s.air(s.seal(protocol.TypeScreen, screen, protocol.Screen{Code: screen, Name: screen, Audience: audience, Canvas: canvas, Zone: content.DefaultZone}))
	p, _ := agent(t, "http://"+relay.Addr(), t.TempDir())
	eventually(t, screen+" is enrolled through the relay", func() bool { return p.enrolment().Screen == screen })
	return p
}

func hasAll(p *Player, slide string) bool {
	for _, f := range p.held(0) {
		if f.Type == protocol.TypeProgramme && strings.Contains(string(f.Body), `"`+slide+`"`) {
			return p.mirror.Missing() == 0
		}
	}
	return false
}

func TestAgentsOfAHallUseOneAsTheirServer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a", "b")
	s.confirmed(true)
	machine := clock.ThisMachine()
	relay, err := New(Config{Server: s.url(), Data: t.TempDir(), Listen: "127.0.0.1:0", Clock: &machine, Poll: 10 * time.Millisecond, Relay: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := relay.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := relay.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	}()
	eventually(t, "the relay has everything", func() bool { return complete(relay, s) })
	crossed := s.count(func() int { return s.fetched })

	two := inHall(t, s, relay, "HN-0002", audience)
	eventually(t, "it has what the relay has", func() bool { return hasAll(two, "a") && two.linked() })
	if n := s.count(func() int { return s.fetched }); n != crossed {
		t.Fatalf("%d media crossed the uplink again", n-crossed)
	}

	// Another audience: the relay's own screen does not want these, and still they come once for
	// two agents.
	digests := s.picturesFor("aud2", []string{"c", "d"}, [][]byte{[]byte(strings.Repeat("c", 100_000)), []byte(strings.Repeat("d", 50_000))})
	three, four := inHall(t, s, relay, "HN-0003", "aud2"), inHall(t, s, relay, "HN-0004", "aud2")
	eventually(t, "both have all", func() bool { return hasAll(three, "c") && hasAll(four, "c") })
	if n := s.count(func() int { return s.fetched }); n != crossed+len(digests) {
		t.Fatalf("%d media crossed the uplink %d times", len(digests), n-crossed)
	}

	// What is aired passes the relay; what is forged is refused behind it; plays and states go
	// back.
	s.programme("a", "new")
	eventually(t, "a change reaches the hall", func() bool { return hasAll(two, "new") && hasAll(relay, "new") })
	s.mu.Lock()
	known := len(s.devices)
	s.mu.Unlock()
	if known != 4 || s.count(func() int { return s.denied }) != 0 {
		t.Errorf("%d screens, %d proofs refused", known, s.denied)
	}
	s.stop()
	eventually(t, "without the server the hall notices", func() bool { return !two.linked() && !relay.linked() })
	if page := openPage(t, relay); page.slides() != "a new" {
		t.Error("the relay's own page is disturbed")
	}
	s.start()
	eventually(t, "and comes back", func() bool { return two.linked() && relay.linked() })
}

func TestOnlyARelayPassesOn(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.all("a")
	p, _ := enrolled(t, s, t.TempDir())
	other, _ := agent(t, "http://"+p.Addr(), t.TempDir())
	time.Sleep(300 * time.Millisecond)
	if screen := other.enrolment().Screen; screen != "" || other.linked() {
		t.Errorf("an agent that is no relay made another %q", screen)
	}
	if status, _ := get(t, "http://"+p.Addr()+"/media/"+string(content.DigestOf([]byte("unknown")))); status != 404 {
		t.Errorf("an unknown medium: %d", status)
	}
}
