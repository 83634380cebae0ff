package air

import (
	"context"
	"crypto/ed25519"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

func storm(targets ...content.Target) content.Takeover {
	return content.Takeover{
		ID: "storm", Title: "Bão", Gravity: content.Danger, Targets: targets, State: content.Approved,
		Words: content.Words{Head: "Bão đổ bộ tối nay. Ở trong nhà.", Brief: "Bão tối nay"},
	}
}

// laid is the takeover that a frame lays over the programme.
func (r *rig) opened(f protocol.Frame) protocol.Takeover {
	r.t.Helper()
	var o protocol.Takeover
	if err := f.Open(&o); err != nil || f.Type != protocol.TypeTakeover || f.Verify([]ed25519.PublicKey{r.pub}) != nil {
		r.t.Fatalf("a %s, %v", f.Thing(), err)
	}
	return o
}

// A takeover reaches the screens that it is for, with its layout inside, and no other; nothing is
// resolved again for it. Whoever comes later gets it; its end is told.
func TestTakeover(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putScreens(ctx, tx, screen("HK-1"), screen("HK-2", func(p *content.Place) { p.Areas = []string{"2024-11/002", "2024-11/01"} })); err != nil {
			return err
		}
		return putSlides(ctx, tx, notice("s", "Gọi 1022"))
	})
	near, far := r.join("HK-1"), r.join("HK-2")
	near.some(2)
	far.some(2)
	before := r.Stats()
	one := storm(content.Target{Area: "2024-11/006"})
	on := func(lasts time.Duration) int64 {
		return r.change(func(ctx context.Context, tx *store.Tx) (err error) {
			if one, err = content.PutOn(one, "an", tx.Time(), lasts, false); err != nil {
				return err
			}
			return tx.PutTakeover(ctx, one)
		})
	}
	number := on(time.Hour)
	got := near.some(1)
	told := r.opened(got[0])
	if len(got) != 1 || got[0].For != "HK-1" || got[0].Number != number || told.Programme == nil || len(told.Layouts) != 1 || got[0].Until != one.Until().UnixMilli() {
		t.Fatalf("it is told %s", types(got))
	}
	if slot := told.Programme.At(one.Begun.UnixMilli() + 1); slot.Slide != 0 {
		t.Errorf("it shows %v", slot)
	}
	if other := far.rest(); len(other) != 0 {
		t.Errorf("another district is told %s", types(other))
	}
	if now := r.Stats(); now.Programmes != before.Programmes || now.Gathered != before.Gathered || now.Frames-before.Frames != 2 {
		t.Errorf("it costs %+v after %+v", now, before)
	}
	for has, want := range map[string]int{"": 1, "other": 1, got[0].Hash: 0} {
		if frames, err := r.Takeovers(t.Context(), "HK-1", map[string]string{"takeover/HK-1": has}, false); err != nil || len(frames) != want {
			t.Errorf("one that has %q gets %d frames, %v", has, len(frames), err)
		}
	}
	r.change(func(ctx context.Context, tx *store.Tx) error {
		one = content.End(one, tx.Time())
		return tx.PutTakeover(ctx, one)
	})
	if end := near.some(1); r.opened(end[0]).Programme != nil {
		t.Errorf("it does not end: %s", types(end))
	}
	on(3 * time.Second) // ends by time alone; on a busy machine handing it out may take a second of that
	if begun := near.next(); r.opened(begun).Programme == nil {
		t.Errorf("a short one does not begin: %s", types([]protocol.Frame{begun}))
	}
	if end := near.next(); r.opened(end).Programme != nil {
		t.Errorf("a short one does not end: %s", types([]protocol.Frame{end}))
	}
	if frames, err := r.Takeovers(t.Context(), "HK-2", map[string]string{"takeover/HK-2": "kept from before a restart"}, false); err != nil || len(frames) != 1 || r.opened(frames[0]).Programme != nil {
		t.Errorf("one that missed the end hears %v, %v", frames, err)
	}
}
