package standing

import (
	"context"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Gate is standing approvals as approvers meet them among other drafts.
type Gate struct{ *Standings }

// Writing lists those that wait: they do from the start, until they are given back.
func (g Gate) Writing(ctx context.Context) (ids []string, err error) {
	all, err := g.Store.StandingDrafts(ctx)
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	return ids, err
}

// Head is what lists say of one.
func (g Gate) Head(ctx context.Context, id string) (shell.Head, error) {
	d, err := g.Store.StandingDraft(ctx, id)
	subject := mandate.OfStanding(d.Doc)
	subject.By = d.By
	return shell.Head{
		Title: folderText(d.Doc.Folder), Kind: shell.Say("Phê duyệt thường trực", "Standing approval"), At: shell.PathStandings, By: d.By,
		Subject: subject, State: shell.StateOf(d.Kept), Returned: d.Returned,
	}, err
}

// Sight is what it would let on air.
func (g Gate) Sight(ctx context.Context, id, prefix, _ string) (out shell.Sight, err error) {
	if out.Head, err = g.Head(ctx, id); err != nil {
		return out, err
	}
	d, err := g.Store.StandingDraft(ctx, id)
	if err != nil {
		return out, err
	}
	live, err := liveOf(ctx, g.Store.Reader, d.Doc.Folder)
	if err != nil {
		return out, err
	}
	out.Seen, out.Part, out.Body = content.SightOf(d), "standing_item", item{prefix, g.lines(ctx, d.Doc)}
	if out.Beside = live.ID != ""; out.Beside {
		out.Differences = g.changes(ctx, live, d.Doc)
	}
	return out, nil
}

// item is what one lets, with the fields of an approver.
type item struct {
	Prefix string
	Lines  []shell.Difference
}

// Submit has one wait; whoever sends it with other drafts may not approve it.
func (g Gate) Submit(_ context.Context, who, id string, _ shell.Form) shell.Do {
	return g.do(who, id, signin.Edit, func(ctx context.Context, tx *store.Tx, d content.DraftOf[content.Standing]) error {
		live, err := liveOf(ctx, tx.Reader, d.Doc.Folder)
		if err != nil {
			return err
		}
		if d, err = d.Submit(live, who); err != nil {
			return err
		}
		return tx.PutStandingDraft(ctx, d)
	})
}

// Approve puts it in force, in place of what stood for the folder, which the person has to be
// entrusted to end.
func (g Gate) Approve(_ context.Context, who, id string, f shell.Form) shell.Do {
	document, seen := f.Field("document"), content.Digest(f.Field("seen"))
	return g.do(who, id, signin.Approve, func(ctx context.Context, tx *store.Tx, d content.DraftOf[content.Standing]) error {
		alone, err := signin.Alone(ctx, tx.Reader, who)
		if err != nil {
			return err
		}
		live, err := liveOf(ctx, tx.Reader, d.Doc.Folder)
		if err != nil {
			return err
		}
		if err := d.Approve(live, content.SightOf(d), seen, who, alone); err != nil {
			return err
		}
		if err := g.answers(ctx, tx, d.Doc); err != nil {
			return err
		}
		old, err := tx.Standings(ctx)
		if err != nil {
			return err
		}
		for _, one := range old {
			if one.Folder != d.Doc.Folder {
				continue
			}
			if err := g.SignIn.Ask(ctx, tx, who, signin.TakeOff, mandate.OfStanding(one)); err != nil {
				return err
			}
			if err := tx.DeleteStanding(ctx, one.ID); err != nil {
				return err
			}
		}
		if err := tx.EndDraft(ctx, "approve", store.NounStanding, id, ""); err != nil {
			return err
		}
		now := d.Doc
		now.By, now.At, now.Document = who, tx.Time(), document
		return tx.PutStanding(ctx, now)
	})
}

// Return gives it back to its authors.
func (g Gate) Return(who, id, why string) shell.Do {
	return g.do(who, id, signin.Approve, givingBack("return", why))
}

func givingBack(verb, why string) func(context.Context, *store.Tx, content.DraftOf[content.Standing]) error {
	return func(ctx context.Context, tx *store.Tx, d content.DraftOf[content.Standing]) error {
		d, err := d.Back(why)
		if err != nil {
			return err
		}
		return store.GiveBack(ctx, tx, verb, store.NounStanding, d)
	}
}

func (g Gate) do(who, id string, act signin.Act, do func(context.Context, *store.Tx, content.DraftOf[content.Standing]) error) shell.Do {
	return func(ctx context.Context, tx *store.Tx) error {
		d, err := tx.StandingDraft(ctx, id)
		if err != nil {
			return err
		}
		on := mandate.OfStanding(d.Doc)
		on.By = d.By
		if err := g.SignIn.Ask(ctx, tx, who, act, on); err != nil {
			return err
		}
		return do(ctx, tx, d)
	}
}
