package intake

import (
	"fmt"
	"runtime"
	"testing"

	"ngatu/content"
	"ngatu/content/card"
	"ngatu/internal/store"
	"ngatu/server/rendition"
)

// The cards of a long text are put into a large campaign for one reading of it, and sent again they
// are the same drafts; two cards that say the same are two.
func TestCardsReadTheirCampaignOnce(t *testing.T) {
	r := newRig(t)
	pages := make([]rendition.Page, 100)
	for i := range pages {
		pages[i].Card = card.Card{Style: content.Statement, Words: content.Words{Head: fmt.Sprint("Tấm ", i/2)}}
	}
	u := Upload{Name: "dài.docx"}
	first := r.Draft(u, store.Medium{Kind: content.Picture})
	put := func() (made []content.Slide) {
		t.Helper()
		must(r.Store.Change(t.Context(), "binh", func(tx *store.Tx) (err error) {
			var all Made
			err = r.putPages(t.Context(), tx, u, first, pages, &all)
			made = all.Slides
			return err
		}))(t)
		return made
	}
	made := put()
	must(r.Store.Change(t.Context(), "binh", func(tx *store.Tx) (err error) {
		for i := range 400 {
			s := first
			s.ID, s.Kind, s.Order = fmt.Sprint("khác-", i), content.Notice, 1000+i
			s.Words.Head = fmt.Sprint("Khác ", i)
			if err := tx.PutSlide(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	}))(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	again := put()
	runtime.ReadMemStats(&after)
	for i := range made {
		if made[i].ID != again[i].ID || i > 0 && made[i].ID == made[i-1].ID {
			t.Fatalf("card %d is %s, then %s", i, made[i].ID, again[i].ID)
		}
	}
	if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 20 {
		t.Errorf("100 cards took %d MB beside 500 slides", took)
	} else {
		t.Logf("%d MB", took)
	}
}
