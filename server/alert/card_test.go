package alert

import (
	"strings"
	"testing"
	"time"

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

// A page that runs elsewhere, by an approval or with its file in the inbox, leaves its cards behind: who
// had a part in either hears of it once, and programs too; not of what was so before, and not where the
// cards were taken along before the mail went out.
func TestTheCardsOfAPageStayBehind(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	shown := content.DigestOf([]byte("page"))
	page := content.Slide{ID: "p", Campaign: "main", Kind: content.Picture, Title: "Lịch tiếp dân", State: content.Approved, Medium: shown, Author: "chi"}
	second := page
	second.ID, second.Title = "q", "Lịch trực"
	card := func(id, of string) content.Slide {
		return content.Slide{ID: id, Campaign: "main", Kind: content.Notice, Title: id, State: content.Approved, Author: "an", Source: content.CardSource(of, shown, "432x216")}
	}
	put := func(who string, all ...content.Slide) {
		t.Helper()
		r.change(who, func(tx *store.Tx) error {
			for _, s := range all {
				if err := tx.PutSlide(ctx, s); err != nil {
					return err
				}
			}
			return nil
		})
	}
	told := func() []received {
		t.Helper()
		r.looks()
		return r.box.taken()
	}
	r.change("an", func(tx *store.Tx) error {
		for _, id := range []string{"main", "other"} {
			if err := tx.PutCampaign(ctx, content.Campaign{ID: id, Name: id, Weight: 1}); err != nil {
				return err
			}
		}
		return nil
	})
	put("an", page, second, card("p-1", "p"), card("p-2", "p"), card("q-1", "q"))
	told()
	r.ear.taken()

	page.Campaign, second.Campaign = "other", "other"
	put("inbox:don-vi", page, second)
	letters := told()
	if len(letters) != 2 {
		t.Fatalf("%d letters: %+v", len(letters), letters)
	}
	for _, one := range letters {
		if strings.HasPrefix(one.to, "chi") {
			if !strings.Contains(one.subject, "Cards do not follow their page: slide “Lịch tiếp dân” and 1 more") || !strings.Contains(one.text, "“Lịch trực”: One card differs from the page in its campaign.") {
				t.Errorf("%s: %s\n%s", one.to, one.subject, one.text)
			}
		} else if !strings.Contains(one.text, "“Lịch tiếp dân”: 2 thẻ khác trang về chiến dịch.") || !strings.Contains(one.text, "bấm “Đưa thẻ theo trang”") || !strings.Contains(one.text, "/studio/slides/p\r\n") {
			t.Errorf("%s: %s\n%s", one.to, one.subject, one.text)
		}
	}
	if hooks := r.ear.taken(); len(hooks) != 1 || !strings.Contains(hooks[0], `"type":"slide.cards_apart"`) {
		t.Errorf("programs are told %v", hooks)
	}

	page.Title = "Lịch tiếp dân mới"
	put("binh", page)
	if more := told(); len(more) > 0 {
		t.Errorf("told again of what was so before: %+v", more)
	}

	follows := card("p-1", "p").Following(page)
	other := card("p-2", "p").Following(page)
	put("binh", follows, other)
	told()
	r.clock(23) // nobody is written to
	page.Valid.Until = r.Now().Add(90 * 24 * time.Hour)
	put("binh", page)
	if early := told(); len(early) > 0 {
		t.Errorf("told by night: %+v", early)
	}
	r.change("an", func(tx *store.Tx) error {
		for _, one := range []content.Slide{follows, other} {
			d, err := tx.SlideDraft(ctx, one.ID)
			if err != nil {
				return err
			}
			if err := tx.PutSlideDraft(ctx, "write", d.Save(one.Following(page), "an", tx.Time())); err != nil {
				return err
			}
		}
		return nil
	})
	r.clock(8)
	if more := told(); len(more) > 0 {
		t.Errorf("told of cards that were taken along: %+v", more)
	}
}
