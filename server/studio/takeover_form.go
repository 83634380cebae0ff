package studio

import (
	"encoding/base64"
	"errors"
	"html/template"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/paint"
)

// gravityChoice is a gravity as staff choose it.
type gravityChoice struct {
	Gravity content.Gravity
	Name    text
}

var gravities = []gravityChoice{
	{content.Danger, text{"Khẩn cấp: phải hành động ngay", "Danger: act now"}},
	{content.Warning, text{"Cảnh báo: cần chuẩn bị", "Warning: get ready"}},
	{content.CivicNotice, text{"Thông báo: cần biết", "Notice: know of it"}},
}

// takeoverForm is what the form of a takeover is filled with.
type takeoverForm struct {
	content.Takeover
	Gravities []gravityChoice
	AreaName  string // of the area that it is for; "": every screen
	Area      string // its key
}

func (s *Studio) takeoverForm(t content.Takeover) takeoverForm {
	f := takeoverForm{Takeover: t, Gravities: gravities}
	if len(t.Targets) > 0 {
		f.Area = t.Targets[0].Area
		f.AreaName = s.areaName(f.Area)
	}
	return f
}

// areaName is a unit with all that hold it, as people read it; the key where there is no such unit.
func (s *Studio) areaName(key string) string {
	k, err := area.ParseKey(key)
	unit, ok := s.Areas.Area(k)
	if err != nil || !ok {
		return key
	}
	name := unit.Name
	for _, above := range s.Areas.Ancestors(k) {
		name += ", " + above.Name
	}
	return name
}

// readTakeover is a takeover with what the form says.
func (s *Studio) readTakeover(c *fiber.Ctx, t content.Takeover) (content.Takeover, error) {
	t.Title, t.Gravity = field(c, "title"), content.Gravity(field(c, "gravity"))
	t.Words = content.Words{Head: field(c, "head"), Brief: field(c, "brief"), Foot: field(c, "foot")}
	if t.Title == "" {
		t.Title = titleFrom(t.Words)
	}
	if t.Words.Head == "" || len(t.Words.Head) > 400 || len(t.Title) > 200 {
		return t, invalid("Hãy ghi nội dung, tối đa 400 ký tự.", "Write the message, at most 400 characters.")
	}
	known := false
	for _, one := range gravities {
		known = known || one.Gravity == t.Gravity
	}
	if !known {
		return t, invalid("Hãy chọn mức độ.", "Choose how grave it is.")
	}
	t.Targets = nil
	if field(c, "reach") == "area" {
		place, err := s.readArea(c, content.Place{})
		if err != nil {
			return t, err
		}
		t.Targets = []content.Target{{Area: place.Area}}
	}
	return t, nil
}

// takeoverPreview paints the form at the standard canvases while it is typed. Nothing is stored.
func (s *Studio) takeoverPreview(c *fiber.Ctx) error {
	if field(c, "head") == "" {
		return s.part(c, "preview", nil)
	}
	t := content.Takeover{
		ID: "preview", Gravity: content.Gravity(field(c, "gravity")),
		Words: content.Words{Head: field(c, "head"), Brief: field(c, "brief"), Foot: field(c, "foot")},
	}
	out, err := s.drawTakeover(c, t)
	if err != nil {
		return err
	}
	return s.part(c, "preview", out)
}

// drawTakeover is a takeover on the canvases in use and the standard ones, or why it does not fit there.
func (s *Studio) drawTakeover(c *fiber.Ctx, t content.Takeover) (out []preview, err error) {
	p, err := s.previewer(c.UserContext())
	if err != nil {
		return nil, err
	}
	canvases, err := s.canvases(c.UserContext())
	if err != nil {
		return nil, err
	}
	for _, canvas := range canvases {
		one := preview{Canvas: canvas.Canvas}
		l, err := p.LayTakeover(t, canvas.Canvas)
		if err == nil {
			drawn, err := encode(paint.Paint(l, paint.Values{At: s.Now()}))
			if err != nil {
				return nil, err
			}
			one.Image = template.URL("data:" + drawn.mime + ";base64," + base64.StdEncoding.EncodeToString(drawn.body))
		} else if !errors.As(err, &one.Fault) {
			return nil, err
		}
		if out = append(out, one); len(out) == mostPreviews {
			break
		}
	}
	return out, nil
}

// mostPreviews bounds how many canvases are painted into one page.
const mostPreviews = 12
