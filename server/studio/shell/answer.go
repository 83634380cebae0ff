package shell

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// Page answers with a page.
func (s *Shell) Page(c *fiber.Ctx, p Page, body any) error {
	return s.fill(c, p, body, nil)
}

// Refuse answers with the page that a form stands on, with the sentence of what is wrong above it
// and at its fields. What has no sentence for people goes to the app.
func (s *Shell) Refuse(c *fiber.Ctx, err error, p Page, body any) error {
	var fault *content.Error
	if !errors.As(err, &fault) {
		return err
	}
	lines, other := linesOf(err)
	if other != nil {
		return other
	}
	if err := s.Status(c, err); err != nil {
		return err
	}
	return s.fill(c, p, body, fault, lines...)
}

// Status sets the status of an error. It asks the app's error handler, which has the one map from
// codes to statuses and logs what is its to log.
func (s *Shell) Status(c *fiber.Ctx, err error) error {
	if err := c.App().ErrorHandler(c, err); err != nil {
		return err
	}
	c.Response().ResetBody()
	return nil
}

func (s *Shell) fill(c *fiber.Ctx, p Page, body any, fault *content.Error, lines ...FaultLine) error {
	b, err := s.parts()
	if err != nil {
		return err
	}
	l := LanguageOf(c)
	read, ok := b.in[l].pages[p.Name]
	if !ok {
		return fmt.Errorf("studio: there is no page %q", p.Name)
	}
	t, err := read()
	if err != nil {
		return err
	}
	v, err := s.view(c, p, body)
	if err != nil {
		return err
	}
	v.Fault = discreet(c, fault)
	if len(lines) > 1 || len(lines) == 1 && lines[0].Field != "" {
		v.Fault, v.Faults = nil, lines
	}
	if done, ok := b.done[c.Query("done")]; ok && fault == nil {
		v.Done = &done
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, frame, v); err != nil {
		return fmt.Errorf("studio: fill page %s: %w", p.Name, err)
	}
	c.Type("html", "utf-8")
	c.Set(fiber.HeaderContentLanguage, string(l))
	if len(lines) == 0 || c.Method() != fiber.MethodPost {
		return c.Send(out.Bytes())
	}
	sent := FormOf(c).Typed()
	if c.Locals(filledKey{}) != nil {
		sent = nil
	}
	filled, err := refill(out.Bytes(), l, c.Path(), sent, lines)
	if err != nil {
		return fmt.Errorf("studio: refill page %s: %w", p.Name, err)
	}
	return c.Send(filled)
}

// filledKey is where a request says that its page has what was typed in its form already, under
// other names.
type filledKey struct{}

// Filled says that the page of this request has what was typed in its form already, under other
// names.
func Filled(c *fiber.Ctx) { c.Locals(filledKey{}, true) }

// Part answers with a piece of a page, for a script that puts it in its place.
func (s *Shell) Part(c *fiber.Ctx, name string, body any) error {
	b, err := s.parts()
	if err != nil {
		return err
	}
	read, ok := b.in[LanguageOf(c)].parts[name]
	if !ok {
		return fmt.Errorf("studio: there is no part %q", name)
	}
	t, err := read()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, name, body); err != nil {
		return fmt.Errorf("studio: fill part %s: %w", name, err)
	}
	c.Type("html", "utf-8")
	return c.Send(out.Bytes())
}
