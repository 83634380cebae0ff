package intake

import (
	"cmp"
	"context"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
)

// Look has the way in which a slide is to be shown wait beside the one in which it is. A draft that
// somebody is still writing gets it, and waits for them.
func (a Asks) Look(ctx context.Context, tx *store.Tx, s content.Slide) error {
	now, err := tx.SlideDraft(ctx, s.ID)
	if err != nil {
		return err
	}
	doc, writing := now.Offered(), now.Begun() && now.Doc.State == content.Draft
	doc.Fit, doc.Dwell = s.Fit, s.Dwell
	now = now.Save(doc, a.By, tx.Time())
	if writing {
		return tx.PutSlideDraft(ctx, "write", now)
	}
	if now, err = now.Submit(cmp.Or(a.Editor, a.By)); err != nil {
		return err
	}
	return tx.PutSlideDraft(ctx, "submit", now)
}

// Unlook takes back what [Asks.Look] had wait of a slide that is shown as the file says by now. The
// threat: somebody approves later what no file asks for any more. A new file that waits there takes
// over how the slide is shown; what other people wrote stays as it is.
func (a Asks) Unlook(ctx context.Context, tx *store.Tx, s content.Slide) error {
	d, err := tx.SlideDraft(ctx, s.ID)
	if err != nil || !a.alone(d) {
		return err
	}
	doc := d.Offered()
	doc.Fit, doc.Dwell = s.Fit, s.Dwell
	switch content.SightOf(doc.Document()) {
	case content.SightOf(d.Live.Document()):
		return tx.EndDraft(ctx, "discard", store.NounSlide, s.ID, "")
	case content.SightOf(d.Doc.Document()):
		return nil
	}
	return a.Look(ctx, tx, s)
}

// End throws away what the folder alone had wait beside a slide: another file, and where its file is
// gone also how that would be shown. The threat: somebody approves it, and a slide without a file is
// back on air.
func (a Asks) End(ctx context.Context, tx *store.Tx, slide string, gone bool) error {
	d, err := tx.SlideDraft(ctx, slide)
	if content.CodeOf(err) == content.NotFound {
		return nil
	}
	if err != nil || !a.alone(d) {
		return err
	}
	doc := d.Doc.Document()
	doc.Medium, doc.Kind, doc.Campaign, doc.Label, doc.Sizes, doc.Pair = d.Live.Medium, d.Live.Kind, d.Live.Campaign, d.Live.Label, d.Live.Sizes, d.Live.Pair
	if gone {
		doc.Fit, doc.Dwell = d.Live.Fit, d.Live.Dwell
	}
	if content.SightOf(doc) != content.SightOf(d.Live.Document()) {
		return nil
	}
	return tx.EndDraft(ctx, "discard", store.NounSlide, slide, "")
}

// alone says whether nobody but the folder, and who answers for it, has a part in what waits beside
// a slide.
func (a Asks) alone(d content.SlideDraft) bool {
	return d.Beside && slices.Contains(d.By, a.By) && !slices.ContainsFunc(d.By, func(by string) bool { return by != a.By && by != a.Editor })
}
