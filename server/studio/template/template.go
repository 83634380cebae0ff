// Package template is the room in which somebody who makes a slide chooses what it is made from,
// by its picture.
//
// It owns which templates are offered and the words of their pictures. It must not know how a slide
// is typed or stored: each picture leads to the form of its kind.
package template

import (
	"context"
	"embed"
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var pageList = shell.Page{Name: "templates", Title: shell.Say("Soạn tấm mới", "New slide")}

// Room is what the shell needs of this package.
var Room = shell.Room{Name: "template", Files: files, Pages: []shell.Page{pageList}}

// Templates answers for them.
type Templates struct {
	*shell.Shell
	pictures *picture.Pictures
}

// New answers within a shell that has the room.
func New(s *shell.Shell, pictures *picture.Pictures) *Templates { return &Templates{s, pictures} }

// offer is a template as the page shows it.
type offer struct {
	sample
	At string // its form
}

// List shows all templates. Those of a campaign's page lead on to forms that have it chosen.
func (t *Templates) List(c *fiber.Ctx) error {
	var out []offer
	for _, one := range samples(t.Now(), "", "") {
		q := url.Values{}
		if campaign := shell.Query(c, "campaign"); campaign != "" {
			q.Set("campaign", campaign)
		}
		at := "/studio/notice"
		switch one.Slide.Kind {
		case content.Board:
			at = "/studio/boards/new"
		case content.Notice:
			q.Set("style", string(one.Slide.Style))
		default:
			q.Set("kind", string(one.Slide.Kind))
		}
		if len(q) > 0 {
			at += "?" + q.Encode()
		}
		out = append(out, offer{one, at})
	}
	return t.Page(c, pageList, out)
}

// Picture is that of a template, in the shape of the screens in the person's care.
func (t *Templates) Picture(c *fiber.Ctx) error {
	app, err := t.Store.SettingValues(c.UserContext(), []string{content.SettingApp})
	if err != nil {
		return err
	}
	figures, err := t.released(c.UserContext())
	if err != nil {
		return err
	}
	all := samples(t.Now(), app[0], figures)
	i := slices.IndexFunc(all, func(s sample) bool { return s.Name == shell.Param(c, "template") })
	if i < 0 {
		return fiber.ErrNotFound
	}
	slide := all[i].Slide
	if slide.Kind == content.Board && figures == "" {
		slide.Kind = content.Notice
	}
	p, err := t.pictures.Sample(c.UserContext(), slide, care.Place(c))
	if content.CodeOf(err) == content.Invalid { // such as the code of an app that nobody has named
		p, err = t.pictures.Sample(c.UserContext(), content.Slide{ID: slide.ID, Kind: content.Notice, Words: slide.Words}, care.Place(c))
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, p.Type)
	c.Set(fiber.HeaderCacheControl, "private, no-cache") // another screen, or another day of a countdown
	tag := `"` + string(content.DigestOf(p.Bytes))[:16] + `"`
	c.Set(fiber.HeaderETag, tag)
	if c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Send(p.Bytes)
}

// released is the area whose figures a board can show; "" where none are out.
func (t *Templates) released(ctx context.Context) (string, error) {
	for _, p := range slices.Backward(area.Periods()) {
		switch _, err := t.Store.LatestRelease(ctx, figure.Accounts.ID, p); {
		case err == nil:
			return area.City(p).String(), nil
		case content.CodeOf(err) != content.NotFound:
			return "", err
		}
	}
	return "", nil
}
