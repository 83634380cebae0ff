package home

import (
	"ngatu/content"
	"ngatu/server/fleet"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// task is one of the first steps of an installation.
type task struct {
	Name shell.Text
	Hint shell.Text
	At   string // where it is done; "": this person may not
	Done bool
}

// tasks lists the first steps until all of them are done.
func (l look) tasks(v *view) error {
	settings, err := l.Store.Settings(l.ctx)
	if err != nil {
		return err
	}
	people, err := l.Store.CountStaff(l.ctx)
	if err != nil {
		return err
	}
	set := map[string]bool{}
	for _, s := range settings {
		set[s.Key] = s.Value != ""
	}
	enrolled := 0
	for state, n := range l.fleet.Count() {
		if state != fleet.NeverEnrolled {
			enrolled += n
		}
	}
	all := []task{
		{
			Name: shell.Say("Thành phố của bạn", "Your city"), At: l.leads(signin.Settings, shell.PathSettings), Done: set[content.SettingCity] && set[content.SettingHotline],
			Hint: shell.Say("Cơ quan phát ngôn và đường dây nóng, in trên các tấm.", "Who speaks, and the hotline: they are printed on slides."),
		},
		{
			Name: shell.Say("Màn hình đầu tiên", "The first screen"), At: l.leads(signin.Screens, shell.PathScreens), Done: enrolled > 0,
			Hint: shell.Say("Mở /play trên màn hình, rồi ghép bằng mã hiện ra.", "Open /play on the screen, then enrol it by the code it shows."),
		},
		{
			Name: shell.Say("Đồng nghiệp đầu tiên", "The first colleague"), At: l.leads(signin.Accounts, "/studio/staff"), Done: people > 1,
			Hint: shell.Say("Người soạn và người duyệt là hai người khác nhau.", "Whoever writes and whoever approves are two people."),
		},
		{
			Name: shell.Say("Tấm đầu tiên lên màn hình", "The first slide on air"), At: l.leads(signin.Edit, shell.PathSlides), Done: v.Screens > 0,
			Hint: shell.Say("Chọn một tấm của bộ mẫu hoặc tải ảnh lên, gửi duyệt, và có người duyệt.", "Take a slide of the starter campaign or upload a picture, submit it, and have it approved."),
		},
	}
	for _, one := range all {
		if !one.Done {
			v.Tasks = all
		}
	}
	return nil
}

// leads is a path for whoever may act there.
func (l look) leads(act signin.Act, path string) string {
	if l.person.Somewhere(act) {
		return path
	}
	return ""
}
