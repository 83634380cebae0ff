package paint

import (
	"image"
	"image/color"
	"image/draw"
	"time"

	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// Values are what a screen fills in, by bind. The zero Values paints every element's own text, no
// bound bar and no code.
type Values struct {
	Texts     map[string]string
	Fractions map[string]int      // of a bar, in ten-thousandths
	Levels    map[string]int      // of a tile, from 0
	Codes     map[string][]string // rows of a QR code without quiet zone, '1' is dark
	At        time.Time           // the instant that steps are read at; zero: the first step
	Old       bool                // the board's figures are old
	Page      int                 // of a layout with pages, from 0
}

// ValuesOf are the values of frames at an instant: the texts, the cells of a board's figures with
// the instant from which on they are old (zero: never), and the codes.
func ValuesOf(texts map[string]string, cells map[string]protocol.Cell, codes map[string]protocol.Squares, stale, at time.Time) Values {
	v := Values{
		Texts: texts, Fractions: map[string]int{}, Levels: map[string]int{}, Codes: map[string][]string{}, At: at,
		Old: !stale.IsZero() && !at.Before(stale),
	}
	for bind, c := range cells {
		v.Fractions[bind], v.Levels[bind] = c.F, c.L
	}
	for bind, c := range codes {
		v.Codes[bind] = c.Rows
	}
	return v
}

// Paint paints a layout at its own pixels. What cannot be painted (a colour or a path that is not
// well written) is left out: a layout from disk must never stop a program.
func Paint(l layout.Layout, v Values) *image.RGBA {
	c := newCanvas(l.Width, l.Height)
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(colourOf(l.Ground)), image.Point{}, draw.Src)
	for _, e := range l.Elements {
		bind, there := l.Pages.Row(e.Bind, v.Page)
		if !there {
			continue
		}
		if e.Bind == "page" && l.Pages != nil {
			e.T = l.Pages.Says(v.Page)
		}
		e.Bind = bind
		switch e.Op {
		case layout.Fill:
			c.fill(e)
		case layout.Text:
			c.text(e, textOf(e, v))
		case layout.Code:
			c.code(e, v.Codes[e.Bind])
		case layout.Bar:
			if part, ok := v.Fractions[e.Bind]; ok || e.Bind == "" {
				c.bar(e, part)
			}
		case layout.Tile:
			c.tile(e, v)
		case layout.Line:
			c.line(e, v)
		case layout.Path:
			c.path(e)
		}
	}
	return c.img
}

// textOf is what a text element says at an instant with the values of a screen.
func textOf(e layout.Element, v Values) string {
	if v.Old && e.Old != "" {
		return e.Old
	}
	if t, ok := v.Texts[e.Bind]; ok && e.Bind != "" {
		return t
	}
	for i, s := range e.Steps {
		if v.At.IsZero() && i == 0 || !v.At.IsZero() && s.Until > v.At.UnixMilli() {
			return s.T
		}
	}
	return e.T
}

// maxSide bounds the image of a layout that was not made by this program.
const maxSide = 8192

type canvas struct {
	img *image.RGBA
	ras *raster
}

func newCanvas(w, h int) *canvas {
	w, h = min(max(w, 1), maxSide), min(max(h, 1), maxSide)
	return &canvas{img: image.NewRGBA(image.Rect(0, 0, w, h)), ras: &raster{}}
}

func colourOf(s string) color.RGBA {
	if len(s) != 7 || s[0] != '#' {
		return color.RGBA{A: 255}
	}
	digit := func(c byte) uint8 {
		switch {
		case c >= '0' && c <= '9':
			return c - '0'
		case c >= 'a' && c <= 'f':
			return c - 'a' + 10
		case c >= 'A' && c <= 'F':
			return c - 'A' + 10
		}
		return 0
	}
	return color.RGBA{digit(s[1])<<4 | digit(s[2]), digit(s[3])<<4 | digit(s[4]), digit(s[5])<<4 | digit(s[6]), 255}
}
