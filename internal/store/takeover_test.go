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

// What the log says of takeovers is read back with what each was before, across drafts beside it.
func TestTakeoverChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, one := t.Context(), content.Takeover{ID: "storm", Title: "Bão", Words: content.Words{Head: "Bão"}, State: content.Approved}
		var put int64
		for range 25 {
			put = changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutTakeover(ctx, one) })
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				if err := tx.PutTakeoverDraft(ctx, "submit", content.WritingTakeover(one, nil)); err != nil {
					return err
				}
				return tx.EndDraft(ctx, "return", NounTakeover, one.ID, "chưa rõ")
			})
			one.Title += "!"
		}
		for range 25 { // lines about drafts alone
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				return tx.PutTakeoverDraft(ctx, "submit", content.WritingTakeover(one, nil))
			})
		}
		after := must[int64](t)(s.LastChange(ctx))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutTakeover(ctx, one) })
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteTakeover(ctx, one.ID) })
		all := must[[]TakeoverChange](t)(s.TakeoverChanges(ctx, after, time.Time{}))
		if len(all) != 2 || all[0].Was.Title+"!" != one.Title || all[0].Is.Title != one.Title || all[1].Was.Title != one.Title || all[1].Is.ID != "" {
			t.Errorf("it became %+v", all)
		}
		if all := must[[]TakeoverChange](t)(s.TakeoverChanges(ctx, put-1, time.Time{})); len(all) != 3 {
			t.Errorf("since the put before: %+v", all)
		}
		if late := must[[]TakeoverChange](t)(s.TakeoverChanges(ctx, 0, all[1].At)); len(late) != 0 {
			t.Errorf("after the last: %+v", late)
		}
	})
}
