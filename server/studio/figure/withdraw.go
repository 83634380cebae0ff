package figure

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Withdraw takes a release off at once. One person may: a wrong number must not wait for a second.
func (s *Figures) Withdraw(c *fiber.Ctx) error {
	if err := s.figures.Withdraw(c.UserContext(), signin.From(c).ID, shell.Param(c, "release"), shell.FormOf(c).Field("why")); err != nil {
		return err
	}
	return shell.Done(c, "/studio/figures", "withdrawn")
}
