package app

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/gofiber/fiber/v2"
)

// requestKey is where a request's context keeps its ID.
type requestKey struct{}

// identified gives every request an ID. It is in the answer's X-Request-Id, in each log line of the
// request, and in the sentence of an internal error, so what a person reads out leads to the log.
// An ID from a stranger is not used: it could put anything into the log.
func (a *App) identified(c *fiber.Ctx) error {
	id := newRequestID()
	c.Set(fiber.HeaderXRequestID, id)
	c.SetUserContext(context.WithValue(c.UserContext(), requestKey{}, id))
	if !a.log.Enabled(c.UserContext(), slog.LevelDebug) {
		return c.Next()
	}
	began := time.Now()
	err := c.Next()
	// The path alone: what stands behind a question mark may be a secret.
	a.log.DebugContext(c.UserContext(), "request", "method", c.Method(), "path", c.Path(), "status", c.Response().StatusCode(), "took", time.Since(began))
	return err
}

// newRequestID is ten letters and digits that are not mistaken for one another when read out. It is
// no secret.
func newRequestID() string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	var id [10]byte
	n := rand.Uint64()
	for i := range id {
		id[i], n = letters[n%32], n/32
	}
	return string(id[:])
}

// requestLog adds the ID of the request to log lines written in its context.
type requestLog struct{ slog.Handler }

// Handle is part of [slog.Handler].
func (h requestLog) Handle(ctx context.Context, r slog.Record) error {
	if id, ok := ctx.Value(requestKey{}).(string); ok {
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs is part of [slog.Handler].
func (h requestLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestLog{h.Handler.WithAttrs(attrs)}
}

// WithGroup is part of [slog.Handler].
func (h requestLog) WithGroup(name string) slog.Handler {
	return requestLog{h.Handler.WithGroup(name)}
}
