package upload

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/edge"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Part takes a piece of a file, or says how much of it is here, by the tus protocol.
func (s *Uploads) Part(c *fiber.Ctx) error {
	who, id := strings.Clone(signin.From(c).ID), shell.Param(c, "part")
	owns, tus := s.parts.owns(who, id), s.parts.tus
	if s.shared != nil && !owns {
		var err error
		if owns, err = s.shared.owns(c.UserContext(), who, id); id != "" && err != nil {
			return err
		}
		tus = s.shared.tus
	}
	if id != "" && !owns {
		return fiber.ErrNotFound
	}
	body := io.Reader(bytes.NewReader(nil))
	if stream := c.Context().RequestBodyStream(); stream != nil {
		body = stream
	} else if b := c.Request().Body(); len(b) > 0 {
		body = bytes.NewReader(b)
	}
	target := "/"
	if id != "" {
		target += id
	}
	r, err := http.NewRequestWithContext(context.WithValue(c.UserContext(), owner{}, who), strings.Clone(c.Method()), target, body)
	if err != nil {
		return err
	}
	for name, value := range c.Request().Header.All() {
		r.Header.Add(string(name), string(value))
	}
	r.Header.Del("X-HTTP-Method-Override") // the guard has judged the method that came
	r.ContentLength = int64(c.Request().Header.ContentLength())
	w := &answered{head: http.Header{}, status: http.StatusOK}
	tus.ServeHTTP(w, r)
	if r.Method != http.MethodHead {
		edge.BodyRead(c.UserContext())
	}
	if at := w.head.Get(fiber.HeaderLocation); at != "" { // by which name the server is called is the proxy's to say
		w.head.Set(fiber.HeaderLocation, pathParts+at[strings.LastIndexByte(at, '/'):])
	}
	for name, values := range w.head {
		if name != fiber.HeaderXContentTypeOptions && name != fiber.HeaderContentLength {
			c.Set(name, strings.Join(values, ", "))
		}
	}
	return c.Status(w.status).Send(w.body.Bytes())
}

// answered is what tusd answers, which is short.
type answered struct {
	head   http.Header
	status int
	body   bytes.Buffer
}

func (a *answered) Header() http.Header         { return a.head }
func (a *answered) WriteHeader(status int)      { a.status = status }
func (a *answered) Write(b []byte) (int, error) { return a.body.Write(b) }

// takeWhole takes a file in that came in parts. Whoever did not hear the answer asks again.
func (s *Uploads) takeWhole(c *fiber.Ctx, id string) error {
	who := strings.Clone(signin.From(c).ID)
	if done, ok := s.parts.taken.Get(who + " " + id); ok {
		if !done.wanted.same(formOf(c)) {
			return refuse(c, errOther)
		}
		return c.JSON(done.made)
	}
	if s.shared != nil && !s.parts.owns(who, id) {
		return s.followShared(c, who, id)
	}
	f, name, size, err := s.parts.whole(who, id)
	if err != nil {
		return err
	}
	one := s.sentFile(c, name, f, size)
	one.file = f
	w, err := s.wantedBy(c)
	if err == nil {
		err = s.parts.want(id, w)
	}
	if err != nil {
		s.Log.Warn("a file that is being read is forgotten at a restart", "error", err)
	}
	return s.answerScript(c, one, func(u uploaded) { s.became(who, id, w, u) })
}

// Sweep removes files of which no part came for a day; now is for those that this server alone keeps.
func (s *Uploads) Sweep(now time.Time) {
	s.parts.sweep(now)
	if s.shared == nil {
		return
	}
	if err := s.shared.sweep(context.Background(), unfinished); err != nil && content.CodeOf(err) != content.Away {
		s.Log.Warn("what was given up on its way could not be removed", "error", err)
	}
}
