package studio

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
)

var titleSignin = text{"Đăng nhập", "Sign in"}

// signinForm is what is put back into the form after a failure: never the password.
type signinForm struct {
	Login string
	First bool // nobody has an account yet: the way in is the one-time link
}

func (s *Studio) signinShow(c *fiber.Ctx) error {
	n, err := s.Store.CountStaff(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "signin", titleSignin, signinForm{First: n == 0})
}

func (s *Studio) signinPost(c *fiber.Ctx) error {
	form := signinForm{Login: field(c, "login")}
	token, err := s.SignIn.SignIn(c.UserContext(), form.Login, raw(c, "password"), signin.Address(c))
	if err != nil {
		return s.refuse(c, err, "signin", titleSignin, form)
	}
	s.SignIn.Enter(c, token)
	return c.Redirect(pathSlides, fiber.StatusSeeOther)
}

func (s *Studio) signinLeave(c *fiber.Ctx) error {
	if err := s.SignIn.SignOut(c.UserContext(), signin.From(c)); err != nil {
		return err
	}
	s.SignIn.Leave(c)
	return done(c, pathSignin, "bye")
}
