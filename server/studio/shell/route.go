package shell

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/signin"
)

// Route is one thing that the studio answers.
type Route struct {
	Method  string
	Path    string // below /studio
	Do      fiber.Handler
	Act     signin.Act // what a person must be allowed to do
	Body    int        // most bytes of a request; 0: [MaxForm]
	Pressed bool       // a button without fields: after a new sign-in it is pressed again, not carried out
	Apart   bool       // done at this server alone while the database is away
}

// MaxForm is how long a form without files may be, in bytes. Each file in a longer one is bounded
// again by what it is.
const MaxForm = 256 << 10

// Routes adds a table of routes, and the style, scripts and fonts of their pages.
func (s *Shell) Routes(app fiber.Router, table []Route) {
	app.Get(PathAssets+":file", s.Asset)
	r := app.Group("/studio", headers, s.sentences)
	guard := s.SignIn.Guard(s.signedOut, s.stale)
	for _, one := range table {
		chain := []fiber.Handler{s.bounded(one.Body)}
		if one.Apart {
			chain = append(chain, signin.Apart)
		}
		if one.Act == signin.Enter {
			chain = append(chain, s.ownPages)
		} else {
			chain = append(chain, guard)
		}
		if one.Pressed {
			chain = append(chain, pressed)
		}
		r.Add(one.Method, one.Path, append(chain, signin.Need(one.Act), one.Do)...)
	}
	r.Use(s.bounded(0), guard, func(*fiber.Ctx) error { return fiber.ErrNotFound })
}

// ownPages refuses a form that another site's page has sent.
func (s *Shell) ownPages(c *fiber.Ctx) error {
	if err := s.SignIn.OwnPages(c); err != nil {
		return err
	}
	return c.Next()
}

// bounded refuses a body that is longer than its form may be, or does not say how long it is: what
// reads a form reads all of it, and the guard reads the form for its token. A form without files is
// read here, within what all bodies may take of the memory.
func (s *Shell) bounded(most int) fiber.Handler {
	if most == 0 {
		most = MaxForm
	}
	return func(c *fiber.Ctx) error {
		if n := c.Request().Header.ContentLength(); n > most || n == -1 {
			return &content.Error{
				Code: content.TooLarge,
				Vi:   "Dữ liệu gửi lên lớn hơn " + Size(int64(most)) + ". Hãy chia nhỏ hoặc giảm dung lượng.",
				En:   "What was sent is larger than " + Size(int64(most)) + ". Split it or make it smaller.",
			}
		} else if n > 0 && n <= MaxForm {
			b, err := s.Edge.ReadBody(c, MaxForm)
			if err != nil {
				return err
			}
			c.Request().SetBodyRaw(b)
		}
		return c.Next()
	}
}

// policy lets a page load its own files and nothing else: a script that somebody smuggles into a
// title does not run. data: is for the pictures of a live preview.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
	"media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers are on every answer of the studio.
func headers(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentSecurityPolicy, policy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Ngatu", "studio") // by this our scripts know our own answers from a proxy's
	return c.Next()
}
