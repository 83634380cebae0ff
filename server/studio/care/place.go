package care

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/signin"
)

// Place says whether a screen stands in the care of the person here.
func Place(c *fiber.Ctx) func(content.Place) bool {
	p := signin.From(c)
	return func(at content.Place) bool { return p.Mine(mandate.OfPlace(at)) }
}
