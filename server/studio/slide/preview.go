package slide

import (
	"fmt"
	"html"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// Preview is a slide's picture at the pixels of a canvas. Where the slide cannot be shown there,
// the picture says so: a page with a broken image tells nobody anything.
func (s *Slides) Preview(c *fiber.Ctx) error {
	ctx := c.UserContext()
	slide, err := s.asked(c)
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
	p, err := s.Pictures.Draw(ctx, slide, canvas)
	switch content.CodeOf(err) {
	case content.Invalid, content.Missing, content.NotFound, content.TooLarge:
		missing, err := s.missing(ctx, slide)
		if err != nil {
			return err
		}
		p = excuse(shell.LanguageOf(c), slide, canvas, missing)
	default:
		if err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderContentType, p.Type)
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	tag := `"` + string(content.DigestOf(p.Bytes))[:16] + `"`
	c.Set(fiber.HeaderETag, tag)
	if c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Send(p.Bytes)
}

// asked is the slide that a picture is asked of: what is stored, or with ?of=draft what is written.
func (s *Slides) asked(c *fiber.Ctx) (content.Slide, error) {
	d, err := s.Store.SlideDraft(c.UserContext(), shell.Param(c, "id"))
	if shell.Query(c, "of") == "draft" {
		return d.Doc, err
	}
	return d.Live, err
}

// canvas finds the canvas of a size among those that previews are made for: nobody makes the server
// paint others.
func (s *Slides) canvas(c *fiber.Ctx, want content.Canvas) (content.Canvas, error) {
	if want.Width == picture.Thumb.Width && want.Height == picture.Thumb.Height {
		return picture.Thumb, nil
	}
	all, err := s.Pictures.Canvases(c.UserContext())
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
func excuse(l shell.Language, s content.Slide, on content.Canvas, missing []need) picture.Picture {
	said := shell.Say("Không vừa màn hình này", "Does not fit this screen")
	if len(missing) > 0 {
		said = shell.Textf("Còn thiếu: %s", "Missing: %s", missing[0].Name)
	}
	switch s.Kind {
	case content.Video:
		said = shell.Say("Video ▶", "Clip ▶")
	case content.Guide:
		said = shell.Say("Hướng dẫn trên kiosk", "Guide on kiosks")
	}
	text := said.In(l)
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><rect width="100%%" height="100%%" fill="#e4eaf1"/>`+
		`<text x="50%%" y="50%%" font-family="sans-serif" font-size="%d" fill="#41536a" text-anchor="middle" dominant-baseline="middle">%s</text></svg>`,
		on.Width, on.Height, max(8, min(on.Width*16/(10*utf8.RuneCountInString(text)), on.Width/16, on.Height/5)), html.EscapeString(text))
	return picture.Picture{Bytes: []byte(svg), Type: "image/svg+xml"}
}
