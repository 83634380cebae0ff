package box

import (
	"os"
	"path/filepath"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// Cards follow the file of their page: a picture that waits leaves them on air, one that a standing
// approval lets end them and gives the page its sizes back, and so does a file that vanishes.
func TestCardsFollowTheFile(t *testing.T) {
	r := newRig(t, nil)
	r.watch()
	r.drop("x/a.png", renditiontest.Picture(1))
	r.taken("x/a.png")
	const size = "432x216"
	lay := func(id string) {
		t.Helper()
		page := r.slide("x/a.png")
		page.State, page.Sizes.Not = content.Approved, []content.Size{size}
		_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			if err := tx.PutSlide(t.Context(), page); err != nil {
				return err
			}
			return tx.PutSlide(t.Context(), content.Slide{
				ID: id, Campaign: page.Campaign, Kind: content.Notice, State: content.Approved, Source: content.CardSource(page.ID, page.Medium, size),
			})
		})
		r.no(err)
	}
	is := func(id string) content.State { return must(r.Store.Slide(t.Context(), id))(t).State }
	lay("one")
	r.drop("x/a.png", renditiontest.Picture(2))
	draft := func() content.SlideDraft { return must(r.Store.SlideDraft(t.Context(), r.slide("x/a.png").ID))(t) }
	r.until("the new picture waits", func() bool { return draft().Begun() })
	if d := draft(); d.Doc.Sizes.Not != nil || len(d.Live.Sizes.Not) != 1 || is("one") != content.Approved {
		t.Errorf("waiting for %v, on air but for %v, the card is %s", d.Doc.Sizes, d.Live.Sizes, is("one"))
	}
	r.drop("x/a.png", renditiontest.Picture(1))
	r.until("the picture of before is back", func() bool { return !draft().Begun() })
	r.standing("x")
	r.drop("x/a.png", renditiontest.Picture(3))
	r.until("the picture that stands is on air", func() bool { return is("one") == content.TakenOff })
	if page := r.slide("x/a.png"); page.State != content.Approved || page.Sizes.Not != nil {
		t.Errorf("the page is %s but for %v", page.State, page.Sizes)
	}
	lay("two")
	r.no(os.Remove(filepath.Join(r.Root, "x/a.png")))
	r.until("the card went off with the file", func() bool { return is("two") == content.TakenOff })
	if page := must(r.Store.SlideDraft(t.Context(), must(r.Store.Slide(t.Context(), "two"))(t).CardOf()))(t); page.Live.State != content.TakenOff || page.Live.Sizes.Not != nil {
		t.Errorf("the page is %s but for %v", page.Live.State, page.Live.Sizes)
	}
}
