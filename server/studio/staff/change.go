package staff

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Change sets somebody's roles and whether they may sign in at all.
func (s *Staff) Change(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	if err := f.Again(); err != nil {
		return s.done(c, err, "")
	}
	err := s.SignIn.ChangeRights(c.UserContext(), signin.From(c), shell.Param(c, "id"), signin.Rights{Roles: rolesChosen(f), Disabled: f.Has("disabled")})
	return s.done(c, err, "saved")
}

// SignOut signs somebody out everywhere: for a phone that was lost, or a browser left open in a
// hall.
func (s *Staff) SignOut(c *fiber.Ctx) error {
	return s.done(c, s.SignIn.SignOutEverywhere(c.UserContext(), signin.From(c), shell.Param(c, "id")), "signedout")
}

func (s *Staff) done(c *fiber.Ctx, err error, what string) error {
	if err == nil {
		return shell.Done(c, "/studio/staff", what)
	}
	v, failed := s.view(c)
	if failed != nil {
		return failed
	}
	return s.Refuse(c, err, page, v)
}

// Reset shows a link with which somebody who lost their password chooses a new one. It is given by
// hand, as the first one was.
func (s *Staff) Reset(c *fiber.Ctx) error {
	ctx := c.UserContext()
	p, err := s.Store.Staff(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	link, err := s.SignIn.ResetLink(ctx, signin.From(c).ID, p.Login)
	v, failed := s.view(c)
	if failed != nil {
		return failed
	}
	if err != nil {
		return s.Refuse(c, err, page, v)
	}
	v.Link, v.For = s.Edge.Base(c)+link, p.Name
	return s.Page(c, page, v)
}
