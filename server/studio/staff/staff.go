// Package staff is the room of accounts: who may sign in, and what each may do where.
//
// It owns the pages and their forms. It must not know how a password is checked, what keeps an
// account or who may grant what: that is signin's.
package staff

import (
	"context"
	"embed"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

var (
	page       = shell.Page{Name: "staff", Title: shell.Say("Nhân sự", "Staff")}
	pagePerson = shell.Page{Name: "person"}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "staff", Files: files, Pages: []shell.Page{page, pagePerson}, Parts: []string{"place"},
	Done: map[string]shell.Text{
		"signedout":  shell.Say("Đã đăng xuất người này ở mọi nơi.", "Signed out everywhere."),
		"granted":    shell.Say("Đã giao. Có hiệu lực ngay trong thời hạn đã ghi.", "Granted. It holds at once, within its dates."),
		"wished_for": shell.Say("Đã đề nghị. Quyền này cần một quản trị khác xác nhận.", "Proposed. Another admin has to confirm it."),
		"confirmed":  shell.Say("Đã xác nhận.", "Confirmed."),
		"thrown":     shell.Say("Đã bỏ đề nghị.", "The proposal was thrown away."),
		"finished":   shell.Say("Đã kết thúc quyền này.", "The mandate has ended."),
	},
}

// Staff answers for accounts.
type Staff struct{ *shell.Shell }

// New answers within a shell that has the room.
func New(s *shell.Shell) *Staff { return &Staff{s} }

// view is the list; Link is a one-time link that was made just now, shown this once.
type view struct {
	Rows        []row
	Roles       []signin.Role
	Link        string
	For         string // whose password the link sets
	Name, Login string
}

// row is an account as pages have it: never with the hash of its password.
type row struct {
	ID, Name, Login string
	Disabled        bool
	Pending         bool // has not chosen a password yet
	Waits           bool // mandates wait for another admin
	Holds           []care.Held
}

// List says in a sentence for each mandate who may do what where.
func (s *Staff) List(c *fiber.Ctx) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

func (s *Staff) view(c *fiber.Ctx) (v view, err error) {
	ctx := c.UserContext()
	v.Roles = mandate.Roles()
	drafts, err := s.Store.StaffDrafts(ctx)
	if err != nil {
		return v, err
	}
	waits := map[string]bool{}
	for _, d := range drafts {
		waits[d.ID] = true
	}
	all, err := s.Store.AllStaff(ctx, "", 0)
	for _, p := range all {
		one := s.row(ctx, p)
		one.Waits = waits[p.ID]
		v.Rows = append(v.Rows, one)
	}
	return v, err
}

func (s *Staff) row(ctx context.Context, p store.Staff) row {
	return row{ID: p.ID, Name: p.Name, Login: p.Login, Disabled: p.Disabled, Pending: p.Password == "", Holds: care.HeldOf(ctx, s.Shell, p.Mandates)}
}

// Invite makes an account and shows the link with which its owner chooses a password. The link is
// given by hand: no mail is sent.
func (s *Staff) Invite(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	name, login := f.Field("name"), f.Field("login")
	var bad shell.Faults
	bad.Add(f.Again())
	var chosen []signin.Role
	for _, r := range mandate.Roles() {
		if f.Has("role_" + string(r)) {
			chosen = append(chosen, r)
		}
	}
	nameWrong, loginWrong := signin.CheckNames(name, login)
	bad.Add(shell.At("name", nameWrong))
	bad.Add(shell.At("login", loginWrong))
	err, link := bad.Err(), ""
	if err == nil {
		link, err = s.SignIn.Invite(c.UserContext(), signin.From(c).ID, name, login, chosen)
	}
	v, failed := s.view(c)
	if failed != nil {
		return failed
	}
	if err != nil {
		v.Name, v.Login = name, login
		return s.Refuse(c, err, page, v)
	}
	v.Link, v.For = s.Edge.Base(c)+link, name
	return s.Page(c, page, v)
}
