package paint

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"ngatu/content/layout"
)

// raster is a rasterizer of the part of the picture that a shape covers; it is used again for the
// next shape.
type raster struct {
	vector.Rasterizer
	at image.Point
}

func (r *raster) reset(b image.Rectangle) {
	r.Reset(b.Dx(), b.Dy())
	r.at = b.Min
}

func (r *raster) moveTo(x, y float32) { r.MoveTo(x-float32(r.at.X), y-float32(r.at.Y)) }
func (r *raster) lineTo(x, y float32) { r.LineTo(x-float32(r.at.X), y-float32(r.at.Y)) }
func (r *raster) quadTo(a, b, x, y float32) {
	ox, oy := float32(r.at.X), float32(r.at.Y)
	r.QuadTo(a-ox, b-oy, x-ox, y-oy)
}

func (r *raster) cubeTo(a, b, c, d, x, y float32) {
	ox, oy := float32(r.at.X), float32(r.at.Y)
	r.CubeTo(a-ox, b-oy, c-ox, d-oy, x-ox, y-oy)
}

// fill paints a rectangle, rounded or shaded.
func (c *canvas) fill(e layout.Element) {
	r := image.Rect(e.X, e.Y, e.X+e.W, e.Y+e.H)
	src := image.Image(image.NewUniform(colourOf(e.C)))
	if e.C2 != "" && e.C2 != e.C {
		src = shaded(r, c.img.Bounds(), colourOf(e.C), colourOf(e.C2), e.Angle)
	}
	c.round(r, e.R, src)
}

// round paints src through a rectangle with round corners.
func (c *canvas) round(r image.Rectangle, radius int, src image.Image) {
	seen := r.Intersect(c.img.Bounds())
	if seen.Empty() {
		return
	}
	if radius <= 0 {
		draw.Draw(c.img, seen, src, seen.Min, draw.Src)
		return
	}
	c.ras.reset(seen)
	x0, y0, x1, y1 := float32(r.Min.X), float32(r.Min.Y), float32(r.Max.X), float32(r.Max.Y)
	q := min(float32(radius), (x1-x0)/2, (y1-y0)/2)
	const k = 0.5522847 // a quarter of a circle as a cubic curve
	c.ras.moveTo(x0+q, y0)
	c.ras.lineTo(x1-q, y0)
	c.ras.cubeTo(x1-q+k*q, y0, x1, y0+q-k*q, x1, y0+q)
	c.ras.lineTo(x1, y1-q)
	c.ras.cubeTo(x1, y1-q+k*q, x1-q+k*q, y1, x1-q, y1)
	c.ras.lineTo(x0+q, y1)
	c.ras.cubeTo(x0+q-k*q, y1, x0, y1-q+k*q, x0, y1-q)
	c.ras.lineTo(x0, y0+q)
	c.ras.cubeTo(x0, y0+q-k*q, x0+q-k*q, y0, x0+q, y0)
	c.ras.ClosePath()
	c.ras.Draw(c.img, seen, src, seen.Min)
}

// shaded is a linear gradient over r as CSS draws it: the corners farthest along the angle have the
// pure colours. Angle 0 is left to right and 90 top to bottom, so CSS's angle is 90 degrees more.
func shaded(r, within image.Rectangle, from, to color.RGBA, angle int) image.Image {
	seen := r.Intersect(within)
	img := image.NewRGBA(seen)
	sin, cos := math.Sincos(float64(angle) * math.Pi / 180)
	length := math.Abs(float64(r.Dx())*cos) + math.Abs(float64(r.Dy())*sin)
	if length == 0 {
		return image.NewUniform(from)
	}
	mx, my := float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		row := img.Pix[img.PixOffset(seen.Min.X, y):]
		t := ((float64(seen.Min.X)+0.5-mx)*cos+(float64(y)+0.5-my)*sin)/length + 0.5
		for x := range seen.Dx() {
			w := int(min(max(t, 0), 1) * 65536)
			row[4*x] = mix(from.R, to.R, w)
			row[4*x+1] = mix(from.G, to.G, w)
			row[4*x+2] = mix(from.B, to.B, w)
			row[4*x+3] = 255
			t += cos / length
		}
	}
	return img
}

func mix(a, b uint8, w int) uint8 { return uint8((int(a)*(65536-w) + int(b)*w + 32768) >> 16) }

// bar paints the ground of a bar and the part of it that the fraction fills.
func (c *canvas) bar(e layout.Element, fraction int) {
	r := image.Rect(e.X, e.Y, e.X+e.W, e.Y+e.H)
	c.round(r, e.R, image.NewUniform(colourOf(e.C2)))
	if fraction > 0 { // the least that was done shows, as on the page
		r.Max.X = r.Min.X + max(e.W*min(fraction, 10000)/10000, min(2*e.R, e.W))
		c.round(r, e.R, image.NewUniform(colourOf(e.C)))
	}
}

// tile paints a tile in the colour of its level.
func (c *canvas) tile(e layout.Element, v Values) {
	colour := e.C
	if level, ok := v.Levels[e.Bind]; ok && len(e.Scale) > 0 {
		colour = e.Scale[min(max(level, 0), len(e.Scale)-1)]
	}
	c.round(image.Rect(e.X, e.Y, e.X+e.W, e.Y+e.H), e.R, image.NewUniform(colourOf(colour)))
}

// code paints a QR code on its light ground, whole pixels a module, centred in its square.
func (c *canvas) code(e layout.Element, rows []string) {
	light, dark := colourOf("#ffffff"), colourOf(e.C)
	if e.C2 != "" {
		light = colourOf(e.C2)
	}
	square := image.Rect(e.X, e.Y, e.X+e.W, e.Y+e.W)
	draw.Draw(c.img, square.Intersect(c.img.Bounds()), image.NewUniform(light), image.Point{}, draw.Src)
	m := e.Module
	if m < 1 || len(rows) == 0 || len(rows)*m > e.W {
		return
	}
	start := image.Pt(e.X+(e.W-len(rows)*m)/2, e.Y+(e.W-len(rows)*m)/2)
	ink := image.NewUniform(dark)
	for y, row := range rows {
		for x := range len(row) {
			if row[x] == '1' {
				at := start.Add(image.Pt(x*m, y*m))
				draw.Draw(c.img, image.Rectangle{at, at.Add(image.Pt(m, m))}.Intersect(c.img.Bounds()), ink, image.Point{}, draw.Src)
			}
		}
	}
}
