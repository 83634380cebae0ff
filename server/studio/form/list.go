package form

import (
	"context"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// row is a form as the list shows it.
type row struct {
	content.Form
	Lines  []shell.Difference // what it lets
	Over   bool
	Lapsed bool   // who approved it has lost the account or the mandate: copies wait
	Fills  bool   // the person here may fill it in somewhere
	Ends   bool   // may end it
	Edits  bool   // may change it
	Sent   string // page of the submission in which it waits; "": it does not
	Draft  bool   // it is written, and not in force
	Why    string // why it was returned
}

type listView struct {
	care.Whose
	Rows []row
}

// List shows the forms in force, and what waits for an approver.
func (s *Forms) List(c *fiber.Ctx) error {
	ctx, p := c.UserContext(), signin.From(c)
	v := listView{Whose: care.WhoseOf(c)}
	all, err := s.Store.Forms(ctx)
	if err != nil {
		return err
	}
	for _, f := range all {
		of, err := about(ctx, s.Store.Reader, f)
		if err != nil {
			return err
		}
		r := row{Form: f, Lines: s.lines(ctx, f), Over: !f.Holds(s.Now()), Fills: p.Partly(signin.Edit, of), Ends: p.May(signin.TakeOff, of), Edits: p.May(signin.Edit, of)}
		if !v.Has(of) && !r.Fills {
			continue
		}
		if r.Lapsed, err = s.copies.Lapsed(ctx, s.Store.Reader, f, of); err != nil {
			return err
		}
		v.Rows = append(v.Rows, r)
	}
	drafts, err := s.Store.FormDrafts(ctx)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		of, err := about(ctx, s.Store.Reader, d.Doc)
		if err != nil {
			return err
		}
		if !v.Has(of) {
			continue
		}
		r := row{Form: d.Doc, Lines: s.lines(ctx, d.Doc), Draft: true, Why: d.Returned, Edits: p.May(signin.Edit, of)}
		if !d.Kept {
			i, err := s.Store.Waiting(ctx, store.DraftKey{Noun: store.NounForm, ID: d.ID})
			if err != nil {
				return err
			}
			r.Sent = shell.SubmissionPath(i.Submission)
		}
		v.Rows = append(v.Rows, r)
	}
	return s.Page(c, pageList, v)
}

// lines are what a form says and lets, as people read it.
func (s *Forms) lines(ctx context.Context, f content.Form) []shell.Difference {
	var out []shell.Difference
	add := func(name, is shell.Text) {
		if is != (shell.Text{}) {
			out = append(out, shell.Difference{Name: name, Is: is})
		}
	}
	w := f.Slide.Words
	for _, one := range []struct{ vi, en, is string }{
		{"Dòng nhỏ phía trên", "Kicker", w.Kicker},
		{"Nội dung chính", "Message", w.Head},
		{"Bản ngắn", "In brief", w.Brief},
		{"Con số lớn", "Large number", w.Number},
		{"Các dòng", "Lines", strings.Join(w.Lines, "\n")},
		{"Chân trang", "Foot", w.Foot},
	} {
		if one.is != "" {
			add(shell.Say(one.vi, one.en), shell.Same(one.is))
		}
	}
	for _, one := range f.Fields {
		add(shell.Same("{"+one.Name+"}"), bounds(one))
	}
	if c, err := s.Store.Campaign(ctx, f.Slide.Campaign); err == nil {
		add(shell.Say("Chiến dịch", "Campaign"), shell.Same(c.Name))
	}
	add(shell.Say("Màn hình", "Screens"), care.Targets(s.Shell, f.Targets, shell.Say("mọi màn hình của chiến dịch", "every screen of its campaign")))
	add(shell.Say("Mỗi bản chiếu nhiều nhất", "A copy is on air for"), shell.Textf("%s ngày", "%s days at most", fmt.Sprint(f.Days)))
	add(shell.Say("Dùng đến", "In force until"), shell.Say(shell.Vietnamese.When(f.Until), shell.English.When(f.Until)))
	if f.Despite != "" {
		add(shell.Say("Khi kiểm tra chỉ cảnh báo", "Where the checks only warn"), shell.Say("vẫn chiếu, vì: "+f.Despite, "shown all the same: "+f.Despite))
	}
	if f.By != "" {
		add(shell.Say("Duyệt bởi", "Approved by"), s.NameOf(ctx, f.By))
	}
	if f.Paper != "" {
		add(shell.Say("Văn bản", "Document"), shell.Same(f.Paper))
	}
	return out
}

// bounds says what a field takes.
func bounds(one content.FormField) shell.Text {
	switch one.Kind {
	case content.FieldDay:
		return shell.Textf("một ngày, từ hôm nay đến %s ngày tới", "a day, from today until %s days ahead", fmt.Sprint(one.Ahead))
	case content.FieldHours:
		return shell.Textf("giờ, từ %s đến %s", "hours, from %s to %s", one.From, one.To)
	}
	return shell.Textf("một trong: %s", "one of: %s", strings.Join(one.Options, " · "))
}

// End takes a form out of force. What is on air by it stays until its end.
func (s *Forms) End(c *fiber.Ctx) error {
	ctx, id, who := c.UserContext(), shell.Param(c, "id"), signin.From(c).ID
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		f, err := tx.Form(ctx, id)
		if err != nil {
			return err
		}
		of, err := about(ctx, tx.Reader, f)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, signin.TakeOff, of); err != nil {
			return err
		}
		return tx.DeleteForm(ctx, id)
	})
	if err != nil {
		return err
	}
	return shell.Done(c, shell.PathForms, "form_ended")
}

// Withdraw takes one that waits back from the approver's desk, or throws it away where the form
// says so.
func (s *Forms) Withdraw(c *fiber.Ctx) error {
	ctx, id, who := c.UserContext(), shell.Param(c, "id"), signin.From(c).ID
	done, do := "form_withdrawn", givingBack("withdraw", "")
	if shell.FormOf(c).Has("discard") {
		done, do = "deleted", func(ctx context.Context, tx *store.Tx, d content.DraftOf[content.Form]) error {
			return tx.EndDraft(ctx, "discard", store.NounForm, d.ID, "")
		}
	}
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error { return Gate{s}.do(who, id, signin.Edit, do)(ctx, tx) })
	if err != nil {
		return err
	}
	return shell.Done(c, shell.PathForms, done)
}
