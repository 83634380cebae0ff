package slide

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/studio/picture"
)

// Original serves a clip for watching, and a picture's original for choosing its focal point, under
// the type that was found at import, in a box that runs nothing.
func (s *Slides) Original(c *fiber.Ctx) error {
	ctx := c.UserContext()
	slide, err := s.asked(c)
	if err != nil {
		return err
	}
	m, err := s.Store.Medium(ctx, slide.Medium)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(m.Type, "image/") && !strings.HasPrefix(m.Type, "video/") {
		return &content.Error{Code: content.NotFound, Vi: "Tệp gốc không xem được ở đây.", En: "The original cannot be looked at here."}
	}
	path, kind, err := picture.Watch(ctx, s.Store, s.Media, slide, m)
	if err != nil {
		return err
	}
	if err := c.SendFile(path, false); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, "private, max-age=3600")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return nil
}
