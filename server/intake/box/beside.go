package box

import (
	"cmp"
	"context"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/intake/standing"
)

// besideLive has what a file of the inbox now holds wait for an approver, where its slide is on
// air: that shows what it showed until then. A draft that somebody is still writing gets the file
// and waits for them. editor answers for its folder, "" for nobody: they submit it.
func besideLive(ctx context.Context, tx *store.Tx, d drop, editor string, p *placed) (bool, error) {
	now, err := tx.SlideDraft(ctx, p.slide.ID)
	if content.CodeOf(err) == content.NotFound || err == nil && now.Live.State != content.Approved {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	doc := now.Offered().Showing(p.slide.Medium, p.slide.Kind)
	doc.Campaign, doc.Label = p.slide.Campaign, p.slide.Label
	p.changed, now.Live.Source = now.Live.Source != p.slide.Source, p.slide.Source
	p.slide, p.replaced = now.Live, false
	p.sentence = standing.WaitsBeside(p.slide)
	if content.SightOf(doc.Document()) == content.SightOf(now.Doc.Document()) {
		return true, nil
	}
	writing := now.Begun() && now.Doc.State == content.Draft
	now = now.Save(doc, actor(d.Path), tx.Time())
	if writing {
		return true, tx.PutSlideDraft(ctx, "write", now)
	}
	if now, err = now.Submit(cmp.Or(editor, actor(d.Path))); err != nil {
		return true, err
	}
	return true, tx.PutSlideDraft(ctx, "submit", now)
}

// endBeside throws away what the inbox alone had wait beside a slide: its file is what it was, or
// is gone, and then all that its folder asked for.
func endBeside(ctx context.Context, tx *store.Tx, slide, path string, gone bool) error {
	st, _, err := standing.Of(ctx, tx.Reader, path)
	if err != nil {
		return err
	}
	return intake.Asks{By: actor(path), Editor: st.Editor}.End(ctx, tx, slide, gone)
}
