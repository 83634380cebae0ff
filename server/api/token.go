package api

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// touchOnce is how exactly the last use of a token is noted.
const touchOnce = 5 * time.Minute

// tokenKey is where a request keeps its token.
type tokenKey struct{}

func tokenOf(c *fiber.Ctx) store.Token {
	t, _ := c.Locals(tokenKey{}).(store.Token)
	return t
}

// need lets a request through whose bearer token has the scope and has not come too often. Tokens are looked up by their
// digest: whoever reads the database has none, and the time that a look-up takes tells nothing.
func (a *API) need(scope string, m *meter) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, now := c.UserContext(), a.Now()
		kind, secret, _ := strings.Cut(c.Get(fiber.HeaderAuthorization), " ")
		if !strings.EqualFold(kind, "Bearer") || strings.TrimSpace(secret) == "" {
			return unknown(nil)
		}
		t, err := a.Store.Token(ctx, content.DigestOf([]byte(strings.TrimSpace(secret))))
		if content.CodeOf(err) == content.NotFound {
			if err := a.guesses.allow(signin.Address(c), now); err != nil {
				return err
			}
			return unknown(err)
		}
		if err != nil {
			return err
		}
		if t.Scope != scope {
			return &content.Error{
				Code: content.Denied,
				Vi:   "Mã “" + t.Name + "” không được làm việc này. Hãy tạo mã khác trong phòng biên tập.",
				En:   "The token “" + t.Name + "” may not do this. Make another in the studio.",
			}
		}
		if err := m.allow(t.ID, now); err != nil {
			return err
		}
		if now.Sub(t.Used) >= touchOnce {
			if err := a.Store.TouchToken(ctx, t.ID); err != nil {
				return err
			}
		}
		c.Locals(tokenKey{}, t)
		return c.Next()
	}
}

// unproven says that nobody knows who asks: the answer is 401, not the 403 of somebody known who may not.
type unproven struct{ error }

func (u unproven) Unwrap() error { return u.error }

func unknown(err error) error {
	return unproven{&content.Error{
		Code: content.Denied, Err: err,
		Vi: "Thiếu mã API, hoặc mã đã bị thu hồi. Gửi kèm “Authorization: Bearer <mã>”.",
		En: "The API token is missing or was revoked. Send “Authorization: Bearer <token>”.",
	}}
}

// who is how changes by a token are recorded.
func who(t store.Token) string { return "token:" + t.ID }
