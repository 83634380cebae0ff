package studio

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
)

// staffChange sets somebody's roles and whether they may sign in at all.
func (s *Studio) staffChange(c *fiber.Ctx) error {
	err := s.SignIn.ChangeRights(c.UserContext(), signin.From(c), param(c, "id"), signin.Rights{Roles: rolesChosen(c), Disabled: field(c, "disabled") != ""})
	return s.staffDone(c, err, "saved")
}

// staffSignOut signs somebody out everywhere: for a phone that was lost, or a browser left open in a hall.
func (s *Studio) staffSignOut(c *fiber.Ctx) error {
	return s.staffDone(c, s.SignIn.SignOutEverywhere(c.UserContext(), signin.From(c), param(c, "id")), "signedout")
}

func (s *Studio) staffDone(c *fiber.Ctx, err error, what string) error {
	if err == nil {
		return done(c, "/studio/staff", what)
	}
	v, failed := s.staffView(c)
	if failed != nil {
		return failed
	}
	return s.refuse(c, err, "staff", titleStaff, v)
}
