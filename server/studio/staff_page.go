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
	Rows        []store.Staff
	Roles       []signin.Role
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
	v.Roles = signin.Roles()
	v.Rows, err = s.Store.AllStaff(c.UserContext(), "", 0)
	return v, err
}

// staffInvite makes an account and shows the link with which its owner chooses a password. The link is given by hand: no
// mail is sent.
func (s *Studio) staffInvite(c *fiber.Ctx) error {
	name, login := field(c, "name"), field(c, "login")
	var chosen []signin.Role
	for _, r := range signin.Roles() {
		if field(c, "role_"+string(r)) != "" {
			chosen = append(chosen, r)
		}
	}
	link, err := s.SignIn.Invite(c.UserContext(), signin.From(c).ID, name, login, slices.Clip(chosen))
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
