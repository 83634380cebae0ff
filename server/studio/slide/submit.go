package slide

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// Submit puts a draft on the approver's desk.
func (s *Slides) Submit(c *fiber.Ctx) error {
	return s.act(c, signin.Edit, "submitted", func(_ *store.Tx, now content.Slide) (content.Slide, error) {
		return content.Submit(now)
	})
}
