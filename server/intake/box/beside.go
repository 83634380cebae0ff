package box

import (
	"cmp"
	"context"
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
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
	doc := now.Offered()
	doc.Medium, doc.Kind, doc.Campaign, doc.Label = p.slide.Medium, p.slide.Kind, p.slide.Campaign, p.slide.Label
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
// is gone.
func endBeside(ctx context.Context, tx *store.Tx, slide, path string) error {
	d, err := tx.SlideDraft(ctx, slide)
	if content.CodeOf(err) == content.NotFound {
		return nil
	}
	if err != nil || !d.Beside || !d.Begun() {
		return err
	}
	st, _, err := standing.Of(ctx, tx.Reader, path)
	others := slices.DeleteFunc(slices.Clone(d.By), func(by string) bool { return by == actor(path) || by == st.Editor })
	if err != nil || !slices.Contains(d.By, actor(path)) || len(others) > 0 || !fileAlone(d) {
		return err
	}
	return tx.EndDraft(ctx, "discard", store.NounSlide, slide, "")
}

// fileAlone says whether a draft differs from what is on air by its file alone.
func fileAlone(d content.SlideDraft) bool {
	doc := d.Doc.Document()
	doc.Medium, doc.Kind, doc.Campaign = d.Live.Medium, d.Live.Kind, d.Live.Campaign
	return content.SightOf(doc) == content.SightOf(d.Live.Document())
}
