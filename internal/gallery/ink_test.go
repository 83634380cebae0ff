package gallery

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"ngatu/assets/fonts"
	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// rect is a box of ink in pixels; y grows downwards.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) overlaps(o rect) bool {
	return r.x0 < o.x1 && o.x0 < r.x1 && r.y0 < o.y1 && o.y0 < r.y1
}

func (r rect) within(o rect, slack float64) bool {
	return r.x0 >= o.x0-slack && r.x1 <= o.x1+slack && r.y0 >= o.y0-slack && r.y1 <= o.y1+slack
}

// letters measures glyphs with the font itself, not with the tables that layouts are computed with.
type letters struct {
	fonts map[int]*sfnt.Font
	buf   sfnt.Buffer
}

func newLetters(t testing.TB) *letters {
	l := &letters{fonts: map[int]*sfnt.Font{}}
	for _, w := range fonts.Weights() {
		f, err := sfnt.Parse(fonts.TTF(w))
		if err != nil {
			t.Fatal(err)
		}
		l.fonts[w] = f
	}
	return l
}

// unit is the size at which glyphs are measured: the font's own units, so that nothing is rounded.
var unit = fixed.I(layout.Em)

// line is a text on the glass with the box of each of its glyphs.
type line struct {
	text   string
	e      layout.Element
	glyphs []rect
	ink    rect
}

// set lays a line's glyphs one beside the other as a browser does, and gives their boxes.
func (l *letters) set(e layout.Element, text string) (line, error) {
	out := line{text: text, e: e}
	f := l.fonts[e.Weight]
	if f == nil {
		return out, fmt.Errorf("no font of weight %d", e.Weight)
	}
	type placed struct {
		x   fixed.Int26_6
		box fixed.Rectangle26_6
	}
	var all []placed
	var x fixed.Int26_6
	last := sfnt.GlyphIndex(0)
	for i, r := range []rune(text) {
		g, err := f.GlyphIndex(&l.buf, r)
		if err != nil || g == 0 {
			return out, fmt.Errorf("the font lacks %q", r)
		}
		if i > 0 {
			if k, err := f.Kern(&l.buf, last, g, unit, font.HintingNone); err == nil {
				x += k
			}
		}
		box, advance, err := f.GlyphBounds(&l.buf, g, unit, font.HintingNone)
		if err != nil {
			return out, err
		}
		all = append(all, placed{x, box})
		x += advance
		last = g
	}
	scale := float64(e.Size) / layout.Em / 64
	start := float64(e.X)
	switch e.Align {
	case layout.Middle:
		start -= float64(x) * scale / 2
	case layout.End:
		start -= float64(x) * scale
	}
	for _, p := range all {
		if p.box.Empty() {
			continue // a space
		}
		b := rect{
			start + float64(p.x+p.box.Min.X)*scale, float64(e.Y) + float64(p.box.Min.Y)*scale,
			start + float64(p.x+p.box.Max.X)*scale, float64(e.Y) + float64(p.box.Max.Y)*scale,
		}
		if len(out.glyphs) == 0 {
			out.ink = b
		}
		out.ink = rect{min(out.ink.x0, b.x0), min(out.ink.y0, b.y0), max(out.ink.x1, b.x1), max(out.ink.y1, b.y1)}
		out.glyphs = append(out.glyphs, b)
	}
	return out, nil
}

// lines are the texts that a layout says at an instant with the values of a screen.
func (l *letters) lines(k layout.Layout, v paint.Values) (out []line, faults []string) {
	for _, e := range k.Elements {
		if e.Op != layout.Text {
			continue
		}
		text := said(e, v)
		if strings.TrimSpace(text) == "" {
			continue
		}
		set, err := l.set(e, text)
		if err != nil {
			faults = append(faults, fmt.Sprintf("%q: %v", text, err))
			continue
		}
		out = append(out, set)
	}
	return out, faults
}

func said(e layout.Element, v paint.Values) string {
	if t, ok := v.Texts[e.Bind]; ok && e.Bind != "" {
		return t
	}
	for _, s := range e.Steps {
		if s.Until > v.At.UnixMilli() {
			return s.T
		}
	}
	return e.T
}

// sizeFaults are texts smaller than can be read on a canvas. The figures are those of the domain
// notes, computed here again: capitals of a 210th of the distance on an LED, of a 150th on a
// monitor, of an 82nd on a kiosk, and 11 pixels always.
func sizeFaults(l line, on content.Canvas) []string {
	divisor := 150.0
	switch {
	case on.PitchMM >= 2:
		divisor = 210
	case on.DistanceM <= 1.5:
		divisor = 82
	}
	least := max(on.DistanceM*1000/divisor/on.PitchMM, 11)
	if capital := float64(l.e.Size) * 0.74; capital < least-0.01 {
		return []string{fmt.Sprintf("%q has capitals of %.1f px, at least %.1f", l.text, capital, least)}
	}
	return nil
}

// inkFaults is what is wrong with the ink of a layout: each glyph lies on the canvas, in its own
// column and in the card that its line stands on; no glyph of a line touches one of another, nor a
// code with its quiet zone, nor a bar.
func inkFaults(l *letters, k layout.Layout, v paint.Values) []string {
	lines, out := l.lines(k, v)
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	glass := rect{0, 0, float64(k.Width), float64(k.Height)}
	for i, n := range lines {
		column := columnOf(n.e)
		for _, g := range n.glyphs {
			if !g.within(glass, 0) {
				say("%q leaves the canvas: %+v", n.text, g)
				break
			}
			if n.e.W > 0 && (g.x0 < column.x0-slack(n.e) || g.x1 > column.x1+slack(n.e)) {
				say("%q leaves its column %v to %v: %+v", n.text, column.x0, column.x1, g)
				break
			}
		}
		for _, e := range k.Elements {
			out = append(out, meets(n, e)...)
		}
		for _, other := range lines[:i] {
			if touch, a, b := n.touches(other); touch {
				say("%q touches %q: %+v and %+v", n.text, other.text, a, b)
			}
		}
	}
	return out
}

// slack is how far a glyph may lean out of its column: side bearings are part of its advance, some
// letters overhang them.
func slack(e layout.Element) float64 { return max(1, float64(e.Size)*0.04) }

// columnOf is where a line may be.
func columnOf(e layout.Element) rect {
	x := float64(e.X)
	switch e.Align {
	case layout.Middle:
		x -= float64(e.W) / 2
	case layout.End:
		x -= float64(e.W)
	}
	return rect{x, 0, x + float64(e.W), 0}
}

func (n line) touches(o line) (bool, rect, rect) {
	if !n.ink.overlaps(o.ink) {
		return false, rect{}, rect{}
	}
	sameLine := n.e.Y == o.e.Y && n.e.Size == o.e.Size // parts of one line, kerned across the change of colour
	for _, a := range n.glyphs {
		for _, b := range o.glyphs {
			if a.overlaps(b) && !(sameLine && min(a.x1, b.x1)-max(a.x0, b.x0) < 0.06*float64(n.e.Size)) {
				return true, a, b
			}
		}
	}
	return false, rect{}, rect{}
}

// meets is what is wrong between a line and something that is drawn.
func meets(n line, e layout.Element) []string {
	box := rect{float64(e.X), float64(e.Y), float64(e.X + e.W), float64(e.Y + e.H)}
	switch e.Op {
	case layout.Code:
		box.y1 = float64(e.Y + e.W)
		if n.ink.overlaps(box) {
			return []string{fmt.Sprintf("%q lies in the quiet zone of the code: %+v in %+v", n.text, n.ink, box)}
		}
	case layout.Bar:
		if n.ink.overlaps(box) {
			return []string{fmt.Sprintf("%q touches a bar: %+v and %+v", n.text, n.ink, box)}
		}
	case layout.Fill, layout.Tile:
		if e.W >= 4*e.H && e.R == 0 || !n.ink.overlaps(box) {
			return nil // a ground or a strip of one
		}
		if !n.ink.within(box, 0) {
			return []string{fmt.Sprintf("%q stands over the edge of what it stands on: %+v and %+v", n.text, n.ink, box)}
		}
	}
	return nil
}
