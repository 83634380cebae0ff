package studio

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// slideApprove lets a submitted slide on air, with the number of the paper that it rests on and the dates of that paper.
// "At once" is counted from the approval.
func (s *Studio) slideApprove(c *fiber.Ctx) error {
	valid, err := readSpan(c, "valid_from", "valid_until")
	if err != nil {
		slide, missing := s.Store.Slide(c.UserContext(), param(c, "id"))
		if missing != nil {
			return missing
		}
		return s.slideRefuse(c, slide, err)
	}
	document, atOnce, who := field(c, "document"), field(c, "at_once") != "", signin.From(c).ID
	return s.act(c, "approved", func(tx *store.Tx, now content.Slide) (content.Slide, error) {
		alone, err := s.alone(c.UserContext(), tx.Reader)
		if err != nil {
			return now, err
		}
		now.AtOnce = time.Time{}
		if atOnce {
			now.AtOnce = tx.Time()
		}
		return content.Approve(now, content.Approval{By: who, At: tx.Time(), Document: document, Valid: valid}, alone)
	})
}
