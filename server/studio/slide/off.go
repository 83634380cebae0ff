package slide

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// Off takes a slide off air at once. One person is enough; the page has asked whether they mean it.
func (s *Slides) Off(c *fiber.Ctx) error {
	return s.act(c, signin.TakeOff, "off", func(_ *store.Tx, now content.Slide) (content.Slide, error) {
		if now.State != content.Approved && now.State != content.Submitted {
			return now, &content.Error{
				Code: content.Conflict,
				Vi:   "Tấm “" + now.Title + "” không ở trên màn hình nào.",
				En:   "“" + now.Title + "” is on no screen.",
			}
		}
		return content.TakeOff(now), nil
	})
}
