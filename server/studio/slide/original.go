package slide

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// Original serves a clip as it was uploaded, for watching, and a picture's original for choosing
// its focal point. The bytes were read through at import; they are served under the type that was
// found then, in a box that runs nothing.
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
	if !strings.HasPrefix(m.Type, "image/") && m.Type != "video/mp4" {
		return &content.Error{Code: content.NotFound, Vi: "Tệp gốc không xem được ở đây.", En: "The original cannot be looked at here."}
	}
	path, err := s.Media.Path(m.Digest)
	if err != nil {
		return err
	}
	if err := c.SendFile(path, false); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, m.Type)
	c.Set(fiber.HeaderCacheControl, "private, max-age=3600")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return nil
}
