package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/witness"
)

// started opens a data folder as a server does.
func started(t testing.TB, data string, accept bool) (*store.Store, error) {
	t.Helper()
	return openData(t.Context(), placeOf(data), store.Real, store.Beside{AcceptLoss: accept})
}

func placeOf(data string) config.Place {
	return config.Place{Data: data, Database: filepath.Join(data, "ngatu.db")}
}

// inUse makes a data folder with a campaign, a medium, keys and a witness, and gives the number
// of its last change.
func inUse(t testing.TB) (data string, last int64) {
	t.Helper()
	data = t.TempDir()
	st, err := started(t, data, false)
	if err != nil {
		t.Fatal(err)
	}
	last, err = st.Change(t.Context(), "an", func(tx *store.Tx) error {
		return tx.PutCampaign(t.Context(), content.Campaign{ID: "c", Name: "Chiến dịch"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"media/ab/cd/abcd", "keys/working.key"} {
		put(t, filepath.Join(data, path), "x")
	}
	return data, last
}

func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func heldBecause(t testing.TB, st *store.Store) string {
	t.Helper()
	b, held, err := st.Held(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !held {
		return ""
	}
	return b.Because
}

// What is missing from a folder in use is a reason not to start; a person who means it starts held.
func TestNothingVanishesWithoutAWord(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(data string)
		says string
		held string // once a person means it
	}{
		{"database missing", func(d string) { os.Remove(filepath.Join(d, "ngatu.db")) }, "ngatu.db", store.LossAccepted},
		{"database empty", func(d string) { os.Truncate(filepath.Join(d, "ngatu.db"), 0) }, "ngatu.db", store.LossAccepted},
		{"database missing, of a version without a witness", func(d string) {
			os.Remove(filepath.Join(d, "ngatu.db"))
			os.Remove(witness.Path(d))
		}, "ngatu.db", store.LossAccepted},
		{"database and keys missing", func(d string) {
			os.Remove(filepath.Join(d, "ngatu.db"))
			os.RemoveAll(filepath.Join(d, "keys"))
		}, "ngatu.db", store.LossAccepted},
		{"media missing", func(d string) { os.RemoveAll(filepath.Join(d, "media")) }, "media", ""},
		{"media empty", func(d string) { os.RemoveAll(filepath.Join(d, "media", "ab")) }, "media", ""},
		{"witness damaged", func(d string) { os.WriteFile(witness.Path(d), nil, 0o600) }, "witness", store.LossAccepted},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, _ := inUse(t)
			c.harm(data)
			_, err := started(t, data, false)
			if content.CodeOf(err) != content.Damaged || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "--accept-loss") {
				t.Fatalf("started: %v", err)
			}
			if _, err := os.Stat(filepath.Join(data, "media")); c.name == "media missing" && err == nil {
				t.Error("an empty folder of media was made")
			}
			st, err := started(t, data, true)
			if err != nil {
				t.Fatal(err)
			}
			if got := heldBecause(t, st); got != c.held {
				t.Errorf("held because of %q, want %q", got, c.held)
			}
			st.Close()
			if c.held == "" {
				return
			}
			again, err := started(t, data, false) // once it was accepted, it is
			if err != nil {
				t.Fatal(err)
			}
			again.Close()
		})
	}
}

// An older database in the place of the newer one: held, with all numbers above those given out,
// over any number of restarts.
func TestAnOlderDatabaseIsHeld(t *testing.T) {
	data, _ := inUse(t)
	older, err := os.ReadFile(filepath.Join(data, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	st, err := started(t, data, false)
	if err != nil {
		t.Fatal(err)
	}
	last, err := st.Change(t.Context(), "an", func(tx *store.Tx) error { return tx.PutSetting(t.Context(), "a", "b") })
	st.Close()
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(data, "ngatu.db"), string(older))
	for range 3 {
		st, err := started(t, data, false)
		if err != nil {
			t.Fatal(err)
		}
		b, held, _ := st.Held(t.Context())
		if !held || b.Because != store.BehindWitness || b.Highest != last || b.Number <= last || b.Known >= last {
			t.Errorf("held %v: %+v, given out up to %d", held, b, last)
		}
		st.Close()
	}
	if err := Continue(t.Context(), placeOf(data)); err != nil {
		t.Fatal(err)
	}
	if st, err = started(t, data, false); err != nil || heldBecause(t, st) != "" {
		t.Errorf("after going on: %v", err)
	}
	st.Close()
}

func TestARestoredFolderIsHeld(t *testing.T) {
	data, last := inUse(t)
	ahead := last + time.Hour.Milliseconds()
	if err := witness.MarkSetBack(data, witness.SetBack{Because: witness.RestoredBackup, From: "/srv/backup", Highest: ahead}); err != nil {
		t.Fatal(err)
	}
	st, err := started(t, data, false)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	b, held, _ := st.Held(t.Context())
	if !held || b.Because != store.Restored || b.From != "/srv/backup" || b.Number <= ahead {
		t.Errorf("held %v: %+v", held, b)
	}
	if _, marked, _ := witness.Marked(data); marked {
		t.Error("the mark is still there: going on would not last")
	}
}

func TestContinueOfAServerThatIsNotHeld(t *testing.T) {
	data, _ := inUse(t)
	if err := Continue(context.Background(), placeOf(data)); content.CodeOf(err) != content.Conflict {
		t.Errorf("got %v", err)
	}
}
