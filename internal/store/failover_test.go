package store

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/testkit/postgres"
)

// The machine of the database is lost while two nodes write. A standby for which commits waited
// takes its place: nothing that was acknowledged is lost, and both nodes go on, with the same
// maker. Then a standby that lacked the last changes takes the place of that one: both stop, and
// are held when they start again.
func TestAStandbyTakesOver(t *testing.T) {
	first := newPostgres(t)
	behind, follows := first.Standby(t, "behind"), first.Standby(t, "follows")
	first.WaitFor(t, "behind", true)
	address := postgres.AnyOf(first, follows, behind)
	ctx := t.Context()
	var nodes []*Store
	for _, name := range []string{"a", "b"} {
		s := must[*Store](t)(OpenBeside(ctx, address, Beside{Node: name, Witness: filepath.Join(t.TempDir(), "witness")}))
		defer s.Close()
		must[Meta](t)(s.Claim(ctx, Real))
		if err := s.Attest(ctx); err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, s)
	}
	behind.Stop()
	beatsWithoutAStandby(t, first, nodes[0])
	first.WaitFor(t, "follows", true)
	if in := must[Inspection](t)(Inspect(ctx, address)); !in.Server.Standby || in.Server.Followers != 1 || len(in.Nodes) != 2 || !in.Nodes[0].Maker {
		t.Errorf("it says of itself: %+v, %+v", in.Server, in.Nodes)
	}

	var writers sync.WaitGroup
	var mu sync.Mutex
	acked := map[int64]string{}
	ended := map[string]time.Time{} // when a node's last change was acknowledged
	stop, promoted := make(chan struct{}), time.Time{}
	for _, s := range nodes {
		name := s.Nodes.Self()
		writers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				key := fmt.Sprint(name, i)
				n, err := s.Change(ctx, "an", func(tx *Tx) error { return tx.PutSetting(ctx, key, key) })
				if err != nil {
					time.Sleep(10 * time.Millisecond)
					continue
				}
				mu.Lock()
				if acked[n] != "" {
					t.Errorf("%s and %s have the number %d", key, acked[n], n)
				}
				acked[n], ended[name] = key, time.Now()
				mu.Unlock()
			}
		})
	}
	wrote := func(since time.Time) {
		t.Helper()
		for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
			mu.Lock()
			both := ended["a"].After(since) && ended["b"].After(since)
			mu.Unlock()
			if both {
				return
			}
			if time.Since(began) > time.Minute {
				t.Fatalf("not both nodes write: %v", ended)
			}
		}
	}
	wrote(time.Now())
	first.Kill()
	follows.Promote(t)
	expireLease(t, follows) // as if the machine had been gone for longer than the maker's time
	promoted = time.Now()
	wrote(promoted)
	close(stop)
	writers.Wait()
	for _, s := range nodes {
		select {
		case err := <-s.Lost():
			t.Fatalf("node %s stops: %v", s.Nodes.Self(), err)
		default:
		}
		must[int64](t)(s.Nodes.Look(ctx))
	}
	for number, key := range acked {
		if got, err := nodes[1].Setting(ctx, key); err != nil || got.Value != key {
			t.Errorf("the change %d is lost: %+v, %v", number, got, err)
		}
	}
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		all := must[[]Node](t)(nodes[1].Nodes.Here(ctx))
		if len(all) == 2 && all[0].Maker {
			break
		}
		if all[1].Maker || time.Since(began) > time.Minute {
			t.Fatalf("a was the maker and is here: %+v", all)
		}
	}

	follows.Kill()
	if err := behind.Start(); err != nil {
		t.Fatal(err)
	}
	behind.Promote(t)
	for _, s := range nodes {
		for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(20 * time.Millisecond) {
			if _, err := s.Nodes.Look(ctx); content.CodeOf(err) == content.Damaged {
				break
			}
		}
		refused(t, lost(t, s), content.Damaged)
		s.Close()
		again := must[*Store](t)(OpenBeside(ctx, address, *s.beside))
		if because, highest := again.Found(); because != BehindWitness || highest == 0 {
			t.Errorf("node %s finds %q, %d", s.beside.Node, because, highest)
		}
		again.Close()
	}
	t.Logf("%d changes outlived the first machine", len(acked))
}

// beatsWithoutAStandby has commits wait for a standby that is not there: a node still says that it
// is here and who is connected to it, and the maker keeps its lease.
func beatsWithoutAStandby(t *testing.T, server *postgres.Server, maker *Store) {
	t.Helper()
	server.WaitFor(t, "none", false)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	for range 2 {
		if err := maker.lease.here(ctx, maker.where); err != nil {
			t.Errorf("a node does not say that it is here: %v", err)
		}
		if err := maker.lease.prolong(ctx, maker.where); err != nil || ctx.Err() != nil {
			t.Errorf("the lease is not prolonged: %v, %v", err, ctx.Err())
		}
	}
	if err := maker.Nodes.SayScreens(ctx, []NodeScreen{{Screen: "HK-1", Doc: "[]"}}); err != nil {
		t.Errorf("a node does not say who is connected to it: %v", err)
	}
	if in := must[Inspection](t)(Inspect(ctx, server.Address())); !in.Server.Standby || in.Server.Followers != 0 {
		t.Errorf("it says of itself: %+v", in.Server)
	}
}

func expireLease(t *testing.T, at *postgres.Server) {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("pgx", at.Address()))
	defer db.Close()
	if _, err := db.Exec(`UPDATE lease SET until_ms = 0`); err != nil {
		t.Fatal(err)
	}
}

// The first machine of an address takes connections and says nothing: the next is asked soon enough.
func TestAMachineThatSaysNothing(t *testing.T) {
	l := must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	defer l.Close()
	u := must[*url.URL](t)(url.Parse(postgresAddress(t)))
	u.Host = l.Addr().String() + "," + u.Host
	ctx, cancel := context.WithTimeout(t.Context(), 3*probeWithin)
	defer cancel()
	r, db, err := connect(ctx, u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if !strings.HasPrefix(r.where, "PostgreSQL 127.0.0.1,127.0.0.1/") {
		t.Errorf("its name is %q", r.where)
	}
}
