package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/witness"
	"ngatu/player/protocol"
)

// node opens a database as one of several servers.
func node(t *testing.T, address, name string) *Store {
	t.Helper()
	s, err := OpenBeside(t.Context(), address, Beside{Node: name, Witness: filepath.Join(t.TempDir(), "witness")})
	if err != nil {
		t.Fatal(err)
	}
	must[Meta](t)(s.Claim(t.Context(), Real))
	if err := s.Attest(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// heard waits for a ring.
func heard(t *testing.T, rings <-chan struct{}) {
	t.Helper()
	select {
	case <-rings:
	case <-time.After(20 * time.Second):
		t.Fatal("no ring came")
	}
}

func rung(s *Store) <-chan struct{} {
	rings := make(chan struct{}, 1)
	s.OnChange(func() {
		select {
		case rings <- struct{}{}:
		default:
		}
	})
	return rings
}

func programme(thing, body string, number int64) protocol.Frame {
	return protocol.Frame{Type: protocol.TypeProgramme, For: thing, Number: number, Hash: string(content.DigestOf([]byte(body))), Body: []byte(body)}
}

// Nodes all write, and hear of each other; the maker alone keeps frames, and of these all hear.
func TestSeveralServersADatabase(t *testing.T) {
	address, ctx := postgresAddress(t), t.Context()
	a, b := node(t, address, "a"), node(t, address, "b")
	if !a.Nodes.Making() || b.Nodes.Making() {
		t.Fatalf("a makes: %v, b makes: %v", a.Nodes.Making(), b.Nodes.Making())
	}
	rings := rung(a)
	putSetting(t, b, "1")
	heard(t, rings)
	if got := must[Setting](t)(a.Setting(ctx, "a")); got.Value != "1" {
		t.Errorf("a reads %q", got.Value)
	}
	_, seq, ok, err := b.Nodes.Outbox(ctx, 0)
	if err != nil || !ok || seq != 0 {
		t.Errorf("the empty outbox: %d, %v, %v", seq, ok, err)
	}
	rings = rung(b)
	if err := a.PutFrames(AsMaker(ctx), []protocol.Frame{programme("x", `{"n":1}`, 1), programme("y", `{"n":1}`, 1)}); err != nil {
		t.Fatal(err)
	}
	heard(t, rings)
	things, seq, ok, err := b.Nodes.Outbox(ctx, 0)
	if err != nil || !ok || seq != 1 || !slices.Equal(things, []Thing{{protocol.TypeProgramme, "x"}, {protocol.TypeProgramme, "y"}}) {
		t.Errorf("the outbox: %v, %d, %v, %v", things, seq, ok, err)
	}
	if err := b.PutFrames(AsMaker(ctx), []protocol.Frame{programme("x", `{"n":2}`, 2)}); err == nil {
		t.Error("a node that is not the maker keeps frames for all")
	}
	if err := AskPairs(ctx, a.Reader); err != nil {
		t.Error(err)
	}
	if _, err := a.exec(ctx, `UPDATE nodes SET schema = 52 WHERE name = 'b'`); err != nil { // as if it were of before pairs
		t.Fatal(err)
	}
	refused(t, AskPairs(ctx, a.Reader), content.Conflict)
	nodes := must[[]Node](t)(a.Nodes.Here(ctx))
	if len(nodes) != 2 || !nodes[0].Maker || !nodes[0].Self || nodes[1].Maker || nodes[1].Name != "b" {
		t.Errorf("the nodes: %+v", nodes)
	}
}

// A server that wants the database alone, or another node's name, is refused with the sentence that
// names who is there.
func TestWhoMayJoin(t *testing.T) {
	address := postgresAddress(t)
	a := node(t, address, "a")
	for name, open := range map[string]func() error{
		"alone beside a node": func() error { _, err := Open(t.Context(), address); return err },
		"a node of that name": func() error { _, err := OpenBeside(t.Context(), address, Beside{Node: "a"}); return err },
	} {
		err := open()
		refused(t, err, content.Conflict)
		if err != nil && !strings.Contains(err.Error(), "PID") {
			t.Errorf("%s: it says %v", name, err)
		}
	}
	if err := a.Nodes.Introduce(t.Context(), "k1", ""); err != nil {
		t.Fatal(err)
	}
	refused(t, node(t, address, "b").Nodes.Introduce(t.Context(), "k2", ""), content.Conflict)
	single := postgresAddress(t)
	opened(t, single)
	_, err := OpenBeside(t.Context(), single, Beside{Node: "a"})
	refused(t, err, content.Conflict)
}

// The maker vanishes: another node takes its place, and what the old one still does as maker is
// refused; as a node it may go on.
func TestAnotherNodeBecomesTheMaker(t *testing.T) {
	address, ctx := postgresAddress(t), t.Context()
	a, b := node(t, address, "a"), node(t, address, "b")
	expired(t, a)
	select {
	case <-b.Nodes.Made():
	case <-time.After(30 * time.Second):
		t.Fatal("nobody became the maker")
	}
	if err := b.PutFrames(AsMaker(ctx), []protocol.Frame{programme("x", `{"n":1}`, 1)}); err != nil {
		t.Fatal(err)
	}
	putSetting(t, a, "1")
	refused(t, a.PutFrames(AsMaker(ctx), []protocol.Frame{programme("x", `{"n":2}`, 2)}), content.Missing)
	refused(t, lost(t, a), content.Missing)
}

// Other nodes write without a gap when the maker is gone, as they do when all its screens come to
// them: the next maker need not wait for them.
func TestTheNextMakerPassesWhoWrites(t *testing.T) {
	address := postgresAddress(t)
	a, b := node(t, address, "a"), node(t, address, "b")
	b.lease.stop() // the test beats
	b.lease.done.Wait()
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	defer writers.Wait()
	defer stop()
	begun := make(chan struct{}, 8)
	for i := range cap(begun) {
		writers.Go(func() {
			for ctx.Err() == nil {
				_, err := b.Change(ctx, "an", func(tx *Tx) error {
					select {
					case begun <- struct{}{}:
					default:
					}
					time.Sleep(20 * time.Millisecond)
					return tx.PutSetting(ctx, fmt.Sprint("s", i), tx.Time().String())
				})
				if err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	for range cap(begun) {
		<-begun
	}
	expired(t, a)
	within, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if err := b.lease.tryMaking(within, b); err != nil || !b.Nodes.Making() {
		t.Errorf("b waits until nobody writes (%v)", err)
	}
}

// A server that wants the database alone waits for what a node that is gone is still writing, and
// has it to itself then.
func TestAloneAfterANode(t *testing.T) {
	address := postgresAddress(t)
	maker, last := node(t, address, "a"), node(t, address, "b")
	inside, finish, written := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		_, err := last.Change(t.Context(), "an", func(tx *Tx) error {
			close(inside)
			<-finish
			return tx.PutSetting(t.Context(), "a", "1")
		})
		written <- err
	}()
	<-inside
	expired(t, maker)
	last.lease.stop()
	last.lease.done.Wait()
	if _, err := last.writes.Exec(`UPDATE nodes SET seen_ms = 0`); err != nil {
		t.Fatal(err)
	}
	ready := make(chan *Store, 1)
	go func() { ready <- must[*Store](t)(Open(t.Context(), address)) }()
	select {
	case <-ready:
		t.Fatal("it did not wait")
	case <-time.After(300 * time.Millisecond):
	}
	close(finish)
	if err := <-written; err != nil {
		t.Error(err)
	}
	alone := <-ready
	defer alone.Close()
	if got := must[Setting](t)(alone.Setting(t.Context(), "a")); got.Value != "1" {
		t.Errorf("the change that was under way is not there: %+v", got)
	}
	_, err := last.Change(t.Context(), "an", func(tx *Tx) error { return tx.PutSetting(t.Context(), "a", "2") })
	refused(t, err, content.Missing)
}

// An older standby takes the database's place, and another node goes on there before this one has
// looked: numbers alone do not show it.
func TestAChangeIsGoneThoughLaterOnesAreThere(t *testing.T) {
	address, ctx := postgresAddress(t), t.Context()
	a, b := node(t, address, "a"), node(t, address, "b")
	number := putSetting(t, a, "1")
	must[int64](t)(b.Nodes.Look(ctx))
	if _, err := a.writes.Exec(fmt.Sprintf(`ALTER TABLE changes DISABLE TRIGGER USER; DELETE FROM changes WHERE number = %d`, number)); err != nil {
		t.Fatal(err)
	}
	putSetting(t, a, "2")
	_, err := b.Nodes.Look(ctx)
	refused(t, err, content.Damaged)
	refused(t, lost(t, b), content.Damaged)
	if known, err := witness.Read(b.beside.Witness); err != nil || known.Number < number {
		t.Errorf("the witness knows %+v (%v)", known, err)
	}
}

// A node that was cut off in the middle of a change holds up the others for seconds, not for good.
func TestANodeCutOffMidChange(t *testing.T) {
	address := postgresAddress(t)
	a, b := node(t, address, "a"), node(t, address, "b")
	inside, cut := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		_, err := a.Change(t.Context(), "an", func(tx *Tx) error {
			close(inside)
			<-cut
			return tx.PutSetting(t.Context(), "a", "1")
		})
		done <- err
	}()
	<-inside
	began := time.Now()
	putSetting(t, b, "2")
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("the other node waited %v", took)
	}
	close(cut)
	refused(t, <-done, content.Away)
}

// Numbers are in the order of commits, whichever node commits.
func TestNodesShareTheClock(t *testing.T) {
	address := postgresAddress(t)
	nodes := []*Store{node(t, address, "a"), node(t, address, "b")}
	numbers := make(chan int64, 40)
	for _, s := range nodes {
		go func() {
			for range 20 {
				n, _ := s.Change(context.WithoutCancel(t.Context()), "an", func(tx *Tx) error { return tx.PutSetting(t.Context(), "a", tx.Time().String()) })
				numbers <- n
			}
		}()
	}
	seen := map[int64]bool{}
	for range 40 {
		n := <-numbers
		if n == 0 || seen[n] {
			t.Errorf("the number %d was given out twice, or a change failed", n)
		}
		seen[n] = true
	}
}

// Who is connected to a node is known to the others, until it is gone.
func TestNodesSayWhoIsConnected(t *testing.T) {
	address, ctx := postgresAddress(t), t.Context()
	a, b := node(t, address, "a"), node(t, address, "b")
	say := func(doc string) {
		t.Helper()
		if err := a.Nodes.SayScreens(ctx, []NodeScreen{{Screen: "HK-1", Doc: doc}}); err != nil {
			t.Fatal(err)
		}
	}
	say("[1]")
	all, until, err := b.Nodes.Screens(ctx, Heard{})
	if err != nil || !slices.Equal(all, []NodeScreen{{"a", "HK-1", "[1]"}}) {
		t.Fatalf("b reads %v (%v)", all, err)
	}
	if all, until, err = b.Nodes.Screens(ctx, until); err != nil || len(all) > 0 {
		t.Errorf("b reads it again: %v (%v)", all, err)
	}
	say("[2]")
	until.at -= 60_000                                   // b looked a minute ago
	slow := must[*sql.Tx](t)(a.writes.BeginTx(ctx, nil)) // a commit that takes half a minute
	defer slow.Rollback()
	if _, err := slow.Exec(`INSERT INTO node_screens (node, screen, doc, at) VALUES ('a', 'HK-2', '[3]', ` + post.now + ` - 30000)`); err != nil {
		t.Fatal(err)
	}
	if all, until, err = b.Nodes.Screens(ctx, until); err != nil || !slices.Equal(all, []NodeScreen{{"a", "HK-1", "[2]"}}) {
		t.Errorf("b reads %v (%v)", all, err)
	}
	if err := slow.Commit(); err != nil {
		t.Fatal(err)
	}
	if all, until, err = b.Nodes.Screens(ctx, until); err != nil || !slices.Contains(all, NodeScreen{"a", "HK-2", "[3]"}) {
		t.Errorf("what took long to be said: b reads %v (%v)", all, err)
	}
	until.Server = "one that was a standby"
	if all, _, err = b.Nodes.Screens(ctx, until); err != nil || len(all) != 2 {
		t.Errorf("at another server b reads %v (%v)", all, err)
	}
	if err := a.Nodes.SayScreens(ctx, []NodeScreen{{Screen: "HK-2"}}); err != nil {
		t.Fatal(err)
	}
	if all, _, err = a.Nodes.Screens(ctx, Heard{}); err != nil || len(all) > 0 {
		t.Errorf("a reads its own words: %v (%v)", all, err)
	}
	if there, err := a.Nodes.Said(ctx); err != nil || !slices.Equal(there, []string{"HK-1"}) {
		t.Errorf("of a there is %v (%v)", there, err)
	}
	for _, c := range []struct {
		what, set string
		want      int
	}{
		{"a said it just now", `SELECT 1`, 1},
		{"a is here, and said it long ago", `UPDATE node_screens SET at = 0`, 1},
		{"a was cut off, and has just said it again", `UPDATE nodes SET seen_ms = 0 WHERE name = 'a'; UPDATE node_screens SET at = at + (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT`, 1},
		{"a is gone", `UPDATE nodes SET seen_ms = 0 WHERE name = 'a'; UPDATE node_screens SET at = 0`, 0},
	} {
		if _, err := b.writes.Exec(c.set); err != nil {
			t.Fatal(err)
		}
		if err := b.Nodes.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if there, _ := a.Nodes.Said(ctx); len(there) != c.want {
			t.Errorf("%s: there is %v", c.what, there)
		}
	}
	if err := a.Nodes.KeepAssets(ctx, map[string][]byte{"new.css": []byte("a"), "old.css": []byte("b")}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.writes.Exec(`UPDATE node_assets SET at = at - 86400001 WHERE name = 'old.css'`); err != nil {
		t.Fatal(err)
	}
	if err := b.Nodes.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if body, err := b.Nodes.Asset(ctx, "new.css"); err != nil || string(body) != "a" {
		t.Errorf("what a's pages load: %q (%v)", body, err)
	}
	_, err = b.Nodes.Asset(ctx, "old.css")
	refused(t, err, content.NotFound)
}
