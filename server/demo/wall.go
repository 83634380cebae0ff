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
	Inbox                    string
	Lobbies, Streets, Kiosks []frameView
}

type frameView struct {
	Code, Name, Build  string
	Width, Height, Tab int
	Distance           float64
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
			v.add(s, p)
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

// add puts a screen into its column.
func (v *wallView) add(s content.Screen, p content.Place) {
	f := frameView{
		Code: s.Code, Name: s.Name, Width: p.Canvas.Width, Height: p.Canvas.Height, Distance: p.Canvas.DistanceM, Tab: -1,
	}
	switch p.Kind {
	case content.Kiosk:
		f.Build, f.Tab = "kiosk chạm", 0
		v.Kiosks = append(v.Kiosks, f)
	case content.Monitor:
		f.Build = "màn hình sảnh"
		v.Lobbies = append(v.Lobbies, f)
	default:
		f.Build = fmt.Sprintf("P%g", p.Canvas.PitchMM)
		v.Streets = append(v.Streets, f)
	}
}
