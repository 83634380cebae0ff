package studio

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/store"
	"ngatu/server/signin"
)

var titleStaff = text{"Nhân sự", "Staff"}

// staffView is the page; Link is a one-time link that was made just now, shown this once.
type staffView struct {
	Rows        []staffRow
	Roles       []signin.Role
	Me          string // ID of who looks
	Link        string
	Name, Login string
}

func (s *Studio) staffList(c *fiber.Ctx) error {
	v, err := s.staffView(c)
	if err != nil {
		return err
	}
	return s.show(c, "staff", titleStaff, v)
}

func (s *Studio) staffView(c *fiber.Ctx) (v staffView, err error) {
	v.Roles, v.Me = signin.Roles(), signin.From(c).ID
	all, err := s.Store.AllStaff(c.UserContext(), "", 0)
	for _, p := range all {
		row := staffRow{ID: p.ID, Name: p.Name, Login: p.Login, Disabled: p.Disabled, Pending: p.Password == ""}
		for _, r := range signin.Roles() {
			row.Roles = append(row.Roles, roleHeld{r, slices.Contains(p.Roles, store.Role{Name: string(r)})})
		}
		v.Rows = append(v.Rows, row)
	}
	return v, err
}

// staffRow is an account as the page has it: never with the hash of its password.
type staffRow struct {
	ID, Name, Login string
	Disabled        bool
	Pending         bool // has not chosen a password yet
	Roles           []roleHeld
}

type roleHeld struct {
	Role signin.Role
	Held bool
}

func rolesChosen(c *fiber.Ctx) (chosen []signin.Role) {
	for _, r := range signin.Roles() {
		if field(c, "role_"+string(r)) != "" {
			chosen = append(chosen, r)
		}
	}
	return chosen
}

// staffInvite makes an account and shows the link with which its owner chooses a password. The link is given by hand: no
// mail is sent.
func (s *Studio) staffInvite(c *fiber.Ctx) error {
	name, login := field(c, "name"), field(c, "login")
	link, err := s.SignIn.Invite(c.UserContext(), signin.From(c).ID, name, login, rolesChosen(c))
	v, failed := s.staffView(c)
	if failed != nil {
		return failed
	}
	if err != nil {
		v.Name, v.Login = name, login
		return s.refuse(c, err, "staff", titleStaff, v)
	}
	v.Link = c.BaseURL() + link
	return s.show(c, "staff", titleStaff, v)
}
