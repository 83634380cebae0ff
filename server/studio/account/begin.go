package account

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// entry is the form behind a one-time link.
type entry struct {
	signin.Invitation
	Token       string
	Name, Login string // as they were typed, after a failure
	Least       int    // letters of a password
}

// BeginShow is where a one-time link leads. The secret is in the address's fragment, which the
// server never sees: a small script hands it over by POST and gets the form.
func (s *Account) BeginShow(c *fiber.Ctx) error {
	return s.Page(c, pageBegin, entry{})
}

// BeginLook answers with the form that the link is for, without using the link.
func (s *Account) BeginLook(c *fiber.Ctx) error {
	token := shell.FormOf(c).Raw("token")
	inv, err := s.SignIn.Look(c.UserContext(), token)
	if err != nil {
		return err
	}
	return s.Part(c, "entry", entry{Invitation: inv, Token: token, Least: signin.MinPassword})
}

func (s *Account) BeginPost(c *fiber.Ctx) error {
	ctx, f := c.UserContext(), shell.FormOf(c)
	n := signin.Newcomer{
		Token: f.Raw("token"), Name: f.Field("name"), Login: f.Field("login"), Password: f.Raw("password"), Marks: s.SignIn.Marks(c),
	}
	inv, err := s.SignIn.Look(ctx, n.Token)
	var bad shell.Faults
	if err == nil && inv.First {
		name, login := signin.CheckNames(n.Name, n.Login)
		bad.Add(shell.At("name", name))
		bad.Add(shell.At("login", login))
		inv.Login = n.Login
	}
	if err == nil {
		bad.Add(shell.At("password", signin.CheckPassword(n.Password, inv.Login)))
		err = bad.Err()
	}
	var in signin.Entry
	if err == nil {
		in, err = s.SignIn.Begin(ctx, n)
	}
	if err != nil {
		e := entry{Token: n.Token, Name: n.Name, Login: n.Login, Least: signin.MinPassword}
		if inv, gone := s.SignIn.Look(ctx, n.Token); gone == nil {
			e.Invitation = inv
		} else {
			e.Token = "" // nothing left to fill in
		}
		return s.Refuse(c, err, pageBegin, e)
	}
	s.SignIn.Enter(c, in)
	if in.Rests {
		return shell.Done(c, shell.PathHome, "rests")
	}
	return c.Redirect(shell.PathHome, fiber.StatusSeeOther)
}
