package account

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

func (s *Account) SignInShow(c *fiber.Ctx) error {
	n, err := s.Store.CountStaff(c.UserContext())
	if err != nil {
		return err
	}
	return s.Page(c, shell.PageSignIn, shell.SignInForm{First: n == 0, Wanted: shell.WantedPage(c)})
}

func (s *Account) SignInPost(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	form := shell.SignInForm{Login: f.Field("login"), Wanted: shell.WantedOf(f)}
	in, err := s.SignIn.SignIn(c.UserContext(), signin.Try{
		Login: form.Login, Password: f.Raw("password"), Address: s.Edge.Address(c), Marks: s.SignIn.Marks(c),
	})
	if err != nil {
		return s.Refuse(c, err, shell.PageSignIn, form)
	}
	s.SignIn.Enter(c, in)
	if form.To == "" {
		return s.Onward(c, nil, form.Wanted)
	}
	person, err := s.SignIn.Who(c.UserContext(), in.Session)
	if err != nil {
		return err
	}
	return s.Onward(c, person, form.Wanted)
}

func (s *Account) SignOut(c *fiber.Ctx) error {
	if err := s.SignIn.SignOut(c.UserContext(), signin.From(c)); err != nil {
		return err
	}
	s.SignIn.Leave(c)
	return shell.Done(c, shell.PathSignin, "bye")
}
