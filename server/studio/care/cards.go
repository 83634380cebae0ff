package care

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
)

// Cards are what a page of a document and its cards say of each other.
type Cards struct {
	Page  *content.Slide  // of a card: its page; nil: it is no card, or the page is gone
	Of    string          // of a page: its ID
	All   []content.Slide // of a page: the cards that did not end, in order
	Stale bool            // some of these show the picture on air, and another file is written
	Clip  bool            // what is written is a clip: no cards are made of it
	Ended bool            // the cards that there were have ended, and no others were made
	Apart bool            // some run in another campaign than the page does, or on other days or screens
	Edit  bool            // the person here may lay them out again
}

// CardsOf are the cards of a slide that is a page, or the page of one that is a card.
func CardsOf(ctx context.Context, r store.Reader, d content.SlideDraft, edit bool) (out Cards, err error) {
	if page := d.Live.CardOf(); page != "" {
		one, err := r.Slide(ctx, page)
		if content.CodeOf(err) == content.NotFound {
			return out, nil
		}
		return Cards{Page: &one, Apart: d.Doc.Apart(one)}, err
	}
	all, err := r.CardsOf(ctx, d.ID)
	clip := d.Doc.Kind == content.Video
	out = Cards{Of: d.ID, Edit: edit && !clip, Clip: clip}
	for _, one := range all {
		if one.State != content.TakenOff {
			out.All = append(out.All, one)
			out.Stale = out.Stale || !one.CardShows(d.Doc.Medium)
		}
	}
	out.Ended = len(all) > 0 && len(out.All) == 0
	if err != nil {
		return out, err
	}
	apart, err := r.CardsApart(ctx, d.Doc)
	out.Apart = len(apart) > 0
	return out, err
}
