package signin

import (
	"crypto/subtle"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// Names on the wire.
const (
	FieldCSRF  = "_csrf"        // of forms
	HeaderCSRF = "X-CSRF-Token" // of scripts

	// A page that looks again every few seconds says so: it keeps nobody signed in who has left.
	headerByItself = "X-By-Itself"
	cookieName     = "ngatu_studio"
	hostCookie     = "__Host-ngatu_studio"
)

// personKey is where a request keeps its person.
type personKey struct{}

// From is the person who sent a request that passed [Signin.Guard]; nil before that.
func From(c *fiber.Ctx) *Person {
	p, _ := c.Locals(personKey{}).(*Person)
	return p
}

// Guard lets only people through who are signed in; lost answers the others. A request that changes
// something must come from our own pages ([Signin.OwnPages]) and carry the session's token in the
// form field _csrf or the header X-CSRF-Token. stale answers a request from our own pages with
// another token, such as that of an earlier session. While the database is away nothing is changed:
// such a request gets the sentence of that, unless it went through [Apart].
func (s *Signin) Guard(lost, stale fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		person, err := who(c.UserContext(), s, c.Cookies(s.cookie()), c.Get(headerByItself) == "")
		if content.CodeOf(err) == content.NotFound {
			return lost(c)
		}
		if err != nil {
			return err
		}
		c.Locals(personKey{}, person)
		if safe(c) {
			return c.Next()
		}
		if err := s.OwnPages(c); err != nil {
			return err
		}
		got := c.Get(HeaderCSRF)
		if got == "" {
			got = c.FormValue(FieldCSRF)
		}
		if subtle.ConstantTimeCompare([]byte(got), []byte(person.CSRF)) != 1 {
			return stale(c)
		}
		if person.Reads != nil && c.Locals(apartKey{}) == nil {
			return person.Reads
		}
		return c.Next()
	}
}

// apartKey marks a request that is done without the database where that is away.
type apartKey struct{}

// Apart lets a request through [Signin.Guard] while the database is away: what it does is done at
// this server alone, as [Person.Reads] tells it.
func Apart(c *fiber.Ctx) error {
	c.Locals(apartKey{}, true)
	return c.Next()
}

// OwnPages refuses a request that another site's page has sent. Browsers say where a POST comes
// from.
func (s *Signin) OwnPages(c *fiber.Ctx) error {
	if safe(c) {
		return nil
	}
	return s.edge.CheckForm(c)
}

func safe(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead
}

// cookie is the name of the session's cookie.
func (s *Signin) cookie() string { return s.named(cookieName, hostCookie) }

// Entry is what a browser gets that signs in.
type Entry struct {
	Session string // the session's token; "": it has one
	Rests   bool   // what takes two people to grant waits for another admin: see [Rest]
	Marks   string // the accounts that it is known to; see [Signin.Marks]
}

// Enter hands the browser a session and its marks: to no script, and to no request that another
// site begins, but for following a link here.
func (s *Signin) Enter(c *fiber.Ctx, in Entry) {
	if in.Session != "" {
		s.keep(c, s.cookie(), in.Session, lastsFor)
	}
	s.keep(c, s.named(markCookie, hostMark), in.Marks, markFor)
}

// Leave takes the session back. The marks stay: they open nothing.
func (s *Signin) Leave(c *fiber.Ctx) { s.keep(c, s.cookie(), "", -time.Second) }

func (s *Signin) keep(c *fiber.Ctx, name, value string, long time.Duration) {
	c.Cookie(&fiber.Cookie{
		Name: name, Value: value, Path: "/", HTTPOnly: true, Secure: s.secure, SameSite: fiber.CookieSameSiteLaxMode,
		MaxAge: int(long.Seconds()),
	})
}
