package slide

import (
	"context"
	"fmt"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// Gate is slides and guides as approvers meet them among other drafts.
type Gate struct{ *Slides }

// Writing lists the drafts of slides that were not submitted yet.
func (g Gate) Writing(ctx context.Context) (ids []string, err error) {
	all, err := g.Store.Slides(ctx, store.SlideQuery{State: content.Draft})
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	return ids, err
}

// Head is what lists say of a draft.
func (g Gate) Head(ctx context.Context, id string) (h shell.Head, err error) {
	d, err := g.Store.SlideDraft(ctx, id)
	if err != nil {
		return h, err
	}
	h = shell.Head{
		Title: shell.Same(d.Doc.Title), Kind: shell.KindNames[d.Doc.Kind], At: shell.SlidePath(id), By: d.By, Campaign: d.Doc.Campaign,
		State: d.Doc.State, Returned: d.Doc.Returned, Warned: d.Doc.Despite,
	}
	if d.Doc.Kind != content.Guide {
		h.Picture = fmt.Sprintf("%s/preview/%dx%d.png?of=draft", h.At, picture.Thumb.Width, picture.Thumb.Height)
	}
	if h.Making, err = g.Pictures.Making(ctx, d.Doc); err != nil {
		return h, err
	}
	h.Subject, err = signin.SlideSubject(ctx, g.Store.Reader, d.Slide())
	h.Subject.By = d.By
	return h, err
}

// Sight is all that its own page shows of a draft.
func (g Gate) Sight(ctx context.Context, id, prefix, pictures string) (out shell.Sight, err error) {
	if out.Head, err = g.Head(ctx, id); err != nil {
		return out, err
	}
	v, err := g.slideView(ctx, id, "")
	v.Prefix, v.Pictures, v.Later = prefix, pictures, true
	for _, key := range v.Draft.Doc.Prints() {
		out.Touches = append(out.Touches, store.DraftKey{Noun: store.NounSetting, ID: key})
	}
	out.Draw = func(_ context.Context, p *signin.Person) (any, error) {
		v.Later = !p.Above(signin.Approve, v.about)
		return v, nil
	}
	out.Seen, out.Beside, out.Differences, out.Part = v.Seen, v.Draft.Beside, v.Differences, "slide_item"
	return out, err
}

// Submit has a draft wait; one that somebody has submitted waits already.
func (g Gate) Submit(ctx context.Context, who, id string, f shell.Form) shell.Do {
	d, err := g.Store.SlideDraft(ctx, id)
	if err == nil && d.Doc.State == content.Submitted {
		return g.do(who, id, signin.Edit, func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
			d.DraftOf = d.Sent(who)
			return tx.PutSlideDraft(ctx, "submit", d)
		})
	}
	return g.do(who, id, signin.Edit, g.submitting(ctx, who, id, f))
}

// Approve lets it on air.
func (g Gate) Approve(ctx context.Context, who, id string, f shell.Form) shell.Do {
	return g.do(who, id, signin.Approve, g.approving(ctx, who, id, f))
}

// Return sends it back to its authors.
func (g Gate) Return(who, id, why string) shell.Do {
	return g.do(who, id, signin.Approve, back("return", why))
}

// do asks whether a person may, of the slide as it is and of what is written, and does it.
func (s *Slides) do(who, id string, act signin.Act, do change) shell.Do {
	return func(ctx context.Context, tx *store.Tx) error {
		now, err := tx.SlideDraft(ctx, id)
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, act, now.Live, now.Doc); err != nil {
			return err
		}
		return do(ctx, tx, now)
	}
}
