package alert

import (
	"context"
	"fmt"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
)

// cardEnded tells those who had a part in a card, or in its page, that it went off with what became
// of the page: of all its cards in one message to each.
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
	m := message{Event: cardsOff, Noun: store.NounSlide, ID: page.ID, Title: same(page.Live.Title), Who: line.Who, At: line.At, Said: text{
		"Trang có hình mới nên các thẻ theo hình cũ thôi chiếu. Hãy mở trang và chia thẻ lại.",
		"The page has a new picture, so the cards of the old one went off. Open the page and lay its cards out again.",
	}}
	if page.Live.State == content.TakenOff {
		m.Said = text{"Tệp của trang không còn trong hộp thư nên các thẻ của trang cũng thôi chiếu.", "The file of the page is gone from the inbox, and its cards went off with it."}
	}
	matter := fmt.Sprintf("%s slide/%s %d", cardsOff, page.ID, line.Number)
	var to []string
	for _, id := range slices.Concat(card.Authors(), page.Live.Authors(), page.By) {
		if told := matter + " " + id; !written[told] {
			written[told], to = true, append(to, id)
		}
	}
	return a.emails(ctx, m, matter, to)
}
