package store

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
)

// A press that was made while the database was away has a verb of its own, is known by its key once
// it has entered or was refused, and what was refused is listed with why.
func TestPressesThatWereMadeApart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		storm := content.Takeover{ID: "storm", Title: "Bão", State: content.Approved, Words: content.Words{Head: "Bão"}}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutTakeover(ctx, storm) })
		verb := func() string {
			t.Helper()
			return must[[]Change](t)(s.ChangesOf(ctx, NounTakeover, "storm", 0, 1))[0].Verb
		}
		press := func(key string) content.Press {
			return content.Press{Key: key, Begun: noon, Confirmed: noon, By: "an", Lasts: time.Hour}
		}
		if must[bool](t)(s.KnowsPress(ctx, "storm", "abc")) {
			t.Error("known before it was made")
		}
		one := must[content.Takeover](t)(content.Enter(storm, press("abc"), storm.Sight(), noon.Add(time.Minute)))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutTakeover(ctx, one) })
		if verb() != VerbEntered {
			t.Errorf("it enters by %q", verb())
		}
		one = content.EndApart(one, "abc", "chi", noon.Add(time.Minute))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutTakeover(ctx, one) })
		if verb() != "end" {
			t.Errorf("it ends by %q", verb())
		}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			return tx.RefusePress(ctx, "storm", RefusedPress{Press: press("def"), Vi: "Đã gỡ duyệt.", En: "Taken back."})
		})
		for key, known := range map[string]bool{"abc": true, "def": true, "ab": false, "%": false, "": false} {
			if must[bool](t)(s.KnowsPress(ctx, "storm", key)) != known {
				t.Errorf("%q is known: %v", key, !known)
			}
		}
		for of, n := range map[string]int{"": 1, "storm": 1, "another": 0} {
			all := must[[]RefusedPress](t)(s.RefusedPresses(ctx, of, time.Now().Add(-time.Hour)))
			if len(all) != n || n > 0 && (all[0].Press.Key != "def" || all[0].Vi != "Đã gỡ duyệt." || all[0].Takeover != "storm") {
				t.Errorf("refused of %q: %+v", of, all)
			}
		}
		if late := must[[]RefusedPress](t)(s.RefusedPresses(ctx, "", time.Now().Add(time.Hour))); len(late) > 0 {
			t.Errorf("refused later: %+v", late)
		}
	})
}
