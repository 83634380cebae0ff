package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/content/preflight"
	"ngatu/internal/link"
	"ngatu/internal/paint"
	"ngatu/server/air/draw"
)

// maxSlides is how many bytes of slides are read.
const maxSlides = 4 << 20

// slides are those of a JSON file: one slide, a list of them, or a file like assets/starter.
func (c *checkCmd) slides(canvas content.Canvas) (out []preflight.Facts, err error) {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return nil, err
	}
	all, err := readSlides(b)
	if err != nil {
		return nil, &content.Error{
			Code: content.Invalid, Err: err,
			Vi: "Tệp JSON này không phải một tấm hay danh sách tấm: " + err.Error(),
			En: "This JSON is no slide and no list of slides: " + err.Error(),
		}
	}
	for _, s := range all {
		f, err := c.laid(s, canvas)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// laid are the facts of a slide on the canvas.
func (c *checkCmd) laid(s content.Slide, canvas content.Canvas) (preflight.Facts, error) {
	f, err := c.of(s)
	if err != nil {
		return f, err
	}
	v := preflight.View{Canvas: canvas, Street: c.Street}
	if s.Kind.LaidOut() {
		v, err = v.Laid(s, layout.Facts{Faces: paint.Faces(), App: c.App, Hotline: c.Hotline, Tiles: draw.Tiles(f.Areas), Zone: f.Zone}, nil)
	}
	f.Views = []preflight.View{v}
	return f, err
}

// readSlides reads one slide, a list, or an object with "slides".
func readSlides(b []byte) (out []content.Slide, err error) {
	if len(b) > maxSlides {
		return nil, errors.New("more than 4 MB")
	}
	if b = bytes.TrimSpace(b); bytes.HasPrefix(b, []byte("[")) {
		err = json.Unmarshal(b, &out)
		return out, err
	}
	var many struct {
		Slides []content.Slide `json:"slides"`
	}
	if err := json.Unmarshal(b, &many); err != nil || len(many.Slides) > 0 {
		return many.Slides, err
	}
	var one content.Slide
	if err := json.Unmarshal(b, &one); err != nil {
		return nil, err
	}
	if one.Kind == "" {
		return nil, errors.New(`no "kind"`)
	}
	return []content.Slide{one}, nil
}

// of are the facts of a slide beside its canvases.
func (c *checkCmd) of(s content.Slide) (preflight.Facts, error) {
	units, err := area.Load(areas.Files)
	if err != nil {
		return preflight.Facts{}, err
	}
	zone, err := content.Zone(content.DefaultZone)
	if err != nil {
		return preflight.Facts{}, err
	}
	if !c.Until.IsZero() {
		s.Valid.Until = c.Until
	}
	phones, err := preflight.ReadPhones(strings.Join(c.Phones, "\n"))
	if err != nil {
		return preflight.Facts{}, err
	}
	return preflight.Facts{
		Phones: phones, Budget: preflight.BudgetOf(strconv.FormatInt(c.Budget, 10), ""),
		Slide: s, Now: time.Now(), Zone: zone, Hotline: c.Hotline, Areas: units,
		Leads: func(host string) bool { return link.Leads(host, c.Domains) },
	}, nil
}
