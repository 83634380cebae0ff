package store

import (
	"errors"
	"slices"
	"testing"

	"ngatu/content"
)

// What somebody has is in slides, in drafts beside them and on its way.
func TestStock(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		medium := Medium{Digest: content.DigestOf([]byte("a")), Kind: content.Picture, Bytes: 5}
		beside := Medium{Digest: content.DigestOf([]byte("b")), Kind: content.Picture, Bytes: 3}
		live := content.Slide{ID: "live", State: content.Approved, Author: "an", Kind: content.Picture, Medium: medium.Digest}
		_, err := s.Change(ctx, "an", func(tx *Tx) error {
			return errors.Join(tx.PutMedium(ctx, medium), tx.PutMedium(ctx, beside), tx.PutSlide(ctx, live),
				tx.PutSlide(ctx, content.Slide{ID: "draft", State: content.Draft, Author: "an"}), tx.PutSlide(ctx, content.Slide{ID: "gone", State: content.TakenOff, Author: "an"}))
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Change(ctx, "binh", func(tx *Tx) error {
			d, err := tx.SlideDraft(ctx, "live")
			if err != nil {
				return err
			}
			changed := d.Offered()
			changed.Title, changed.Pair = "b", &content.Pair{Medium: beside.Digest}
			return tx.PutSlideDraft(ctx, "write", d.Save(changed, "binh", tx.Time()))
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := (Uploads{s}).Begin(ctx, Upload{ID: string(content.DigestOf([]byte{byte(len(medium.Name))})), Who: "an", Bytes: 7}, func(int, int64) error { return nil }); err != nil {
				t.Fatal(err)
			}
			medium.Name += "x"
		}
		has := must[[]Stock](t)(s.Stock(ctx))
		for _, want := range []Stock{{"an", medium.Digest, 5, 0}, {"an", "", 0, 1}, {"binh", medium.Digest, 5, 1}, {"binh", beside.Digest, 3, 0}} {
			if !slices.Contains(has, want) || len(has) != 4 {
				t.Errorf("%+v is not in %+v", want, has)
			}
		}
		if got := must[[]Stock](t)(s.Stock(ctx, "binh", "chi")); len(got) != 2 || !slices.Contains(got, Stock{"binh", medium.Digest, 5, 1}) {
			t.Errorf("of one person there is %+v", got)
		}
		if got := must[[]Stock](t)(s.Coming(ctx)); len(got) != 1 || got[0] != (Stock{Who: "an", Bytes: 14, Waits: 2}) {
			t.Errorf("on their way are %+v", got)
		}
	})
}
