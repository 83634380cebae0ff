package alert

import (
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
)

// Who made the cards of a page, and who made the page, are told in one message each that the cards
// went off, and why; a card that waited is on no desk any more.
func TestTheCardsOfAPageWentOff(t *testing.T) {
	r := newRig(t)
	old := content.DigestOf([]byte("old"))
	page := content.Slide{ID: "p", Campaign: "main", Kind: content.Picture, Title: "Lịch tiếp dân", State: content.Approved, Medium: old, Author: "chi"}
	r.change("an", func(tx *store.Tx) error {
		for _, s := range []content.Slide{
			page,
			{ID: "p-1", Campaign: "main", Kind: content.Notice, State: content.Approved, Author: "an", Source: content.CardSource("p", old, "432x216")},
			{ID: "p-2", Campaign: "main", Kind: content.Notice, State: content.Approved, Author: "an", Source: content.CardSource("p", old, "432x216")},
		} {
			if err := tx.PutSlide(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
	r.looks()
	r.box.taken()
	r.change("binh", func(tx *store.Tx) error {
		return tx.PutSlide(t.Context(), page.Showing(content.DigestOf([]byte("new")), content.Picture))
	})
	r.looks()
	told := map[string]string{}
	for _, e := range r.box.taken() {
		who, _, _ := strings.Cut(e.to, "@")
		if told[who] != "" {
			t.Errorf("%s is told twice", who)
		}
		told[who] = e.text
	}
	if len(told) != 2 || !strings.Contains(told["an"], "chia thẻ lại") || !strings.Contains(told["an"], "/studio/slides/p") || !strings.Contains(told["chi"], "lay its cards out again") {
		t.Errorf("told are %v", told)
	}

	// a change that is thrown away takes its cards along; its page has no new picture, and who did it knows
	drawn := content.DigestOf([]byte("drawn"))
	r.change("chi", func(tx *store.Tx) error {
		d, err := tx.SlideDraft(t.Context(), "p")
		if err != nil {
			return err
		}
		if err := tx.PutSlideDraft(t.Context(), "write", d.Save(d.Doc.Showing(drawn, content.Picture), "chi", tx.Time())); err != nil {
			return err
		}
		return tx.PutSlide(t.Context(), content.Slide{ID: "p-3", Campaign: "main", Kind: content.Notice, State: content.Draft, Author: "an", Source: content.CardSource("p", drawn, "432x216")})
	})
	r.looks()
	r.box.taken()
	r.change("chi", func(tx *store.Tx) error { return tx.EndDraft(t.Context(), "discard", store.NounSlide, "p", "") })
	r.looks()
	if all := r.box.taken(); len(all) != 1 || !strings.HasPrefix(all[0].to, "an@") || !strings.Contains(all[0].text, "Bản sửa của trang đã bị bỏ") || strings.Contains(all[0].text, "hình mới") {
		t.Errorf("told are %v", all)
	}

	r.change("binh", func(tx *store.Tx) error {
		if err := tx.PutSlide(t.Context(), content.Slide{ID: "p-4", Campaign: "main", Kind: content.Notice, State: content.Draft, Author: "an", Source: content.CardSource("p", drawn, "432x216")}); err != nil {
			return err
		}
		return tx.PutSlide(t.Context(), page.Showing(content.DigestOf([]byte("clip")), content.Video))
	})
	r.looks()
	if all := r.box.taken(); len(all) != 2 || !strings.Contains(all[0].text+all[1].text, "Một clip thay cho trang") {
		t.Errorf("told are %v", all)
	}
}
