package store

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ngatu/content"
)

func TestTakeover(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		storm := content.Takeover{
			ID: "storm", Title: "Bão số 8", Gravity: content.Danger, Words: content.Words{Head: "Bão vào lúc 18 giờ"},
			Targets: []content.Target{{Area: "2024-11/01"}}, State: content.Draft, Author: "an",
		}
		put := func(one content.Takeover, verb string) {
			t.Helper()
			changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutTakeover(ctx, one) })
			if diff := cmp.Diff(one, must[content.Takeover](t)(s.Takeover(ctx, one.ID))); diff != "" {
				t.Error(diff)
			}
			last := must[int64](t)(s.LastChange(ctx))
			if lines := must[[]Change](t)(s.Changes(ctx, last-1, 1)); len(lines) != 1 || lines[0].Verb != verb || lines[0].Noun != "takeover" {
				t.Errorf("the log says %+v, not %s", lines, verb)
			}
		}
		put(storm, "create")
		storm.State = content.Submitted
		put(storm, "submit")
		storm.State = content.Approved
		put(storm, "approve")
		if on := must[[]content.Takeover](t)(s.Presses(ctx)); len(on) != 0 {
			t.Errorf("never put on, and yet on: %+v", on)
		}
		storm = must[content.Takeover](t)(content.PutOn(storm, "binh", noon, time.Hour, false))
		put(storm, "put_on")
		storm = must[content.Takeover](t)(content.PutOn(storm, "binh", noon.Add(time.Minute), time.Hour, false))
		put(storm, "confirm")
		if on := must[[]content.Takeover](t)(s.Presses(ctx)); len(on) != 1 {
			t.Errorf("on: %+v", on)
		}
		aimed := must[content.Takeover](t)(storm.Aim("2024-11/01", noon.Add(2*time.Minute), func(string, string) bool { return true }))
		storm = must[content.Takeover](t)(content.PutOn(aimed, "binh", noon.Add(2*time.Minute), time.Hour, false))
		put(storm, "put_on") // in an area too
		if on := must[[]content.Takeover](t)(s.Presses(ctx)); len(on) != 2 || on[0].PressID() != "storm.2" || on[1].PressID() != "storm" {
			t.Errorf("presses: %+v", on)
		}
		storm.Others[0].Confirmed = noon.Add(3 * time.Minute)
		put(storm, "confirm")
		storm = content.EndPress(storm, "", noon.Add(4*time.Minute))
		put(storm, "end")
		storm = content.End(storm, noon.Add(5*time.Minute))
		put(storm, "end")
		storm.State = content.TakenOff
		put(storm, "take_off")
		if off := must[[]content.Takeover](t)(s.Presses(ctx)); len(off) != 2 || off[0].On(noon.Add(4*time.Minute)) {
			t.Errorf("presses of one whose approval was taken back: %+v", off)
		}
		old := `{"id":"old","title":"Bão","gravity":"danger","words":{},"state":"approved","begun":"2026-09-01T05:00:00Z","confirmed":"2026-09-01T05:00:00Z","by":"an","lasts":3600000000000,"in":"2024-11/01"}`
		changed(t, s, func(ctx context.Context, tx *Tx) error { // of the version before
			if err := tx.PutTakeover(ctx, content.Takeover{ID: "old"}); err != nil {
				return err
			}
			_, err := tx.exec(ctx, `UPDATE takeovers SET doc = $1 WHERE id = 'old'`, old)
			return err
		})
		if was := must[content.Takeover](t)(s.Takeover(ctx, "old")).Presses(); len(was) != 1 || was[0].PressID() != "old" || was[0].In != "2024-11/01" || was[0].Lasts != time.Hour {
			t.Errorf("of the version before: %+v", was)
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteTakeover(ctx, "old") })
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteTakeover(ctx, "storm") })
		if all := must[[]content.Takeover](t)(s.Takeovers(ctx)); len(all) != 0 {
			t.Errorf("deleted, and yet there: %+v", all)
		}
	})
}
