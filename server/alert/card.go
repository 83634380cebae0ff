package alert

import (
	"context"
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
)

// cardEnded tells those who had a part in a card, or in its page, that it ended with what became of
// the page: of all its cards in one message to each. Some were on air, some were drafts, so what it
// says is true of both. Who threw a change of the page away knows it.
func (a *Alerts) cardEnded(ctx context.Context, line store.Change, written map[string]bool) ([]store.Alert, error) {
	if line.Noun != store.NounSlide {
		return nil, nil
	}
	card, err := a.Store.Slide(ctx, line.ID)
	if err != nil || card.CardOf() == "" || card.State != content.TakenOff {
		return nil, unlessGone(err)
	}
	page, err := a.Store.SlideDraft(ctx, card.CardOf())
	if err != nil {
		return nil, unlessGone(err)
	}
	thrown, err := thrownAway(ctx, a.Store.Reader, page.ID, line)
	if err != nil {
		return nil, err
	}
	m := message{Event: cardsOff, Noun: store.NounSlide, ID: page.ID, Title: same(page.Live.Title), Who: line.Who, At: line.At, Said: whyCards(page.Live, thrown)}
	matter := fmt.Sprintf("%s slide/%s %d", cardsOff, page.ID, line.Number)
	var to []string
	for _, id := range slices.Concat(card.Authors(), page.Live.Authors(), page.By) {
		if told := matter + " " + id; !written[told] && !(thrown && id == line.Who) {
			written[told], to = true, append(to, id)
		}
	}
	return a.emails(ctx, m, matter, to)
}

// thrownAway says whether what ended the cards of a page is that somebody threw away what was written
// beside it.
func thrownAway(ctx context.Context, r store.Reader, page string, line store.Change) (bool, error) {
	lines, err := r.ChangesOf(ctx, store.NounSlide, page, line.Number+1, 1)
	return slices.ContainsFunc(lines, func(c store.Change) bool { return c.Number == line.Number && c.Verb == "discard" }), err
}

// whyCards is why the cards of a page ended.
func whyCards(page content.Slide, thrown bool) text {
	switch {
	case page.State == content.TakenOff:
		return text{"Tệp của trang không còn trong hộp thư nên các thẻ của trang đã kết thúc cùng trang.", "The file of the page is gone from the inbox, and its cards ended with it."}
	case thrown:
		return text{
			"Bản sửa của trang đã bị bỏ nên các thẻ chia theo hình trong bản sửa đã kết thúc. Trang và các thẻ theo hình đang chiếu giữ nguyên.",
			"A change of the page was thrown away, and the cards of the picture in it ended. The page and the cards of the picture on air stay as they are.",
		}
	case page.Kind == content.Video:
		return text{
			"Một clip thay cho trang nên các thẻ của trang đã kết thúc: thẻ đang chiếu thôi chiếu, thẻ chưa duyệt không còn chờ. Clip không chia thành thẻ.",
			"A clip took the place of the page, so its cards ended: those on air went off, and the others wait no more. No cards are made of a clip.",
		}
	}
	return text{
		"Trang có hình mới nên các thẻ theo hình cũ đã kết thúc: thẻ đang chiếu thôi chiếu, thẻ chưa duyệt không còn chờ. Hãy mở trang và chia thẻ lại.",
		"The page has a new picture, so the cards of the old one ended: those on air went off, and the others wait no more. Open the page and lay its cards out again.",
	}
}
