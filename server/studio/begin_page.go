package studio

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
)

var titleBegin = text{"Bắt đầu", "Begin"}

// entry is the form behind a one-time link.
type entry struct {
	signin.Invitation
	Token       string
	Name, Login string // as they were typed, after a failure
	Least       int    // letters of a password
}

// beginShow is where a one-time link leads. The secret is in the address's fragment, which the server never sees: a small
// script hands it over by POST and gets the form.
func (s *Studio) beginShow(c *fiber.Ctx) error {
	return s.show(c, "begin", titleBegin, entry{})
}

// beginLook answers with the form that the link is for, without using the link.
func (s *Studio) beginLook(c *fiber.Ctx) error {
	token := raw(c, "token")
	inv, err := s.SignIn.Look(c.UserContext(), token, signin.Address(c))
	if err != nil {
		return err
	}
	return s.part(c, "entry", entry{Invitation: inv, Token: token, Least: signin.MinPassword})
}

func (s *Studio) beginPost(c *fiber.Ctx) error {
	ctx, from := c.UserContext(), signin.Address(c)
	n := signin.Newcomer{Token: raw(c, "token"), Name: field(c, "name"), Login: field(c, "login"), Password: raw(c, "password")}
	token, err := s.SignIn.Begin(ctx, n, from)
	if err != nil {
		e := entry{Token: n.Token, Name: n.Name, Login: n.Login, Least: signin.MinPassword}
		if inv, gone := s.SignIn.Look(ctx, n.Token, from); gone == nil {
			e.Invitation = inv
		} else {
			e.Token = "" // nothing left to fill in
		}
		return s.refuse(c, err, "begin", titleBegin, e)
	}
	s.SignIn.Enter(c, token)
	return c.Redirect(pathSlides, fiber.StatusSeeOther)
}
