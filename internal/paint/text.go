package paint

import (
	"image"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"ngatu/content/layout"
)

// maxFont bounds the size of text in a layout that was not made by this program, in pixels.
const maxFont = 4096

// text sets one line on its baseline, glyph by glyph at advances and kerning of the tables that
// layout computed with.
func (c *canvas) text(e layout.Element, text string) {
	lib := loaded()
	f, face := lib.fonts[e.Weight], lib.faces[e.Weight]
	if f == nil || e.Size <= 0 || e.Size > maxFont || text == "" {
		return
	}
	scale := float32(e.Size) / layout.Em
	x := float32(e.X)
	switch width := float32(face.Width(text)) * scale; e.Align {
	case layout.Middle:
		x -= width / 2
	case layout.End:
		x -= width
	}
	line := image.Rect(int(x)-e.Size, e.Y-3*e.Size/2, int(x+float32(face.Width(text))*scale)+e.Size, e.Y+e.Size/2)
	seen := line.Intersect(c.img.Bounds())
	if seen.Empty() {
		return
	}
	c.ras.reset(seen)
	var b sfnt.Buffer
	last := rune(-1)
	for _, r := range text {
		if last >= 0 {
			x += float32(face.Kern[[2]rune{last, r}]) * scale
		}
		last = r
		glyph, err := f.GlyphIndex(&b, r)
		if err != nil || glyph == 0 {
			continue
		}
		if segments, err := f.LoadGlyph(&b, glyph, fixed.I(e.Size), nil); err == nil {
			c.glyph(segments, x, float32(e.Y))
		}
		x += float32(face.Glyphs[r].Advance) * scale
	}
	c.ras.Draw(c.img, seen, image.NewUniform(colourOf(e.C)), image.Point{})
}

func (c *canvas) glyph(segments sfnt.Segments, x, y float32) {
	at := func(p fixed.Point26_6) (float32, float32) { return x + float32(p.X)/64, y + float32(p.Y)/64 }
	for _, s := range segments {
		ax, ay := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			c.ras.moveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			c.ras.lineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(s.Args[1])
			c.ras.quadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			dx, dy := at(s.Args[2])
			c.ras.cubeTo(ax, ay, bx, by, dx, dy)
		}
	}
}
