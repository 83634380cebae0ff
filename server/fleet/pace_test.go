package fleet

import (
	"context"
	"database/sql"
	"log/slog"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ngatu/internal/store"
	"ngatu/internal/testkit/postgres"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// What a node says of who is connected to it is written every five seconds and four times a second
// while a takeover is on, and of each time only the rows that differ. The rows are counted by the
// database; the clock is the test's.
func TestPresenceIsSaidAtItsPace(t *testing.T) {
	address := postgres.New(t).Address()
	s, err := store.OpenBeside(t.Context(), address, store.Beside{Node: "a", Witness: filepath.Join(t.TempDir(), "witness")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE told (screen TEXT);
		CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO told VALUES (NEW.screen); RETURN NEW; END $$;
		CREATE TRIGGER told AFTER INSERT OR UPDATE ON node_screens FOR EACH ROW EXECUTE FUNCTION told()`); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	synctest.Test(t, func(t *testing.T) {
		var here atomic.Pointer[[]hub.Presence]
		var takeover atomic.Bool
		says := func(slides ...string) {
			var all []hub.Presence
			for i, slide := range slides {
				all = append(all, hub.Presence{Screen: string(rune('A' + i)), Heard: time.Now(), Status: &protocol.Status{Slide: slide}})
			}
			here.Store(&all)
		}
		ctx, stop := context.WithCancel(ctx)
		says("one", "one", "one")
		e := NewEverywhere(s.Nodes, func() []hub.Presence { return slices.Clone(*here.Load()) }, takeover.Load, slog.New(slog.DiscardHandler))
		done := make(chan struct{})
		go func() { e.Run(ctx); close(done) }()
		defer func() { stop(); <-done }()
		after := func(wait time.Duration, what string, want ...string) {
			t.Helper()
			time.Sleep(wait)
			rows, err := db.QueryContext(ctx, `WITH of AS (DELETE FROM told RETURNING screen) SELECT screen FROM of ORDER BY screen`)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			var got []string
			for rows.Next() {
				var one string
				if err := rows.Scan(&one); err != nil {
					t.Fatal(err)
				}
				got = append(got, one)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: rows of %v are written, want %v", what, got, want)
			}
		}
		after(saySooner/2, "when it begins", "A", "B", "C")
		says("one", "two", "one")
		after(4*time.Second, "four seconds later")
		after(time.Second, "five seconds later", "B")
		for range 12 {
			says("one", "two", "one")
			after(sayEvery, "screens are heard from, and say the same")
		}
		says("one", "two")
		after(sayEvery, "one has gone", "C")

		takeover.Store(true)
		after(saySooner, "a takeover is on, and nobody has painted it")
		for _, slide := range []string{"storm", "storm again", "storm still"} {
			says(slide, "two")
			after(saySooner, "one has painted it", "A")
		}
		takeover.Store(false)
		says("three", "three")
		after(4*time.Second, "the takeover has ended")
		after(time.Second+saySooner, "at rest again", "A", "B")
	})
}
