// Package staff is the room of accounts: who may sign in, and what each may do.
//
// It owns the page and its forms. It must not know how a password is checked or what keeps an
// account: that is signin's.
package staff

import (
	"embed"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html
var files embed.FS

var page = shell.Page{Name: "staff", Title: shell.Say("Nhân sự", "Staff")}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "staff", Files: files, Pages: []shell.Page{page},
	Done: map[string]shell.Text{"signedout": shell.Say("Đã đăng xuất người này ở mọi nơi.", "Signed out everywhere.")},
}

// Staff answers for accounts.
type Staff struct{ *shell.Shell }

// New answers within a shell that has the room.
func New(s *shell.Shell) *Staff { return &Staff{s} }

// view is the page; Link is a one-time link that was made just now, shown this once.
type view struct {
	Rows        []row
	Roles       []signin.Role
	Me          string // ID of who looks
	Link        string
	For         string // whose password the link sets
	Name, Login string
}

func (s *Staff) List(c *fiber.Ctx) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

func (s *Staff) view(c *fiber.Ctx) (v view, err error) {
	v.Roles, v.Me = mandate.Roles(), signin.From(c).ID
	all, err := s.Store.AllStaff(c.UserContext(), "", 0)
	for _, p := range all {
		one := row{ID: p.ID, Name: p.Name, Login: p.Login, Disabled: p.Disabled, Pending: p.Password == ""}
		for _, r := range mandate.Roles() {
			one.Roles = append(one.Roles, roleHeld{r, slices.ContainsFunc(p.Mandates, func(m mandate.Mandate) bool { return m.Role == r && m.Area == "" && m.Pool == "" && m.Holds(s.Now()) })})
		}
		v.Rows = append(v.Rows, one)
	}
	return v, err
}

// row is an account as the page has it: never with the hash of its password.
type row struct {
	ID, Name, Login string
	Disabled        bool
	Pending         bool // has not chosen a password yet
	Roles           []roleHeld
}

type roleHeld struct {
	Role signin.Role
	Held bool
}

func rolesChosen(f shell.Form) (chosen []signin.Role) {
	for _, r := range mandate.Roles() {
		if f.Has("role_" + string(r)) {
			chosen = append(chosen, r)
		}
	}
	return chosen
}

// Invite makes an account and shows the link with which its owner chooses a password. The link is
// given by hand: no mail is sent.
func (s *Staff) Invite(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	name, login := f.Field("name"), f.Field("login")
	var bad shell.Faults
	bad.Add(f.Again())
	chosen := rolesChosen(f)
	nameWrong, loginWrong := signin.CheckNames(name, login)
	bad.Add(shell.At("name", nameWrong))
	bad.Add(shell.At("login", loginWrong))
	if len(chosen) == 0 {
		bad.Add(shell.At("role_"+string(signin.Editor), shell.Invalid("Hãy chọn ít nhất một quyền cho người mới.", "Choose at least one role for the new person.")))
	}
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
