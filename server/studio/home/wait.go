package home

import (
	"slices"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// mostLooked bounds how many slides are looked through for those that wait.
const mostLooked = 200

// waits lists what waits for this person: warnings of others to put on, what they may approve, their own drafts, figures to
// answer for, files of the inbox.
func (l look) waits(v *view) error {
	for _, list := range []struct {
		act  signin.Act
		fill func(*view) error
	}{
		{signin.PutOn, l.warnings}, {signin.Approve, l.approvals}, {signin.Release, l.sheets}, {signin.Enter, l.kept}, {signin.Edit, l.own}, {signin.Edit, l.inbox},
	} {
		if l.person.Somewhere(list.act) {
			if err := list.fill(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// warnings are those of other bodies that this person may put on, at least in a part.
func (l look) warnings(v *view) error {
	all, err := l.Store.ProposedBulletins(l.ctx)
	for _, b := range all {
		if b.Waits(l.now) && l.person.Partly(signin.PutOn, mandate.OfBulletin(b)) {
			about := when("Cảnh báo chờ quyết định, đến %s", "A warning to decide on, until %s", b.Expires)
			v.wait(shell.Same(b.Event), about, shell.PathBulletins+"/"+b.ID)
		}
	}
	return err
}

// approvals are drafts of others that this person may approve, and holds that others ask to lift.
func (l look) approvals(v *view) error {
	sent, err := l.ToApprove(l.ctx, l.person)
	if err != nil {
		return err
	}
	for _, one := range sent {
		about := shell.Textf("Chờ bạn duyệt · %s", "To approve · %s", one.By)
		if one.More > 0 {
			about = shell.Textf("Chờ bạn duyệt, cùng %s mục khác · %s", "To approve, with %s more · %s", shell.PlainNumber(float64(one.More)), one.By)
		}
		v.wait(one.Title, about, one.At)
	}
	holds, err := l.Store.HoldsLeft(l.ctx, l.now)
	for _, one := range holds {
		if one.Asked.IsZero() || one.Asked.By == l.person.ID {
			continue
		}
		of, err := signin.HoldSubject(l.ctx, l.Store.Reader, one)
		if err != nil {
			return err
		}
		if l.person.May(signin.Approve, of) {
			v.wait(shell.Say("Bỏ một lần tạm ngừng", "Lift a hold"), l.by("Chờ xác nhận", "To confirm", one.Asked.By), shell.HoldPath(one.ID))
		}
	}
	return err
}

// sheets are figures that a person has to answer for or let out.
func (l look) sheets(v *view) error {
	waiting, err := l.Store.WaitingSheets(l.ctx)
	if err != nil {
		return err
	}
	for _, one := range waiting {
		v.wait(shell.Same(one.Name), shell.Say("Bảng số liệu có câu hỏi", "A sheet with questions"), shell.PathFigures+"/sheets/"+one.ID)
	}
	drafts, err := l.Store.Drafts(l.ctx)
	for _, one := range drafts {
		v.wait(shell.Same(one.Source), shell.Say("Số liệu chờ công bố", "Figures to let out"), shell.PathFigures+"/drafts/"+one.ID)
	}
	return err
}

// own are drafts of slides that the person here has written, also beside slides that are on air.
func (l look) own(v *view) error {
	slides, err := l.Store.Slides(l.ctx, store.SlideQuery{State: content.Draft, Limit: mostLooked})
	if err != nil {
		return err
	}
	for _, one := range slides {
		d, err := l.Store.SlideDraft(l.ctx, one.ID)
		if err != nil {
			return err
		}
		if !slices.Contains(d.By, l.person.ID) {
			continue
		}
		about := shell.Say("Bản nháp của bạn", "Your draft")
		switch {
		case d.Doc.Returned != "":
			about = shell.Textf("Bị trả lại: %s", "Returned: %s", d.Doc.Returned)
		case d.Beside:
			about = shell.Say("Bản sửa của bạn, chưa gửi duyệt", "Your change, not submitted yet")
		}
		v.wait(shell.Same(d.Doc.Title), about, shell.SlidePath(one.ID))
	}
	return nil
}

// kept are drafts of other things, such as campaigns and settings.
func (l look) kept(v *view) error {
	all, err := l.Kept(l.ctx, l.person)
	for _, one := range all {
		about := shell.Textf("%s · bản sửa của bạn, chưa gửi duyệt", "%s · your change, not submitted yet", one.Kind)
		if one.Why != "" {
			about = shell.Textf("%s · bị trả lại: %s", "%s · returned: %s", one.Kind, one.Why)
		}
		v.wait(one.Title, about, one.At)
	}
	return err
}

func (l look) inbox(v *view) error {
	waits, err := l.Inbox(l.ctx)
	if waits {
		v.wait(shell.Say("Hộp thả tệp", "The inbox"), shell.Say("Có tệp cần xem", "Files need a look"), "/studio/inbox")
	}
	return err
}

func (v *view) wait(name, about shell.Text, at string) {
	if len(v.Waits) < 2*mostLines {
		v.Waits = append(v.Waits, line{Name: name, About: about, At: at})
	}
}

// by says what waits, and of whom.
func (l look) by(vi, en, who string) shell.Text {
	return shell.Textf("%s · %s", "%s · %s", shell.Say(vi, en), l.NameOf(l.ctx, who))
}
