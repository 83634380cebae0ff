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
		if on := must[[]content.Takeover](t)(s.TakeoversOn(ctx)); len(on) != 0 {
			t.Errorf("never put on, and yet on: %+v", on)
		}
		storm = must[content.Takeover](t)(content.PutOn(storm, "binh", noon, time.Hour, false))
		put(storm, "put_on")
		storm = must[content.Takeover](t)(content.PutOn(storm, "binh", noon.Add(time.Minute), time.Hour, false))
		put(storm, "confirm")
		if on := must[[]content.Takeover](t)(s.TakeoversOn(ctx)); len(on) != 1 {
			t.Errorf("on: %+v", on)
		}
		storm = content.End(storm, noon.Add(2*time.Minute))
		put(storm, "end")
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteTakeover(ctx, "storm") })
		if all := must[[]content.Takeover](t)(s.Takeovers(ctx)); len(all) != 0 {
			t.Errorf("deleted, and yet there: %+v", all)
		}
	})
}
