package form

import (
	"context"
	"slices"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// Gate is forms as approvers meet them among other drafts.
type Gate struct{ *Forms }

// Writing lists those that wait: they do from the start, until they are given back.
func (g Gate) Writing(ctx context.Context) (ids []string, err error) {
	all, err := g.Store.FormDrafts(ctx)
	for _, one := range all {
		ids = append(ids, one.ID)
	}
	return ids, err
}

// Head is what lists say of one.
func (g Gate) Head(ctx context.Context, id string) (h shell.Head, err error) {
	d, err := g.Store.FormDraft(ctx, id)
	if err != nil {
		return h, err
	}
	subject, err := about(ctx, g.Store.Reader, d.Doc)
	subject.By = d.By
	return shell.Head{
		Title: shell.Same(d.Doc.Name), Kind: shell.Say("Biểu mẫu", "Form"), At: shell.PathForms, By: d.By, Campaign: d.Doc.Slide.Campaign,
		Subject: subject, State: shell.StateOf(d.Kept), Returned: d.Returned,
	}, err
}

// item is what a form lets, a copy of it, and the fields of an approver.
type item struct {
	Prefix string
	Lines  []shell.Difference
	Looks  []picture.Preview
}

// Sight is all that copies can say, and one of them as screens would show it.
func (g Gate) Sight(ctx context.Context, id, prefix, _ string) (out shell.Sight, err error) {
	if out.Head, err = g.Head(ctx, id); err != nil {
		return out, err
	}
	d, err := g.Store.FormDraft(ctx, id)
	if err != nil {
		return out, err
	}
	live, err := liveOf(ctx, g.Store.Reader, id)
	if err != nil {
		return out, err
	}
	body := item{Prefix: prefix, Lines: g.lines(ctx, d.Doc)}
	sample, _ := d.Doc.Fill(d.Doc.Sample(g.Now(), area.Local), g.Now(), area.Local)
	sample.ID, sample.Targets = "preview", d.Doc.Targets
	if body.Looks, err = g.Pictures.Slide(ctx, sample, func(at content.Place) bool {
		return len(d.Doc.Targets) == 0 || slices.ContainsFunc(d.Doc.Targets, func(t content.Target) bool { return slices.Contains(at.Areas, t.Area) })
	}); err != nil {
		return out, err
	}
	out.Seen, out.Part, out.Body = content.SightOf(d), "form_item", body
	if out.Beside = live.ID != ""; out.Beside {
		live.By, live.Paper = "", ""
		was := g.lines(ctx, live)
		for _, l := range body.Lines {
			if i := slices.IndexFunc(was, func(o shell.Difference) bool { return o.Name == l.Name }); i < 0 || was[i].Is != l.Is {
				one := shell.Difference{Name: l.Name, Is: l.Is}
				if i >= 0 {
					one.Was = was[i].Is
				}
				out.Differences = append(out.Differences, one)
			}
		}
	}
	return out, nil
}

// Submit has one wait; whoever sends it with other drafts may not approve it.
func (g Gate) Submit(_ context.Context, who, id string, _ shell.Form) shell.Do {
	return g.do(who, id, signin.Edit, func(ctx context.Context, tx *store.Tx, d content.DraftOf[content.Form]) error {
		live, err := liveOf(ctx, tx.Reader, id)
		if err != nil {
			return err
		}
		if d, err = d.Submit(live, who); err != nil {
			return err
		}
		return tx.PutFormDraft(ctx, d)
	})
}

// Approve puts it in force, in place of what it was.
func (g Gate) Approve(_ context.Context, who, id string, f shell.Form) shell.Do {
	paper, seen := f.Field("document"), content.Digest(f.Field("seen"))
	return g.do(who, id, signin.Approve, func(ctx context.Context, tx *store.Tx, d content.DraftOf[content.Form]) error {
		alone, err := signin.Alone(ctx, tx.Reader, who)
		if err != nil {
			return err
		}
		live, err := liveOf(ctx, tx.Reader, id)
		if err != nil {
			return err
		}
		if err := d.Approve(live, content.SightOf(d), seen, who, alone); err != nil {
			return err
		}
		if _, err := tx.Campaign(ctx, d.Doc.Slide.Campaign); content.CodeOf(err) == content.NotFound {
			return &content.Error{
				Code: content.Conflict, Vi: "Biểu mẫu “" + d.Doc.Name + "” thuộc một chiến dịch chưa được duyệt hoặc đã xóa. Hãy duyệt chiến dịch trước.",
				En: "The form “" + d.Doc.Name + "” is of a campaign that is not approved yet, or is gone. Approve the campaign first.",
			}
		} else if err != nil {
			return err
		}
		if live.ID != "" { // it ends what was in force
			of, err := about(ctx, tx.Reader, live)
			if err != nil {
				return err
			}
			if err := g.SignIn.Ask(ctx, tx, who, signin.TakeOff, of); err != nil {
				return err
			}
		}
		if err := tx.EndDraft(ctx, "approve", store.NounForm, id, ""); err != nil {
			return err
		}
		now := d.Doc
		now.By, now.At, now.Paper = who, tx.Time(), paper
		return tx.PutForm(ctx, now)
	})
}

// Return gives it back to its authors.
func (g Gate) Return(who, id, why string) shell.Do {
	return g.do(who, id, signin.Approve, givingBack("return", why))
}

func givingBack(verb, why string) func(context.Context, *store.Tx, content.DraftOf[content.Form]) error {
	return func(ctx context.Context, tx *store.Tx, d content.DraftOf[content.Form]) error {
		d, err := d.Back(why)
		if err != nil {
			return err
		}
		return store.GiveBack(ctx, tx, verb, store.NounForm, d)
	}
}

func (g Gate) do(who, id string, act signin.Act, do func(context.Context, *store.Tx, content.DraftOf[content.Form]) error) shell.Do {
	return func(ctx context.Context, tx *store.Tx) error {
		d, err := tx.FormDraft(ctx, id)
		if err != nil {
			return err
		}
		on, err := about(ctx, tx.Reader, d.Doc)
		if err != nil {
			return err
		}
		on.By = d.By
		if err := g.SignIn.Ask(ctx, tx, who, act, on); err != nil {
			return err
		}
		return do(ctx, tx, d)
	}
}
