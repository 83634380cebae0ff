package air

import (
	"context"
	"testing"

	"ngatu/internal/store"
)

// The database goes away just after a screen was renamed, and people looked before that: who joins
// gets the screen's frame as it was sent, not as people saw it.
func TestWhoJoinsGetsWhatWasSent(t *testing.T) {
	r := newRig(t, oneScreen)
	e := r.join("HK-1")
	first := e.some(2)
	if _, err := r.answers.Snapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	named := screen("HK-1")
	named.Name = "LED Ngã Tư Sở"
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.PutScreen(ctx, named) })
	sent := e.next()
	if sent.Hash == first[0].Hash {
		t.Fatal("the same frame came again")
	}
	again, err := ownAgain(r.Air, "HK-1") // as where the database does not answer
	if err != nil || again.Hash != sent.Hash || again.Number < sent.Number {
		t.Errorf("who joins gets %d %s, sent was %d %s (%v)", again.Number, again.Hash, sent.Number, sent.Hash, err)
	}
	if now, ok := LastKnown(r.Air, "HK-1"); !ok || now.Name != named.Name {
		t.Errorf("it is known as %q", now.Name)
	}
}
