package player

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/player/clock"
)

// patience is how long anything is waited for: it is there to end a test, not to be tested, and a
// machine that does much else is slow.
const patience = 90 * time.Second

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("never: %s", what)
		}
	}
}

// agent runs a player on a folder. Its machine has no NTP, so that only a server can tell it the
// time.
func agent(t *testing.T, server, dir string, how ...func(*Config)) (*Player, func()) {
	t.Helper()
	machine := clock.ThisMachine()
	machine.Wall = func() (int64, bool) { return time.Now().UnixMilli(), false }
	cfg := Config{Server: server, Data: dir, Listen: "127.0.0.1:0", Build: "test", Clock: &machine, Poll: 10 * time.Millisecond}
	for _, set := range how {
		set(&cfg)
	}
	p, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	stop := func() {
		once.Do(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			if err := p.Stop(ctx); err != nil {
				t.Errorf("stop: %v", err)
			}
		})
	}
	t.Cleanup(stop)
	return p, stop
}

// enrolled is an agent that has all that the server airs.
func enrolled(t *testing.T, s *server, dir string) (*Player, func()) {
	t.Helper()
	s.confirmed(true)
	p, stop := agent(t, s.url(), dir)
	eventually(t, "the agent has everything", func() bool { return complete(p, s) })
	return p, stop
}

func complete(p *Player, s *server) bool {
	has := map[string]string{}
	for _, f := range p.held(0) {
		has[f.Thing()] = f.Hash
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for thing, f := range s.frames {
		if has[thing] != f.Hash {
			return false
		}
	}
	return len(has) > 0 && p.mirror.Missing() == 0
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

func postJSON(t *testing.T, url, body string) (int, map[string]any) {
	t.Helper()
	resp, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	json.NewDecoder(resp.Body).Decode(&out)
	return resp.StatusCode, out
}
