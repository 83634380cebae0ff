package slide

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// Off takes a slide off air at once. One person is enough; the page has asked whether they mean it.
// A draft beside it stays.
func (s *Slides) Off(c *fiber.Ctx) error {
	return s.act(c, signin.TakeOff, "off", func(ctx context.Context, tx *store.Tx, d content.SlideDraft) error {
		if d.Live.State != content.Approved {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Tấm “" + d.Live.Title + "” không ở trên màn hình nào.",
				En:   "“" + d.Live.Title + "” is on no screen.",
			}
		}
		return tx.PutSlide(ctx, content.TakeOff(d.Live))
	})
}
