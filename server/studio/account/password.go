package account

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

func (s *Account) Show(c *fiber.Ctx) error {
	return s.Page(c, pageAccount, signin.MinPassword)
}

func (s *Account) Password(c *fiber.Ctx) error {
	person, f := signin.From(c), shell.FormOf(c)
	var bad shell.Faults
	bad.Add(f.Again())
	bad.Add(shell.At("password", signin.CheckPassword(f.Raw("password"), person.Login)))
	err := bad.Err()
	var in signin.Entry
	if err == nil {
		in, err = s.SignIn.ChangePassword(c.UserContext(), person, f.Raw("old"), f.Raw("password"), s.SignIn.Marks(c))
		err = shell.At("old", err)
	}
	if err != nil {
		return s.Refuse(c, err, pageAccount, signin.MinPassword)
	}
	s.SignIn.Enter(c, in)
	return shell.Done(c, "/studio/account", "password")
}
