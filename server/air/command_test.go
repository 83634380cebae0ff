package air

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"testing"
	"time"

	"ngatu/internal/bus"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

func (r *rig) command(screen, id string, life time.Duration) int64 {
	return r.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.PutCommand(ctx, screen, protocol.Command{ID: id, Kind: protocol.Identify}, life)
	})
}

// commandIDs are the commands in frames, by ID.
func commandIDs(t *testing.T, frames []protocol.Frame) (out []string) {
	t.Helper()
	for _, f := range only(frames, protocol.TypeCommand) {
		var c protocol.Command
		if err := f.Open(&c); err != nil {
			t.Fatal(err)
		}
		out = append(out, c.ID)
	}
	return out
}

func TestCommandGoesToItsScreenAndNothingIsResolved(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		return putScreens(ctx, tx, screen("A"), screen("B"))
	})
	r.put(notice("n", "Chào"))
	a, b := r.join("A"), r.join("B")
	r.calm()
	a.rest()
	b.rest()
	before := r.Stats()
	number := r.command("A", "c1", time.Minute)
	f := a.next()
	if f.Type != protocol.TypeCommand || f.For != "A" || f.Number != number || f.Until != number+time.Minute.Milliseconds() || f.Verify([]ed25519.PublicKey{r.pub}) != nil {
		t.Errorf("told %+v", f)
	}
	r.calm()
	if rest := append(a.rest(), b.rest()...); len(rest) > 0 {
		t.Errorf("and also %s", types(rest))
	}
	if now := r.Stats(); now.Gathered != before.Gathered || now.Programmes != before.Programmes || now.Frames != before.Frames {
		t.Errorf("a command for one screen cost %+v, before it %+v", now, before)
	}
	frames, err := r.Commands.Open(t.Context(), "A", 0)
	if err != nil || len(frames) != 1 || frames[0].Hash != f.Hash || string(frames[0].Sig) != string(f.Sig) {
		t.Errorf("who joins later is handed %s (%v), not the same frame", types(frames), err)
	}
	if frames, err := r.Commands.Open(t.Context(), "A", number); err != nil || len(frames) > 0 {
		t.Errorf("what it was handed at the door is told once more: %s, %v", types(frames), err)
	}
	if r.Commands.Pending("B") {
		t.Error("the store is asked for a screen that was never given a command")
	}
}

// Another node, or this one after a restart, hands out what waits in the store, and frames that
// were kept under another key bear the one of today.
func TestAnotherNodeHandsOutWhatWaits(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error { return putScreens(ctx, tx, screen("A")) })
	r.command("A", "c1", time.Minute)
	r.command("A", "over", time.Millisecond)
	r.calm()
	pub, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	h := hub.New(hub.Options{})
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		h.Shutdown(ctx, 0)
	})
	bell := &bus.Bus{}
	other := New(Options{Store: r.store, Hub: h, Media: r.parts.Media, Areas: r.parts.Areas, Faces: paint.Faces(), Key: key, Log: slog.New(slog.DiscardHandler)})
	if err := other.Start(t.Context(), bell.Subscribe(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(other.Stop)
	frames, err := other.Commands.Open(t.Context(), "A", 0)
	if err != nil || len(commandIDs(t, frames)) != 1 || commandIDs(t, frames)[0] != "c1" {
		t.Fatalf("handed out %s, %v", types(frames), err)
	}
	_, own, err := other.Join(t.Context(), "A", "")
	if err != nil || len(own) != 1 {
		t.Fatalf("%s, %v", types(own), err)
	}
	for _, f := range append(own, frames...) {
		if err := f.Verify([]ed25519.PublicKey{pub}); err != nil {
			t.Errorf("%s: %v", f.Thing(), err)
		}
	}
	if err := r.store.DoneCommands(t.Context(), "A", []string{"c1"}); err != nil {
		t.Fatal(err)
	}
	for _, node := range []*Air{r.Air, other} {
		if frames, err := node.Commands.Open(t.Context(), "A", 0); err != nil || len(frames) > 0 {
			t.Errorf("what is done is handed out: %s, %v", types(frames), err)
		}
	}
	r.command("A", "c2", time.Minute) // the other node's bell does not ring
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if frames, err := other.Commands.Open(t.Context(), "A", 0); err == nil && len(frames) == 1 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("a ring that was lost cost the command")
		}
	}
}
