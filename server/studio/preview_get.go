package studio

import (
	"fmt"
	"html"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// previewGet is a slide's picture at the pixels of a canvas. Where the slide cannot be shown there, the picture says so: a
// page with a broken image tells nobody anything.
func (s *Studio) previewGet(c *fiber.Ctx) error {
	ctx := c.UserContext()
	slide, err := s.Store.Slide(ctx, param(c, "id"))
	if err != nil {
		return err
	}
	var want content.Canvas
	if n, err := fmt.Sscanf(c.Params("size"), "%dx%d", &want.Width, &want.Height); n != 2 || err != nil {
		return fiber.ErrNotFound
	}
	canvas, err := s.canvas(c, want)
	if err != nil {
		return err
	}
	p, err := s.draw(ctx, slide, canvas)
	switch content.CodeOf(err) {
	case content.Invalid, content.Missing, content.NotFound, content.TooLarge:
		p = excuse(slide, canvas)
	default:
		if err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderContentType, p.mime)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	tag := `"` + string(content.DigestOf(p.body))[:16] + `"`
	c.Set(fiber.HeaderETag, tag)
	if c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Send(p.body)
}

// canvas finds the canvas of a size among those that previews are made for: nobody makes the server paint others.
func (s *Studio) canvas(c *fiber.Ctx, want content.Canvas) (content.Canvas, error) {
	if want.Width == thumb.Width && want.Height == thumb.Height {
		return thumb, nil
	}
	all, err := s.canvases(c.UserContext())
	if err != nil {
		return want, err
	}
	for _, one := range all {
		if one.Width == want.Width && one.Height == want.Height {
			return one.Canvas, nil
		}
	}
	return want, fiber.ErrNotFound
}

// excuse is drawn where a slide has no picture for a canvas.
func excuse(s content.Slide, on content.Canvas) picture {
	word := "Không vừa màn hình này"
	switch s.Kind {
	case content.Video:
		word = "Video ▶"
	case content.Guide:
		word = "Hướng dẫn trên kiosk"
	}
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><rect width="100%%" height="100%%" fill="#e4eaf1"/>`+
		`<text x="50%%" y="50%%" font-family="sans-serif" font-size="%d" fill="#41536a" text-anchor="middle" dominant-baseline="middle">%s</text></svg>`,
		on.Width, on.Height, max(10, min(on.Width/16, on.Height/5)), html.EscapeString(word))
	return picture{[]byte(svg), "image/svg+xml"}
}
