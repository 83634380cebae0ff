package store

import (
	"context"

	"ngatu/content"
)

// ofPage picks the cards of the page that an expression names; see [content.CardSources]. Sources
// are compared byte by byte, and ';' comes after ':'.
func ofPage(page string) string {
	return `source <> '' AND source >= 'cards:' || ` + page + ` || ':' AND source < 'cards:' || ` + page + ` || ';'`
}

// CardsOf lists the cards of a page, whatever their state, size and picture, in their order.
func (r Reader) CardsOf(ctx context.Context, page string) ([]content.Slide, error) {
	return list(ctx, r.conn, document[content.Slide], `SELECT doc FROM slides WHERE `+ofPage(`CAST($1 AS TEXT)`)+` ORDER BY position, id`, page)
}

// CardsApart are the cards of a page, as it is given, that run in another campaign, or on other days
// or screens. What is written of a card counts, as it will be what was approved.
func (r Reader) CardsApart(ctx context.Context, page content.Slide) (out []content.SlideDraft, err error) {
	cards, err := r.CardsOf(ctx, page.ID)
	if err != nil {
		return nil, err
	}
	for _, one := range cards {
		if one.State == content.TakenOff || !one.CardShows(page.Medium) || one.State != content.Approved && !one.Apart(page) {
			continue
		}
		d, err := r.SlideDraft(ctx, one.ID)
		if err != nil {
			return nil, err
		}
		if d.Offered().Apart(page) {
			out = append(out, d)
		}
	}
	return out, nil
}

// cardsFollow ends the cards of a page that end with what has become of it, whichever way that came:
// the page on air and its cards never say two things. A clip may have taken the place of the page.
func (tx libraryWrites) cardsFollow(ctx context.Context, page content.Slide) error {
	if page.Kind.LaidOut() || page.State != content.Approved && page.State != content.TakenOff {
		return nil
	}
	cards, err := tx.CardsOf(ctx, page.ID)
	if err != nil || len(cards) == 0 {
		return err
	}
	now, err := tx.SlideDraft(ctx, page.ID)
	if err != nil {
		return err
	}
	for _, one := range cards {
		if !one.CardEnds(page, now.Doc.Medium) {
			continue
		}
		writing, err := tx.SlideDraft(ctx, one.ID)
		if err != nil {
			return err
		}
		if writing.Beside && writing.Begun() {
			if err := tx.EndDraft(ctx, "discard", NounSlide, one.ID, ""); err != nil {
				return err
			}
		}
		if err := tx.putSlide(ctx, "take_off", content.FileGone(one)); err != nil {
			return err
		}
	}
	return nil
}
