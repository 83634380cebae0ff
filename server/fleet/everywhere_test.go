package fleet

import (
	"context"
	"database/sql"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/internal/store"
	"ngatu/internal/testkit/postgres"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// Of several nodes each knows who is connected to the others: soon while a takeover is on, and no
// more once a node is gone.
func TestWhoIsConnectedAnywhere(t *testing.T) {
	address := postgres.New(t).Address()
	ctx, stop := context.WithCancel(t.Context())
	var at atomic.Pointer[[]hub.Presence]
	at.Store(&[]hub.Presence{{Screen: "HK-1", Since: time.UnixMilli(1000).UTC(), Proved: true, Status: &protocol.Status{Slide: "a"}}})
	begin := func(name string, here func() []hub.Presence) (*store.Store, *Everywhere) {
		s, err := store.OpenBeside(t.Context(), address, store.Beside{Node: name})
		if err != nil {
			t.Fatal(err)
		}
		return s, NewEverywhere(s.Nodes, here, func() bool { return true }, slog.New(slog.DiscardHandler))
	}
	first, a := begin("a", func() []hub.Presence { return *at.Load() })
	second, b := begin("b", func() []hub.Presence { return nil })
	catchUp(t, address, first, a, b)
	killed(t, first, second)
	done := make(chan struct{}, 2)
	for _, e := range []*Everywhere{a, b} {
		go func() { e.Run(ctx); done <- struct{}{} }()
	}
	t.Cleanup(func() { stop(); <-done; <-done; second.Close() })
	until := func(what string, is func([]hub.Presence) bool) {
		t.Helper()
		for began := time.Now(); !is(b.Present()); time.Sleep(20 * time.Millisecond) {
			if time.Since(began) > 30*time.Second {
				t.Fatalf("not %s: %+v", what, b.Present())
			}
		}
	}
	until("the player at a", func(all []hub.Presence) bool { return len(all) == 1 && all[0].Proved && all[0].Status.Slide == "a" })
	at.Store(&[]hub.Presence{{Screen: "HK-1", Since: time.UnixMilli(1000).UTC(), Proved: true, Status: &protocol.Status{Slide: "storm", Painted: 5}}})
	until("what it has painted", func(all []hub.Presence) bool { return len(all) == 1 && all[0].Status.Painted == 5 })
	at.Store(&[]hub.Presence{})
	until("that it has gone", func(all []hub.Presence) bool { return len(all) == 0 })
	at.Store(&[]hub.Presence{{Screen: "HK-2"}})
	until("another", func(all []hub.Presence) bool { return len(all) == 1 && all[0].Screen == "HK-2" })
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	until("that the node is gone", func(all []hub.Presence) bool { return len(all) == 0 })
}

// catchUp has a say everything again after b has forgotten it, as for a node that was cut off, and
// take back what a process of before had said, also where the database is away at first.
func catchUp(t *testing.T, address string, first *store.Store, a, b *Everywhere) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := first.Nodes.SayScreens(t.Context(), []store.NodeScreen{{Screen: "HK-9", Doc: `[{"Screen":"HK-9"}]`}}); err != nil {
		t.Fatal(err)
	}
	cut, cancel := context.WithCancel(t.Context())
	cancel()
	if a.exchange(cut) == nil {
		t.Fatal("a spoke without a database")
	}
	for _, what := range []string{"when it begins", "when it is back after b forgot it"} {
		for _, e := range []*Everywhere{a, b} {
			if err := e.exchange(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if all := b.Present(); len(all) != 1 || all[0].Screen != "HK-1" {
			t.Errorf("%s, b has of a: %+v", what, all)
		}
		if _, err := db.Exec(`DELETE FROM node_screens`); err != nil {
			t.Fatal(err)
		}
		b.others, a.compared = map[string]map[string][]hub.Presence{}, time.Time{}
	}
	exchange := func() {
		t.Helper()
		for _, e := range []*Everywhere{a, b} {
			if err := e.exchange(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	exchange()
	if _, err := db.Exec(`UPDATE node_screens SET doc = '[]'`); err != nil { // a standby that lacks the last words has taken the database's place
		t.Fatal(err)
	}
	a.until.Server = "the one before"
	exchange()
	exchange()
	if all := b.Present(); len(all) != 1 || all[0].Screen != "HK-1" {
		t.Errorf("when the database is at another machine, b has of a: %+v", all)
	}
}

// killed has a screen connected to a node for three days, until that is killed: it is silent since
// then at the other one, and at one that starts a week later.
func killed(t *testing.T, first, second *store.Store) {
	t.Helper()
	began := time.UnixMilli(1_800_000_000_000).UTC()
	now, present := began, []hub.Presence{{Screen: "HK-5", Status: &protocol.Status{Slide: "a"}}}
	recorder := func(s *store.Store) *Recorder {
		r := NewRecorder(s, func() time.Time { return now }, slog.New(slog.DiscardHandler))
		if err := r.read(t.Context()); err != nil {
			t.Fatal(err)
		}
		return r
	}
	a, b := recorder(first), recorder(second)
	tick := func(r *Recorder) {
		r.readOthers(t.Context(), func() []hub.Presence { return present })
		r.keep(t.Context())
	}
	b.Changed(hub.Change{Screen: "HK-5", On: true, At: began})
	tick(b)
	tick(a)
	end := began.AddDate(0, 0, 3)
	now = end
	tick(a)
	present = nil
	for range 3 {
		now = now.Add(every)
		tick(a)
	}
	now = now.AddDate(0, 0, 7)
	tick(a)
	for name, r := range map[string]*Recorder{"beside it": a, "that starts later": recorder(second)} {
		if since, _ := r.last("HK-5"); !since.Equal(end) {
			t.Errorf("at the node %s it is silent since %v, not since %v", name, since, end)
		}
	}
	if _, said := a.last("HK-5"); said == nil || said.Slide != "a" {
		t.Errorf("it said last %+v", said)
	}
	tick(b) // it was only cut off
	if all, err := second.Presences(t.Context()); err != nil || len(all) != 1 || !all[0].Here {
		t.Errorf("a node that is back keeps %+v (%v)", all, err)
	}
}
