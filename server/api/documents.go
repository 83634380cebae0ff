package api

import (
	"bytes"
	_ "embed"
	"html/template"

	"github.com/gofiber/fiber/v2"
)

// Where the description is served: for programs, as OpenAPI 3.1, and for people.
const (
	pathJSON  = "/api/openapi.json"
	pathYAML  = "/api/openapi.yaml"
	pathPage  = "/api/docs"
	pathStyle = "/api/docs.css"
)

//go:embed docs.html
var pageHTML string

//go:embed docs.css
var pageCSS []byte

// documents are the description in its three forms. They are written when somebody first asks: most
// servers are never asked.
type documents struct{ json, yaml, page []byte }

func (a *API) write() (*documents, error) {
	d, out := a.description(), documents{}
	var err error
	if out.json, err = d.MarshalJSON(); err != nil {
		return nil, err
	}
	if out.yaml, err = d.YAML(); err != nil {
		return nil, err
	}
	t, err := template.New("docs").Parse(pageHTML)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	err = t.Execute(&page, viewOf(d))
	out.page = page.Bytes()
	return &out, err
}

// documented adds the description, which is no secret: it holds for every server of this version.
func (a *API) documented(app fiber.Router) {
	serve := func(kind string, pick func(*documents) []byte) fiber.Handler {
		return func(c *fiber.Ctx) error {
			d, err := a.written()
			if err != nil {
				return err
			}
			c.Set(fiber.HeaderContentType, kind)
			c.Set(fiber.HeaderCacheControl, "public, max-age=300")
			c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
			return c.Send(pick(d))
		}
	}
	app.Get(pathJSON, serve("application/json", func(d *documents) []byte { return d.json }))
	app.Get(pathYAML, serve("application/yaml", func(d *documents) []byte { return d.yaml }))
	app.Get(pathPage, serve("text/html; charset=utf-8", func(d *documents) []byte { return d.page }))
	app.Get(pathStyle, serve("text/css; charset=utf-8", func(*documents) []byte { return pageCSS }))
}
