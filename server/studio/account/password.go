package account

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

func (s *Account) Show(c *fiber.Ctx) error {
	return s.Page(c, pageAccount, s.view(c))
}

// view is the page: what the person may do, and the form of the password.
type view struct {
	Holds    []care.Held
	Shortest int // letters of a password
	Events   []event
}

func (s *Account) view(c *fiber.Ctx) view {
	return view{care.HeldOf(c.UserContext(), s.Shell, signin.From(c).Mandates), signin.MinPassword, eventsOf(signin.From(c))}
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
		return s.Refuse(c, err, pageAccount, s.view(c))
	}
	s.SignIn.Enter(c, in)
	return shell.Done(c, "/studio/account", "password")
}
