package demo

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

//go:embed wall
var wallFiles embed.FS

var wallPage = template.Must(template.ParseFS(wallFiles, "wall/wall.html"))

type wallView struct {
	Inbox   string
	Screens []frameView
}

type frameView struct {
	Class, Code, Name, Build string
	Width, Height, Tab       int
	Distance                 float64
}

// Routes adds the wall at / and its two files.
func (d *Demo) Routes(app fiber.Router) {
	app.Get("/", d.wall)
	for name, mime := range map[string]string{"wall.css": "text/css; charset=utf-8", "wall.js": "text/javascript; charset=utf-8"} {
		app.Get("/wall/"+name, func(c *fiber.Ctx) error {
			b, err := wallFiles.ReadFile("wall/" + name)
			if err != nil {
				return fiber.ErrNotFound
			}
			c.Set(fiber.HeaderContentType, mime)
			c.Set(fiber.HeaderCacheControl, "no-cache")
			return c.Send(b)
		})
	}
}

func (d *Demo) wall(c *fiber.Ctx) error {
	screens, err := d.Store.AllScreens(c.UserContext())
	if err != nil {
		return err
	}
	v := wallView{Inbox: d.Inbox}
	for _, s := range screens {
		if p, ok := s.PlaceAt(time.Now()); ok && WallScreen(s) {
			v.Screens = append(v.Screens, frameOf(s, p))
		}
	}
	var b bytes.Buffer
	if err := wallPage.Execute(&b, v); err != nil {
		return err
	}
	c.Type("html", "utf-8")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentSecurityPolicy,
		"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	return c.Send(b.Bytes())
}

func frameOf(s content.Screen, p content.Place) frameView {
	f := frameView{
		Class: wallClass(p), Code: s.Code, Name: s.Name, Width: p.Canvas.Width, Height: p.Canvas.Height,
		Distance: p.Canvas.DistanceM, Tab: -1, Build: fmt.Sprintf("P%g", p.Canvas.PitchMM),
	}
	switch p.Kind {
	case content.Kiosk:
		f.Build, f.Tab = "kiosk chạm", 0
	case content.Monitor:
		f.Build = "màn hình sảnh"
	}
	return f
}

// wallClass names the place on the wall.
func wallClass(p content.Place) string {
	switch p.Kind {
	case content.Kiosk:
		return "kiosk"
	case content.Monitor:
		return "lobby"
	}
	return fmt.Sprintf("led%g", p.Canvas.PitchMM)
}
