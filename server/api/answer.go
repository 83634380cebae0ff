package api

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/content/reading"
)

// problems adds to the sentence the rows that are wrong and what is uncertain.
type problems struct {
	error
	rows []figure.Problem
	asks []reading.Ask
}

func (p problems) Unwrap() error { return p.error }

// failure is an error as programs get it.
type failure struct {
	Code     content.Code     `json:"code" doc:"What kind of failure it is, for machines"`
	Vi       string           `json:"vi" doc:"What happened and what to do, in Vietnamese"`
	En       string           `json:"en" doc:"The same in English"`
	Problems []figure.Problem `json:"problems,omitempty" doc:"Of figures: the rows that are wrong"`
	Asks     []reading.Ask    `json:"asks,omitempty" doc:"Of figures: what is not certain"`
}

// refusal is the answer with an error.
type refusal struct {
	Error failure `json:"error" doc:"Why nothing was done"`
}

// figuresRefusal is the answer with an error to figures that were read.
type figuresRefusal struct {
	Error failure `json:"error" doc:"Why nothing was taken"`
	Understood
}

// faults answers all errors as JSON. The app's error handler decides the status and logs; this
// handler decides only that a request without a good token gets 401 (RFC 6750).
func (a *API) faults(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	err := c.Next()
	var fault *content.Error
	if err == nil || !errors.As(err, &fault) {
		return err
	}
	if failed := c.App().ErrorHandler(c, err); failed != nil {
		return failed
	}
	if u := (unproven{}); errors.As(err, &u) { // the map from codes knows the refused alone
		c.Status(fiber.StatusUnauthorized).Set(fiber.HeaderWWWAuthenticate, "Bearer")
	}
	out := failure{Code: fault.Code, Vi: fault.Vi, En: fault.En}
	var p problems
	if errors.As(err, &p) {
		out.Problems, out.Asks = p.rows, p.asks
	}
	if u := (unread{}); errors.As(err, &u) {
		return c.JSON(figuresRefusal{out, u.understood})
	}
	return c.JSON(refusal{out})
}

// bounded refuses a body that is too long, or whose length is not given, before any of it is read.
func bounded(most int) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if n := c.Request().Header.ContentLength(); n > most || n < 0 {
			return &content.Error{
				Code: content.TooLarge,
				Vi:   "Dữ liệu gửi lên quá lớn hoặc không ghi độ dài (Content-Length).",
				En:   "What was sent is too large, or does not say its length (Content-Length).",
			}
		}
		return c.Next()
	}
}

func invalid(vi, en string) error { return &content.Error{Code: content.Invalid, Vi: vi, En: en} }
