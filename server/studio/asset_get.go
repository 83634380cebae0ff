package studio

import (
	"github.com/gofiber/fiber/v2"
)

// assetGet serves a style sheet, script or font. Its name holds its fingerprint, so it is kept for ever.
func (s *Studio) assetGet(c *fiber.Ctx) error {
	b, err := s.parts()
	if err != nil {
		return err
	}
	a, ok := b.assets[c.Params("file")]
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, a.mime)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.Send(a.body)
}
