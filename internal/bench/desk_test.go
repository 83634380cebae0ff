package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// What the bench sends from a desk is taken, and seen on all canvases.
func TestFilesFromADesk(t *testing.T) {
	a := testkit.Demo(t)
	ctx := t.Context()
	if _, err := a.Store().Change(ctx, "bench", func(tx *store.Tx) error {
		if err := tx.PutStaff(ctx, store.Staff{ID: "bench", Login: "bench", Name: "Bench", Mandates: []mandate.Mandate{{Role: mandate.Editor}}}); err != nil {
			return err
		}
		return tx.PutSession(ctx, content.DigestOf([]byte(session)), "bench", tx.Time().Add(time.Hour))
	}); err != nil {
		t.Fatal(err)
	}
	d := clerksDesk{address: a.Address()}
	if err := d.enter(ctx); err != nil {
		t.Fatal(err)
	}
	clip, err := filmed(context.WithoutCancel(ctx), &bench{dir: t.TempDir()}, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"a.jpg": photograph(1200, 900, 1), "a.mp4": clip} { // the engine of PDFs takes a while to make
		soon, all, err := d.send(ctx, name, file)
		if err != nil || soon <= 0 || all < soon {
			t.Errorf("%s: %v, then %v: %v", filepath.Ext(name), soon, all, err)
		}
		t.Logf("%s: %v, then %v", name, soon, all)
	}
}
