package home

import (
	"slices"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// mostLooked bounds how many slides are looked through for those that wait.
const mostLooked = 200

// waits lists what waits for this person: what they may approve, their own drafts, figures to
// answer for, files of the inbox.
func (l look) waits(v *view) error {
	for _, list := range []struct {
		act  signin.Act
		fill func(*view) error
	}{
		{signin.Approve, l.approvals}, {signin.Approve, l.changes}, {signin.Release, l.sheets}, {signin.Edit, l.own}, {signin.Edit, l.inbox},
	} {
		if l.person.Somewhere(list.act) {
			if err := list.fill(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// approvals are slides and takeovers of others that were submitted, and holds that others ask to
// lift.
func (l look) approvals(v *view) error {
	slides, err := l.Store.Slides(l.ctx, store.SlideQuery{State: content.Submitted, Limit: mostLooked})
	if err != nil {
		return err
	}
	for _, one := range slides {
		if one.Author != l.person.ID {
			v.wait(shell.Same(one.Title), l.by("Tấm chờ duyệt", "Slide to approve", one.Author), shell.SlidePath(one.ID))
		}
	}
	takeovers, err := l.Store.Takeovers(l.ctx)
	if err != nil {
		return err
	}
	for _, one := range takeovers {
		if one.State == content.Submitted && one.Author != l.person.ID {
			v.wait(shell.Same(one.Title), l.by("Thông báo khẩn chờ duyệt", "Takeover to approve", one.Author), shell.PathTakeovers+"/"+one.ID)
		}
	}
	holds, err := l.Store.Holds(l.ctx)
	for _, one := range holds {
		if !one.Over(l.now) && !one.Asked.IsZero() && one.Asked.By != l.person.ID {
			v.wait(shell.Say("Bỏ một lần tạm ngừng", "Lift a hold"), l.by("Chờ xác nhận", "To confirm", one.Asked.By), shell.HoldPath(one.ID))
		}
	}
	return err
}

// changes are new versions of campaigns and settings that others propose.
func (l look) changes(v *view) error {
	campaigns, err := l.Store.CampaignDrafts(l.ctx)
	if err != nil {
		return err
	}
	for _, one := range campaigns {
		if !slices.Contains(one.By, l.person.ID) {
			v.wait(shell.Same(one.Doc.Name), l.by("Thay đổi chiến dịch chờ duyệt", "Change of a campaign to approve", one.Author()), shell.CampaignPath(one.ID))
		}
	}
	takeovers, err := l.Store.TakeoverDrafts(l.ctx)
	if err != nil {
		return err
	}
	for _, one := range takeovers {
		if !slices.Contains(one.By, l.person.ID) {
			v.wait(shell.Same(one.Doc.Title), l.by("Bản sửa thông báo khẩn chờ duyệt", "Change of a takeover to approve", one.Author()), shell.PathTakeovers+"/"+one.ID)
		}
	}
	settings, err := l.Store.SettingDrafts(l.ctx)
	for _, one := range settings {
		if !slices.Contains(one.By, l.person.ID) {
			v.wait(shell.SettingNames[one.ID], l.by("Cài đặt chờ duyệt", "Setting to approve", one.Author()), shell.PathSettings+"#"+one.ID)
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

// own are the person's own drafts of slides.
func (l look) own(v *view) error {
	slides, err := l.Store.Slides(l.ctx, store.SlideQuery{State: content.Draft, Limit: mostLooked})
	for _, one := range slides {
		if one.Author == l.person.ID {
			v.wait(shell.Same(one.Title), shell.Say("Bản nháp của bạn", "Your draft"), shell.SlidePath(one.ID))
		}
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
