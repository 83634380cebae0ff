package studio

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
)

var titleAccount = text{"Tài khoản", "Account"}

func (s *Studio) accountShow(c *fiber.Ctx) error {
	return s.show(c, "account", titleAccount, signin.MinPassword)
}

func (s *Studio) accountPassword(c *fiber.Ctx) error {
	err := s.SignIn.ChangePassword(c.UserContext(), signin.From(c), raw(c, "old"), raw(c, "password"))
	if err != nil {
		return s.refuse(c, err, "account", titleAccount, signin.MinPassword)
	}
	return done(c, "/studio/account", "password")
}
