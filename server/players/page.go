package players

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/player/page"
)

//go:embed unknown.html
var unknownHTML string

var unknownPage = template.Must(template.New("unknown").Parse(unknownHTML))

// opens says whether an address may name a screen. Only the demo wall's may; anywhere else a
// browser becomes a screen by enrolling, and its address names none.
func (p *Players) opens(ctx context.Context, code string) bool {
	if p.Open == nil {
		return false
	}
	screen, err := p.Store.Screen(ctx, code)
	if err != nil { // while the database is away the page opens, and asks until it is let in
		return content.CodeOf(err) == content.Away
	}
	return p.Open(screen)
}

// maxNamed is the longest code that the page repeats, in characters.
const maxNamed = 40

// unknown tells a person in front of a browser why it shows no screen. It does not reveal whether
// such a screen exists: anybody may ask.
func (p *Players) unknown(c *fiber.Ctx, named string) error {
	if named = plainText(strings.ToValidUTF8(named, "")); utf8.RuneCountInString(named) > maxNamed {
		named = cut(named, maxNamed)
	}
	var b bytes.Buffer
	if err := unknownPage.Execute(&b, named); err != nil {
		return err
	}
	c.Status(fiber.StatusNotFound)
	c.Type("html", "utf-8")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
	return c.Send(b.Bytes())
}

// index serves the page itself. It is small and fetched each time, so it always names the newest
// build of its parts. Who asks for one build gets no other.
func (p *Players) index(c *fiber.Ctx) error {
	if named := c.Query("screen"); named != "" && !p.opens(c.UserContext(), named) {
		return p.unknown(c, strings.Clone(named))
	}
	set := p.set()
	if build := c.Query("b"); build != "" && build != set.Build() {
		if set = p.pages.named(build); set == nil {
			return fiber.ErrNotFound
		}
	}
	head(c, page.IndexHeadersAt(p.Edge.Host(c)))
	c.Type("html", "utf-8")
	return c.Send(set.Index(set.Build()))
}

// file serves one of the page's parts, which are compressed once. That of a build which is not known
// here is the one of today, and no cache keeps it: a page that is loaded just then rather has it
// than nothing.
func (p *Players) file(c *fiber.Ctx) error {
	set, stranger := p.set(), false
	if build := c.Query("b"); build != "" && build != set.Build() {
		if other := p.pages.named(build); other != nil {
			set = other
		} else {
			stranger = true
		}
	}
	f, ok := set.Files()[c.Params("file")]
	if !ok {
		return fiber.ErrNotFound
	}
	head(c, f.Headers)
	if stranger {
		c.Set(fiber.HeaderCacheControl, "no-store")
	}
	c.Set(fiber.HeaderContentType, f.Type)
	c.Set(fiber.HeaderETag, f.ETag)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), f.ETag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	if f.Gzip != nil && strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(f.Gzip)
	}
	return c.Send(f.Body)
}

func head(c *fiber.Ctx, lines []page.Header) {
	for _, h := range lines {
		c.Set(h.Name, h.Value)
	}
}
