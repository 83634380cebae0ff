package store

import (
	"context"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
)

// Whatever way a page becomes another one, its cards follow in the same change; those of what is
// drawn beside it stay. A hold of the page is that of its cards. A page that has cards in use cannot
// be deleted, and takes the drafts of its cards along.
func TestCardsFollowTheirPage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		old, drawn := content.DigestOf([]byte("old")), content.DigestOf([]byte("new"))
		page := content.Slide{ID: "p", Campaign: "c", Kind: content.Picture, Medium: old, State: content.Approved, Order: 4}
		put := func(slides ...content.Slide) {
			t.Helper()
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				for _, one := range slides {
					if err := tx.PutSlide(ctx, one); err != nil {
						return err
					}
				}
				return nil
			})
		}
		card := func(id string, of content.Digest, state content.State) content.Slide {
			return content.Slide{ID: id, Campaign: "c", Kind: content.Notice, Order: 4, State: state, Source: content.CardSource("p", of, "432x216")}
		}
		states := func(want string) {
			t.Helper()
			var is []string
			for _, one := range must[[]content.Slide](t)(s.CardsOf(ctx, "p")) {
				is = append(is, one.ID+":"+string(one.State))
			}
			if got := strings.Join(is, " "); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
		other := card("other", old, content.Approved)
		other.Source = content.CardSource("p2", old, "432x216")
		put(page, other, card("p-1", old, content.Approved), card("p-2", old, content.Submitted), card("p-3", drawn, content.Draft))
		now := must[content.SlideDraft](t)(s.SlideDraft(ctx, "p"))
		beside := now.Save(now.Doc.Showing(drawn, content.Picture), "an", noon)
		writing := must[content.SlideDraft](t)(s.SlideDraft(ctx, "p-1"))
		doc := writing.Doc
		doc.Title = "Sửa"
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutSlideDraft(ctx, "write", writing.Save(doc, "an", noon)); err != nil {
				return err
			}
			return tx.PutSlideDraft(ctx, "write", beside)
		})
		put(page)
		states("p-1:approved p-2:submitted p-3:draft")

		off := must[content.Hold](t)(content.SetHold(content.Hold{ID: "h", Scope: content.HoldSlide, Slide: "p"}, "an", noon))
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutHold(ctx, off) })
		if ids := must[[]string](t)(s.HeldSlides(ctx)); !slices.Equal(ids, []string{"p", "p-1"}) {
			t.Errorf("held are %v", ids)
		}
		if !must[bool](t)(s.SlideOff(ctx, "p-1")) || must[bool](t)(s.SlideOff(ctx, "other")) {
			t.Error("the hold of a page is not that of its cards")
		}
		off.Ended = content.Signed{By: "binh", At: noon}
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutHold(ctx, off) })
		if must[bool](t)(s.SlideOff(ctx, "p-1")) {
			t.Error("the hold was lifted of the page alone")
		}

		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutLive(ctx, page.Showing(drawn, content.Picture)) })
		states("p-1:taken_off p-2:taken_off p-3:draft")
		if d := must[content.SlideDraft](t)(s.SlideDraft(ctx, "p-1")); d.Beside {
			t.Error("what was written beside a card that ended could still be approved")
		}
		clip := page.Showing(content.DigestOf([]byte("clip")), content.Video)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutLive(ctx, clip) })
		states("p-1:taken_off p-2:taken_off p-3:taken_off")
		put(card("p-3", drawn, content.Draft), content.FileGone(clip))
		states("p-1:taken_off p-2:taken_off p-3:taken_off")
		if one := must[content.Slide](t)(s.Slide(ctx, "other")); one.State != content.Approved {
			t.Error("the card of another page ended")
		}

		page.ID, page.State = "p2", content.Draft
		mine := card("mine", old, content.Draft)
		mine.Source = other.Source
		put(page, mine)
		_, err := s.Change(ctx, "an", func(tx *Tx) error { return tx.DeleteSlide(ctx, "p2") })
		refused(t, err, content.Conflict)
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteSlide(ctx, "other") })
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteSlide(ctx, "p2") })
		if left := must[[]content.Slide](t)(s.CardsOf(ctx, "p2")); len(left) > 0 {
			t.Errorf("%d cards of a page that is gone", len(left))
		}
	})
}

// What is drawn beside a page and thrown away takes the cards that were made of it.
func TestCardsOfWhatIsThrownAway(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		old, drawn := content.DigestOf([]byte("old")), content.DigestOf([]byte("new"))
		page := content.Slide{ID: "p", Campaign: "c", Kind: content.Picture, Medium: old, State: content.Approved}
		changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutSlide(ctx, page); err != nil {
				return err
			}
			now, err := tx.SlideDraft(ctx, "p")
			if err != nil {
				return err
			}
			if err := tx.PutSlideDraft(ctx, "write", now.Save(now.Doc.Showing(drawn, content.Picture), "an", noon)); err != nil {
				return err
			}
			return tx.PutSlide(ctx, content.Slide{ID: "p-1", Campaign: "c", Kind: content.Notice, State: content.Draft, Source: content.CardSource("p", drawn, "432x216")})
		})
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.EndDraft(ctx, "discard", NounSlide, "p", "") })
		if one := must[content.Slide](t)(s.Slide(ctx, "p-1")); one.State != content.TakenOff {
			t.Errorf("the card is %s", one.State)
		}
	})
}
