package fleet

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// A receipt counts when it is of this takeover and of this time; a screen that is dark by its hours
// is waited for, except in a drill; one that is not connected is never taken for dark. What was
// painted stays so after the screen went silent, and all of it after the end and a restart.
func TestReceipts(t *testing.T) {
	r := newRig(t)
	night := closedNow(r.at)
	for code, open := range map[string]hours.Set{
		"PAINTED": {}, "BEFORE": {}, "NOT-YET": {}, "AWAY": {}, "DARK": night, "DARK-AWAY": night, "RULED": {},
	} {
		r.screen(code, open)
	}
	one := content.Takeover{ID: "storm", State: content.Approved, Gravity: content.Warning, Words: content.Words{Head: "Bão"}}
	put := func(drill bool) {
		t.Helper()
		r.change(func(ctx context.Context, tx *store.Tx) (err error) {
			if one, err = content.PutOn(content.End(one, tx.Time()), "an", tx.Time(), time.Hour, drill); err != nil {
				return err
			}
			return tx.PutTakeover(ctx, one)
		})
		r.at = one.Begun.Add(time.Minute)
	}
	says := func(code, slide string, painted time.Time) hub.Presence {
		p := hub.Presence{Screen: code, Since: r.at, Heard: r.at}
		if slide != "" {
			p.Status = &protocol.Status{Takeover: painted.UnixMilli(), Slide: slide, Painted: painted.Add(-time.Minute).UnixMilli()} // its clock is behind
		}
		return p
	}
	kept := map[string]map[string]store.Receipt{}
	is := func(when string, want map[string]Reception) {
		t.Helper()
		if err := r.keepReceipts(t.Context(), kept); err != nil {
			t.Fatal(err)
		}
		all, err := r.store.Receipts(t.Context(), one.ID, one.Begun)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]Reception{}
		for _, one := range all {
			got[one.Screen] = Reception(one.State)
		}
		for code, w := range want {
			if got[code] != w {
				t.Errorf("%s: %s is %q, want %q", when, code, got[code], w)
			}
		}
	}
	put(true)
	r.present = []hub.Presence{
		says("PAINTED", "storm", one.Begun.Add(59*time.Millisecond)), says("BEFORE", "storm", one.Begun.Add(-time.Hour)), says("NOT-YET", "", time.Time{}),
		says("DARK", "", time.Time{}), says("RULED", "another", one.Begun.Add(time.Second)),
	}
	is("in a drill", map[string]Reception{
		"PAINTED": Painted, "BEFORE": Waiting, "NOT-YET": Waiting, "AWAY": Unheard, "DARK": KeptDark, "DARK-AWAY": Unheard, "RULED": Waiting,
	})
	r.present = r.present[1:]
	clear(kept) // a restart
	is("one that has gone", map[string]Reception{"PAINTED": Painted, "DARK": KeptDark})
	put(false)
	is("the real thing", map[string]Reception{"PAINTED": Unheard, "DARK": Waiting})
	r.change(func(ctx context.Context, tx *store.Tx) error {
		graver, err := content.PutOn(content.Takeover{ID: "flood", State: content.Approved, Gravity: content.Danger}, "an", tx.Time(), time.Hour, false)
		if err != nil {
			return err
		}
		return tx.PutTakeover(ctx, graver)
	})
	is("beside a graver one", map[string]Reception{"NOT-YET": Outranked, "AWAY": Unheard})
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.PutTakeover(ctx, content.End(one, tx.Time())) })
	r.present = nil
	is("after its end", map[string]Reception{"NOT-YET": Outranked, "AWAY": Unheard})
}
