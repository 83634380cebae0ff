package api

import "github.com/gofiber/fiber/v2"

// moment is which screen and instant a program asks for.
type moment struct {
	Screen string `query:"screen" doc:"Code of the screen; left out: all screens" example:"NGATU-05"`
	At     string `query:"at" doc:"The instant, as RFC 3339 or by the clock beside the screen; left out: now" example:"2026-11-20T18:30:00+07:00"`
}

// on answers what a screen shows at an instant and why, or what all screens show: "screen" is a
// code, "at" an instant; both may be left out.
func (a *API) on(c *fiber.Ctx) error {
	s, err := a.Snapshot(c.UserContext())
	if err != nil {
		return err
	}
	m := moment{text(c.Query("screen")), text(c.Query("at"))}
	answer, err := s.Ask(c.UserContext(), m.Screen, m.At)
	if err != nil {
		return err
	}
	return c.JSON(answer)
}
