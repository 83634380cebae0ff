package signin

import (
	"crypto/subtle"
	"net"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// Names on the wire.
const (
	FieldCSRF  = "_csrf"        // of forms
	HeaderCSRF = "X-CSRF-Token" // of scripts
	cookieName = "ngatu_studio"
	hostCookie = "__Host-ngatu_studio"
)

// personKey is where a request keeps who sent it.
type personKey struct{}

// From is who sent a request that passed [Signin.Guard]; nil before.
func From(c *fiber.Ctx) *Person {
	p, _ := c.Locals(personKey{}).(*Person)
	return p
}

// Guard lets only people who are signed in through; others are sent to the path signin. What changes something must come
// from our own pages ([Signin.OwnPages]) and carry the session's token in the form field _csrf or the header X-CSRF-Token.
func (s *Signin) Guard(signin string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		person, err := s.Who(c.UserContext(), c.Cookies(s.cookie()))
		if content.CodeOf(err) == content.NotFound {
			return away(c, signin)
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
			return foreign()
		}
		return c.Next()
	}
}

// away sends somebody who is not signed in to the sign-in page; a part of a page that a script fetched takes the whole
// page there.
func away(c *fiber.Ctx, signin string) error {
	if c.Get("HX-Request") != "" || c.Get("X-Requested-With") != "" {
		c.Set("HX-Redirect", signin)
		return c.SendStatus(fiber.StatusUnauthorized)
	}
	return c.Redirect(signin, fiber.StatusSeeOther)
}

// OwnPages refuses a request that another site's page has sent: browsers say where a POST comes from.
func (s *Signin) OwnPages(c *fiber.Ctx) error {
	if safe(c) {
		return nil
	}
	if origin := c.Get(fiber.HeaderOrigin); origin != "" {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || !strings.EqualFold(u.Host, string(c.Request().Host())) {
			return foreign()
		}
		return nil
	}
	if c.Get("Sec-Fetch-Site") == "same-origin" {
		return nil
	}
	return foreign()
}

func safe(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead
}

func foreign() error {
	return &content.Error{
		Code: content.Denied,
		Vi:   "Yêu cầu này không đến từ trang của phòng biên tập, hoặc trang đã mở quá lâu. Hãy tải lại trang rồi làm lại.",
		En:   "This request did not come from a page of the studio, or the page was open for too long. Reload it and try again.",
	}
}

// Need lets through who holds any of the roles.
func Need(any ...Role) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if From(c).May(any...) {
			return c.Next()
		}
		return &content.Error{
			Code: content.Denied,
			Vi:   "Tài khoản của bạn không có quyền làm việc này. Hãy hỏi người quản trị.",
			En:   "Your account may not do this. Ask the administrator.",
		}
	}
}

// cookie is the name of the session's cookie.
func (s *Signin) cookie() string {
	if s.secure {
		return hostCookie
	}
	return cookieName
}

// Enter hands the browser a session's token: to no script, and to no request that another site begins, but for following a
// link here.
func (s *Signin) Enter(c *fiber.Ctx, token string) {
	c.Cookie(&fiber.Cookie{
		Name: s.cookie(), Value: token, Path: "/", HTTPOnly: true, Secure: s.secure, SameSite: fiber.CookieSameSiteLaxMode,
		MaxAge: int(lastsFor.Seconds()),
	})
}

// Leave takes the token back.
func (s *Signin) Leave(c *fiber.Ctx) {
	c.Cookie(&fiber.Cookie{
		Name: s.cookie(), Path: "/", HTTPOnly: true, Secure: s.secure, SameSite: fiber.CookieSameSiteLaxMode, MaxAge: -1,
	})
}

// Address is where a request comes from, for limits. A proxy on this machine is believed about who stands before it.
func Address(c *fiber.Ctx) string {
	ip := c.Context().RemoteIP()
	if ip.IsLoopback() {
		all := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
		if before := net.ParseIP(strings.TrimSpace(all[len(all)-1])); before != nil {
			ip = before
		}
	}
	if v6 := ip.To16(); ip.To4() == nil && v6 != nil {
		return v6.Mask(net.CIDRMask(64, 128)).String() // one subscriber has a whole /64
	}
	return ip.String()
}
