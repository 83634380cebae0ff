package app

import (
	"context"
	"net"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Limits of requests. Uploads are read as a stream and bounded again where they are taken in.
const (
	maxBody     = 520 << 20 // bytes: the longest clip with the form around it
	readTimeout = 5 * time.Minute
	idleTimeout = 2 * time.Minute
)

// newWeb makes the Fiber app with what every answer has: no sniffing, no framing by others, no referrer.
func (a *App) newWeb() *fiber.App {
	web := fiber.New(fiber.Config{
		AppName: "Ngatu", DisableStartupMessage: true, BodyLimit: maxBody, StreamRequestBody: true,
		ReadTimeout: readTimeout, IdleTimeout: idleTimeout, ErrorHandler: answerErrors(a.log),
		ReadBufferSize: 8 << 10, DisablePreParseMultipartForm: true, // nobody is to fill memory or disk before a handler has looked
	})
	web.Use(a.identified)
	web.Use(recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: func(c *fiber.Ctx, e any) {
		a.log.ErrorContext(c.UserContext(), "a request panicked", "path", c.Path(), "panic", e, "stack", string(debug.Stack()))
	}}))
	web.Use(func(c *fiber.Ctx) error {
		if c.Request().Header.ContentLength() > maxBody {
			c.Context().SetConnectionClose() // nothing of it is read
			return fiber.ErrRequestEntityTooLarge
		}
		c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
		c.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
		c.Set(fiber.HeaderReferrerPolicy, "same-origin")
		return c.Next()
	})
	return web
}

// operator adds what whoever runs the server asks: is it alive, is it ready, what does it count.
func (a *App) operator(web *fiber.App) {
	web.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	web.Get("/readyz", func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), 2*time.Second)
		defer cancel()
		if _, err := a.store.Now(ctx); err != nil {
			return err
		}
		return c.SendString("ready\n")
	})
	metrics := adaptor.HTTPHandler(promhttp.HandlerFor(a.registry(), promhttp.HandlerOpts{}))
	web.Get("/metrics", fromHere, metrics)
}

// fromHere lets only this machine through, and nobody whom a proxy on this machine passes on: counts tell a stranger how
// large the fleet is and when it is weak.
func fromHere(c *fiber.Ctx) error {
	ip := net.ParseIP(c.Context().RemoteIP().String())
	forwarded := c.Get(fiber.HeaderXForwardedFor) + c.Get("Forwarded") + c.Get("X-Real-Ip")
	if ip == nil || !ip.IsLoopback() || strings.TrimSpace(forwarded) != "" {
		return fiber.ErrNotFound
	}
	return c.Next()
}
