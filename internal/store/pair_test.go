package store

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"ngatu/content"
)

// A program of before pairs finds no picture in a slide of two, nor in the draft beside it, so its
// screens show nothing rather than half. This one reads both, and whose they are.
func TestAPairIsNoPictureToAProgramOfBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		was, is := content.DigestOf([]byte("was")), content.DigestOf([]byte("is"))
		live := content.Slide{ID: "s", State: content.Approved, Author: "an", Kind: content.Picture, Medium: was, Fit: content.Cover, Pair: &content.Pair{Medium: is, Was: "Trước", Is: "Sau"}}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutSlide(ctx, live); err != nil {
				return err
			}
			d, err := tx.SlideDraft(ctx, "s")
			if err != nil {
				return err
			}
			doc := d.Offered()
			doc.Title = "b"
			return tx.PutSlideDraft(ctx, "write", d.Save(doc, "binh", tx.Time()))
		})
		type before struct { // what such a program knows
			Medium    content.Digest
			Doc, Base struct{ Medium content.Digest }
		}
		for _, query := range []string{`SELECT doc FROM slides`, `SELECT doc FROM drafts`} {
			if got := must[before](t)(one(ctx, s.conn, document[before], query)); got != (before{}) {
				t.Errorf("%s: it has %+v", query, got)
			}
		}
		got := must[content.SlideDraft](t)(s.SlideDraft(ctx, "s"))
		for _, one := range []content.Slide{got.Live, got.Doc, got.Base} {
			if !slices.Equal(one.Media(), []content.Digest{was, is}) || one.Pair.First != "" {
				t.Errorf("it is read as %v, %+v", one.Media(), one.Pair)
			}
		}
		if live.Medium != was || live.Pair.First != "" {
			t.Error("what was put was changed")
		}
		for _, who := range []string{"an", "binh"} {
			for _, medium := range []content.Digest{was, is} {
				if !slices.ContainsFunc(must[[]Stock](t)(s.Stock(ctx)), func(one Stock) bool { return one.Who == who && one.Medium == medium }) {
					t.Errorf("%s has %.8s no more", who, medium)
				}
			}
		}
		if with := must[[]content.Slide](t)(s.SlidesWith(ctx, was)); len(with) != 1 || with[0].Medium != was {
			t.Errorf("with the first picture there is %+v", with)
		}
		var logged content.DraftOf[content.Slide]
		if err := json.Unmarshal(must[[]Change](t)(s.ChangesOf(ctx, NounSlide, "s", 0, 1))[0].Detail, &logged); err != nil || logged.Doc.Medium != was || logged.Doc.Pair == nil {
			t.Errorf("the log has %+v (%v)", logged, err)
		}
	})
}
