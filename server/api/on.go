package api

import "github.com/gofiber/fiber/v2"

// on answers what a screen shows at an instant and why, or what all screens show: "screen" is a
// code, "at" an instant; both may be left out.
func (a *API) on(c *fiber.Ctx) error {
	s, err := a.Snapshot(c.UserContext())
	if err != nil {
		return err
	}
	answer, err := s.Ask(c.UserContext(), text(c.Query("screen")), text(c.Query("at")))
	if err != nil {
		return err
	}
	return c.JSON(answer)
}
