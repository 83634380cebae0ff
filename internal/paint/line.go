package paint

import (
	"image"
	"math"
	"strconv"

	"ngatu/content/layout"
)

// mostPoints bounds a line.
const mostPoints = 400

// line paints a line through its points, with a dot on each.
func (c *canvas) line(e layout.Element, v Values) {
	ink := image.NewUniform(colourOf(e.C))
	var x0, y0 float64
	for i := range mostPoints {
		bind := e.Bind + "." + strconv.Itoa(i)
		up, there := v.Fractions[bind]
		if !there {
			return
		}
		x := float64(e.X) + float64(e.W)*float64(v.Levels[bind])/10_000
		y := float64(e.Y) + float64(e.H)*(1-float64(up)/10_000)
		if i > 0 {
			c.stroke(x0, y0, x, y, float64(e.R), ink)
		}
		c.dot(x, y, float64(e.R), ink)
		x0, y0 = x, y
	}
}

// stroke paints a straight line of a thickness.
func (c *canvas) stroke(x0, y0, x1, y1, thick float64, ink image.Image) {
	long := math.Hypot(x1-x0, y1-y0)
	if long == 0 {
		return
	}
	dx, dy := -(y1-y0)/long*thick/2, (x1-x0)/long*thick/2
	b := image.Rect(int(min(x0, x1)-thick), int(min(y0, y1)-thick), int(max(x0, x1)+thick)+1, int(max(y0, y1)+thick)+1).Intersect(c.img.Bounds())
	if b.Empty() {
		return
	}
	c.ras.reset(b)
	c.ras.moveTo(float32(x0+dx), float32(y0+dy))
	c.ras.lineTo(float32(x1+dx), float32(y1+dy))
	c.ras.lineTo(float32(x1-dx), float32(y1-dy))
	c.ras.lineTo(float32(x0-dx), float32(y0-dy))
	c.ras.ClosePath()
	c.ras.Draw(c.img, b, ink, b.Min)
}

// dot paints a disc.
func (c *canvas) dot(x, y, r float64, ink image.Image) {
	b := image.Rect(int(x-r)-1, int(y-r)-1, int(x+r)+2, int(y+r)+2).Intersect(c.img.Bounds())
	if b.Empty() {
		return
	}
	const k = 0.5522847 // a quarter of a circle as a cubic curve
	p, q := func(f float64) float32 { return float32(x + f*r) }, func(f float64) float32 { return float32(y + f*r) }
	c.ras.reset(b)
	c.ras.moveTo(p(1), q(0))
	c.ras.cubeTo(p(1), q(k), p(k), q(1), p(0), q(1))
	c.ras.cubeTo(p(-k), q(1), p(-1), q(k), p(-1), q(0))
	c.ras.cubeTo(p(-1), q(-k), p(-k), q(-1), p(0), q(-1))
	c.ras.cubeTo(p(k), q(-1), p(1), q(-k), p(1), q(0))
	c.ras.ClosePath()
	c.ras.Draw(c.img, b, ink, b.Min)
}
