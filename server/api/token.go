package api

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/edge"
	"ngatu/server/signin"
)

// touchOnce is how precisely the last use of a token is recorded.
const touchOnce = 5 * time.Minute

// tokenKey is where a request keeps its token.
type tokenKey struct{}

func tokenOf(c *fiber.Ctx) store.Token {
	t, _ := c.Locals(tokenKey{}).(store.Token)
	return t
}

// need lets a request through if its bearer token has the scope, its maker may still do that
// somewhere, and it is within its limit. Tokens are
// looked up by digest: reading the database gives nobody a token, and the time of a look-up reveals
// nothing.
func (a *API) need(scope string, m *edge.Meter) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, now := c.UserContext(), a.Now()
		kind, secret, _ := strings.Cut(c.Get(fiber.HeaderAuthorization), " ")
		if !strings.EqualFold(kind, "Bearer") || strings.TrimSpace(secret) == "" {
			return unknown(nil)
		}
		t, err := a.Store.Token(ctx, content.DigestOf([]byte(strings.TrimSpace(secret))))
		if content.CodeOf(err) == content.NotFound {
			if !a.guesses.Allow(a.Edge.Address(c), 1, now) {
				return tooOften()
			}
			return unknown(err)
		}
		if err != nil {
			return err
		}
		if !t.Expires.IsZero() && !now.Before(t.Expires) {
			return unproven{&content.Error{
				Code: content.Denied,
				Vi:   "Mã “" + t.Name + "” đã hết hạn. Hãy tạo mã khác trong phòng biên tập.",
				En:   "The token “" + t.Name + "” has expired. Make another in the studio.",
			}}
		}
		if t.Scope != scope {
			return &content.Error{
				Code: content.Denied,
				Vi:   "Mã “" + t.Name + "” không được làm việc này. Hãy tạo mã khác trong phòng biên tập.",
				En:   "The token “" + t.Name + "” may not do this. Make another in the studio.",
			}
		}
		if err := a.SignIn.AskMaker(ctx, t); err != nil {
			return err
		}
		if !m.Allow(t.ID, 1, now) {
			return tooOften()
		}
		if now.Sub(t.Used) >= touchOnce {
			if err := a.Store.TouchToken(ctx, t.ID); err != nil {
				return err
			}
		}
		c.Locals(tokenKey{}, t)
		c.SetUserContext(signin.Bound(ctx, t.Area))
		return c.Next()
	}
}

func tooOften() error {
	return &content.Error{
		Code: content.TooMany,
		Vi:   "Quá nhiều yêu cầu trong một phút. Hãy gửi chậm lại.",
		En:   "Too many requests in a minute. Send them more slowly.",
	}
}

// unproven says that the sender is unknown: the answer is 401, not the 403 for a known sender who
// may not.
type unproven struct{ error }

func (u unproven) Unwrap() error { return u.error }

func unknown(err error) error {
	return unproven{&content.Error{
		Code: content.Denied, Err: err,
		Vi: "Thiếu mã API, hoặc mã đã bị thu hồi. Gửi kèm “Authorization: Bearer <mã>”.",
		En: "The API token is missing or was revoked. Send “Authorization: Bearer <token>”.",
	}}
}

// who is how the log names changes by a token.
func who(t store.Token) string { return "token:" + t.ID }
