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
	"github.com/valyala/fasthttp"

	"ngatu/internal/media"
	"ngatu/server/edge"
	"ngatu/server/signin"
	"ngatu/server/socket"
)

// Limits of requests. Uploads are streamed, and their handlers bound them again.
const (
	headersIn   = 20 * time.Second
	bodyIn      = time.Hour // where nobody sees whether a body moves on: its longest at 150 kB a second
	idleTimeout = 2 * time.Minute
)

// newWeb makes the Fiber app with the headers of every answer: no sniffing, no framing by others,
// no referrer.
func (a *App) newWeb() *fiber.App {
	web := fiber.New(fiber.Config{
		AppName: "Ngatu", DisableStartupMessage: true, BodyLimit: media.MaxUpload, StreamRequestBody: true,
		ReadTimeout: headersIn, IdleTimeout: idleTimeout, ErrorHandler: answerErrors(a.log),
		ReadBufferSize: 8 << 10, DisablePreParseMultipartForm: true, // nobody is to fill memory or disk before a handler has looked
	})
	web.Server().ConnState = func(c net.Conn, state fasthttp.ConnState) {
		if state == fasthttp.StateClosed {
			a.lines.Closed(c)
		}
	}
	web.Use(a.identified)
	web.Use(recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: func(c *fiber.Ctx, e any) {
		a.log.ErrorContext(c.UserContext(), "a request panicked", "path", c.Path(), "panic", e, "stack", string(debug.Stack()))
	}}))
	web.Use(a.unhurried)
	web.Use(func(c *fiber.Ctx) error {
		if c.Request().Header.ContentLength() > media.MaxUpload {
			c.Context().SetConnectionClose() // nobody takes it
			return fiber.ErrRequestEntityTooLarge
		}
		c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
		c.Set(fiber.HeaderXFrameOptions, "SAMEORIGIN")
		c.Set(fiber.HeaderReferrerPolicy, "same-origin")
		if a.cfg.Secure { // browsers heed it over TLS alone, and from then on come by no other way
			c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
		}
		return c.Next()
	})
	return web
}

// serve begins to answer.
func (a *App) serve(ctx context.Context) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	go a.lines.Watch(ctx)
	go func() { a.served <- a.web.Listener(socket.Listen(a.cert.wrap(a.lines.Listen(a.listener)))) }()
	a.onStop(func(ctx context.Context) error {
		defer stop()
		return a.web.ShutdownWithContext(ctx)
	})
}

// unhurried gives a body that follows its headers as long as it needs while it moves on: a clip may
// take an hour on a slow line. What nobody read of it is read for a while, so that whoever sends it
// sees the answer.
func (a *App) unhurried(c *fiber.Ctx) error {
	if c.Context().RequestBodyStream() == nil {
		return c.Next()
	}
	until := time.Now().Add(bodyIn)
	done, watched := a.lines.Reads(c.Context().Conn())
	defer done()
	if watched {
		until = time.Time{}
	}
	c.SetUserContext(edge.WithBody(c.UserContext(), done))
	if err := c.Context().SetReadDeadline(until); err != nil {
		return err
	}
	defer edge.ReadOn(c)
	return c.Next()
}

// operator adds the operator's routes: is it alive, is it ready, what does it count. The bare
// address leads to sign-in, or to the wall in a demonstration.
func (a *App) operator(web *fiber.App) {
	if a.demo == nil {
		web.Get("/", func(c *fiber.Ctx) error { return c.Redirect(signin.PathStudio, fiber.StatusSeeOther) })
	}
	web.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	web.Get("/readyz", func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), 2*time.Second)
		defer cancel()
		if _, err := a.store.Now(ctx); err != nil {
			return err
		}
		if err := a.store.Room(); err != nil { // screens play on and staff can take off, but somebody must look
			return c.Status(fiber.StatusServiceUnavailable).SendString("not ready: disk\n" + err.Error() + "\n")
		}
		return c.SendString("ready\n")
	})
	metrics := adaptor.HTTPHandler(promhttp.HandlerFor(a.registry(), promhttp.HandlerOpts{}))
	web.Get("/metrics", fromHere, metrics)
}

// fromHere lets only this machine through, and nobody through a proxy on it: counts tell a stranger
// how large the fleet is and when it is weak.
func fromHere(c *fiber.Ctx) error {
	ip := net.ParseIP(c.Context().RemoteIP().String())
	forwarded := c.Get(fiber.HeaderXForwardedFor) + c.Get("Forwarded") + c.Get("X-Real-Ip")
	if ip == nil || !ip.IsLoopback() || strings.TrimSpace(forwarded) != "" {
		return fiber.ErrNotFound
	}
	return c.Next()
}
