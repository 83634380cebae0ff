package takeover

import (
	"context"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Gate is prepared takeovers as approvers meet them among other drafts.
type Gate struct{ *Takeovers }

// Writing lists what is written and was not approved: takeovers that never were, and changes beside
// those that are.
func (g Gate) Writing(ctx context.Context) (ids []string, err error) {
	all, err := g.Store.Takeovers(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if one.State == content.Draft || one.State == content.Submitted {
			ids = append(ids, one.ID)
		}
	}
	kept, err := g.Store.TakeoverDrafts(ctx)
	for _, one := range kept {
		ids = append(ids, one.ID)
	}
	return ids, err
}

// Head is what lists say of a draft.
func (g Gate) Head(ctx context.Context, id string) (shell.Head, error) {
	d, err := g.Store.TakeoverDraft(ctx, id)
	subject := mandate.OfTakeover(d.Doc)
	subject.By = d.By
	return shell.Head{
		Title: shell.Same(d.Doc.Title), Kind: shell.Say("Thông báo khẩn", "Takeover"), At: shell.PathTakeovers + "/" + id, By: d.By,
		Subject: subject, State: shell.StateOf(d.Kept), Returned: d.Returned,
	}, err
}

// Sight is what it says and where, as screens would show it.
func (g Gate) Sight(ctx context.Context, id, prefix, _ string) (out shell.Sight, err error) {
	if out.Head, err = g.Head(ctx, id); err != nil {
		return out, err
	}
	d, err := g.Store.TakeoverDraft(ctx, id)
	if err != nil {
		return out, err
	}
	i, err := g.item(ctx, d, prefix)
	out.Seen, out.Beside, out.Differences, out.Part, out.Body = i.Seen, d.Beside, i.Differences, "takeover_item", i
	return out, err
}

// Submit has a draft wait; whoever sends one that waits already is one of those who may not approve
// it.
func (g Gate) Submit(_ context.Context, who, id string, _ shell.Form) shell.Do {
	return g.do(who, id, signin.Edit, func(ctx context.Context, tx *store.Tx, d content.TakeoverDraft) error {
		d, err := d.Submit(who)
		if err != nil {
			return err
		}
		return tx.PutTakeoverDraft(ctx, "submit", d)
	})
}

// Approve makes it ready to be put on, exactly as it was seen.
func (g Gate) Approve(_ context.Context, who, id string, f shell.Form) shell.Do {
	valid, wrong := f.Span("valid_from", "valid_until")
	document, seen := f.Field("document"), content.Digest(f.Field("seen"))
	return g.do(who, id, signin.Approve, func(ctx context.Context, tx *store.Tx, d content.TakeoverDraft) error {
		if wrong != nil {
			return wrong
		}
		alone, err := signin.Alone(ctx, tx.Reader, who)
		if err != nil {
			return err
		}
		sight, err := sightOf(ctx, tx.Reader, d)
		if err != nil {
			return err
		}
		now, err := d.Approve(content.Approval{By: who, At: tx.Time(), Document: document, Valid: valid}, sight, seen, alone, within(g.Areas))
		if err != nil {
			return err
		}
		return tx.PutPrepared(ctx, now)
	})
}

// Return sends it back to its authors.
func (g Gate) Return(who, id, why string) shell.Do {
	return g.do(who, id, signin.Approve, func(ctx context.Context, tx *store.Tx, d content.TakeoverDraft) error {
		return giveBack(ctx, tx, "return", d, why)
	})
}

func giveBack(ctx context.Context, tx *store.Tx, verb string, d content.TakeoverDraft, why string) error {
	d, err := d.Return(why)
	if err != nil {
		return err
	}
	return tx.PutTakeoverDraft(ctx, verb, d)
}

// do asks whether a person may, of the takeover as it is and of what is written, and does it.
func (g Gate) do(who, id string, act signin.Act, do func(context.Context, *store.Tx, content.TakeoverDraft) error) shell.Do {
	return func(ctx context.Context, tx *store.Tx) error {
		d, err := tx.TakeoverDraft(ctx, id)
		if err != nil {
			return err
		}
		written := mandate.OfTakeover(d.Doc)
		written.By = d.By
		if err := g.SignIn.Ask(ctx, tx, who, act, mandate.OfTakeover(d.Live), written); err != nil {
			return err
		}
		return do(ctx, tx, d)
	}
}
