package screens

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/player/page"
)

// index serves the page itself: small, and asked for anew each time so that it names the newest build of its parts.
func (s *Screens) index(c *fiber.Ctx) error {
	set := s.set()
	head(c, page.IndexHeadersAt(string(c.Context().Host())))
	c.Type("html", "utf-8")
	return c.Send(set.Index(set.Build()))
}

// file serves one of the page's parts, compressed once beforehand.
func (s *Screens) file(c *fiber.Ctx) error {
	f, ok := s.set().Files()[c.Params("file")]
	if !ok {
		return fiber.ErrNotFound
	}
	head(c, f.Headers)
	c.Set(fiber.HeaderContentType, f.Type)
	c.Set(fiber.HeaderETag, f.ETag)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), f.ETag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	if f.Gzip != nil && strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(f.Gzip)
	}
	return c.Send(f.Body)
}

func head(c *fiber.Ctx, lines []page.Header) {
	for _, h := range lines {
		c.Set(h.Name, h.Value)
	}
}
