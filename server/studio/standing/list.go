package standing

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// row is a standing approval as the list shows it.
type row struct {
	content.Standing
	Lines  []shell.Difference // what it lets, line by line
	Ends   bool               // the person here may end it
	Over   bool
	Lapsed bool   // its people have lost account or mandate: what is dropped waits
	Sent   string // page of the submission in which it waits; "": it does not

	Kept     bool   // it is a draft that was given back
	Returned string // why
	Moved    bool   // what is in force for its folder became another one since
	Edits    bool   // the person here may change it
}

type listView struct {
	care.Whose
	Rows []row
}

// List shows what stands, and what waits for an approver.
func (s *Standings) List(c *fiber.Ctx) error {
	ctx, p := c.UserContext(), signin.From(c)
	v := listView{Whose: care.WhoseOf(c)}
	drafts, err := s.Store.StandingDrafts(ctx)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if !v.Has(mandate.OfStanding(d.Doc)) {
			continue
		}
		r := row{Standing: d.Doc, Lines: s.lines(ctx, d.Doc), Kept: d.Kept, Returned: d.Returned, Edits: p.May(signin.Edit, mandate.OfStanding(d.Doc))}
		live, err := liveOf(ctx, s.Store.Reader, d.Doc.Folder)
		if err != nil {
			return err
		}
		r.Moved = d.Moved(live)
		if !d.Kept {
			i, err := s.Store.Waiting(ctx, store.DraftKey{Noun: store.NounStanding, ID: d.ID})
			if err != nil {
				return err
			}
			r.Sent = shell.SubmissionPath(i.Submission)
		}
		v.Rows = append(v.Rows, r)
	}
	all, err := s.Store.Standings(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if !v.Has(mandate.OfStanding(one)) {
			continue
		}
		r := row{Standing: one, Lines: s.lines(ctx, one), Over: !one.Until.IsZero() && !one.Until.After(s.Now()), Ends: p.May(signin.TakeOff, mandate.OfStanding(one))}
		if r.Lapsed, err = s.lapsed(ctx, one); err != nil {
			return err
		}
		v.Rows = append(v.Rows, r)
	}
	return s.Page(c, pageList, v)
}

// lapsed says whether one of its people may no longer do what they stand for.
func (s *Standings) lapsed(ctx context.Context, one content.Standing) (bool, error) {
	for who, act := range map[string]signin.Act{one.Editor: signin.Edit, one.By: signin.Approve} {
		b, err := s.Store.Bearer(ctx, who)
		if content.CodeOf(err) == content.NotFound {
			continue
		}
		if err != nil {
			return false, err
		}
		if !mandate.May(b, act, mandate.OfStanding(one), s.Now(), s.Areas) {
			return true, nil
		}
	}
	return false, nil
}

// lines are what one lets, as people read it.
func (s *Standings) lines(ctx context.Context, one content.Standing) []shell.Difference {
	is := func(vi, en string, t shell.Text) shell.Difference {
		return shell.Difference{Name: shell.Say(vi, en), Is: t}
	}
	out := []shell.Difference{
		is("Người phụ trách", "Who answers for it", s.NameOf(ctx, one.Answers())),
		is("Loại tệp", "Files", kindsText(one.Kinds)),
		is("Màn hình", "Screens", s.where(one)),
		is("Tỷ trọng nhiều nhất", "Greatest share", shareText(one.Share)),
		is("Khi kiểm tra chỉ cảnh báo", "Where the checks only warn", despiteText(one.Despite)),
	}
	for _, d := range []shell.Difference{is("Từ", "From", instant(one.From)), is("Đến", "Until", instant(one.Until))} {
		if d.Is != (shell.Text{}) {
			out = append(out, d)
		}
	}
	if one.By != "" {
		out = append(out, is("Duyệt bởi", "Approved by", s.NameOf(ctx, one.By)))
	}
	if one.Document != "" {
		out = append(out, is("Văn bản", "Document", shell.Same(one.Document)))
	}
	return out
}

// Withdraw takes one that waits back from the approver's desk, or throws it away where the form
// says so.
func (s *Standings) Withdraw(c *fiber.Ctx) error {
	ctx, id, who := c.UserContext(), shell.Param(c, "id"), signin.From(c).ID
	done, do := "standing_withdrawn", givingBack("withdraw", "")
	if shell.FormOf(c).Has("discard") {
		done, do = "deleted", func(ctx context.Context, tx *store.Tx, d content.DraftOf[content.Standing]) error {
			return tx.EndDraft(ctx, "discard", store.NounStanding, d.ID, "")
		}
	}
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error { return Gate{s}.do(who, id, signin.Edit, do)(ctx, tx) })
	if err != nil {
		return err
	}
	return shell.Done(c, shell.PathStandings, done)
}

// changes are the lines in which one would differ from what is in force.
func (s *Standings) changes(ctx context.Context, live, one content.Standing) []shell.Difference {
	live.By, live.Document, one.By, one.Document = "", "", "", ""
	return changed(s.lines(ctx, live), s.lines(ctx, one))
}

// changed are the lines that differ.
func changed(was, is []shell.Difference) (out []shell.Difference) {
	before := map[shell.Text]shell.Text{}
	for _, one := range was {
		before[one.Name] = one.Is
	}
	for _, one := range is {
		if one.Was = before[one.Name]; one.Was != one.Is {
			out = append(out, one)
		}
	}
	return out
}

// End ends one at once; one person is enough. What is on air stays until its end.
func (s *Standings) End(c *fiber.Ctx) error {
	ctx, id, who := c.UserContext(), shell.Param(c, "id"), signin.From(c).ID
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		one, err := tx.Standing(ctx, id)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, signin.TakeOff, mandate.OfStanding(one)); err != nil {
			return err
		}
		return tx.DeleteStanding(ctx, id)
	})
	if err != nil {
		return err
	}
	return shell.Done(c, shell.PathStandings, "standing_ended")
}
