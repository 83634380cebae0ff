package layout

import (
	"strconv"
	"strings"
)

// The family mark is a crossroads (ngã tư) seen from above: four blocks of the town, the roads
// between them, their lane lines, and the zebra as a small sign of gold bars. It is drawn in tones
// of the ground and never competes with the words.

// point is a place in 256ths of a pixel: whole numbers, so that every node clips the same shape to
// the same bytes.
type point struct{ x, y int }

// fine is how many parts a pixel has while shapes are computed.
const fine = 256

// crossroads is the frame of a crossing: its centre, turned by an angle whose sine is 7/25 and
// cosine 24/25.
type crossroads struct {
	centre point
	road   int // half the width of a road, pixels
	reach  int // how far the roads lead, pixels
	radius int // of the kerb's corners, pixels
	clip   box
}

func (c crossroads) at(u, v int) point { // u, v in fine pixels along the turned axes
	return point{c.centre.x + (24*u-7*v)/25, c.centre.y + (7*u+24*v)/25}
}

// block is the outline of the block of houses in the quadrant of su and sv.
func (c crossroads) block(su, sv int) []point {
	d, r, far := c.road*fine, c.radius*fine, c.reach*fine
	out := []point{c.at(su*far, sv*d)}
	const parts = 8
	for i := 0; i <= parts; i++ { // the rounded kerb, a quadratic curve cut into parts
		a, b := parts-i, i
		u := (d+r)*a*a + d*2*a*b + d*b*b
		v := d*a*a + d*2*a*b + (d+r)*b*b
		out = append(out, c.at(su*u/(parts*parts), sv*v/(parts*parts)))
	}
	return append(out, c.at(su*d, sv*far), c.at(su*far, sv*far))
}

func (c crossroads) rect(u, v, w, h int) []point { // pixels along the turned axes
	u, v, w, h = u*fine, v*fine, w*fine, h*fine
	return []point{c.at(u, v), c.at(u+w, v), c.at(u+w, v+h), c.at(u, v+h)}
}

// draw adds the crossing in the tones of a hue.
func (c crossroads) draw(p *page) {
	for _, s := range [][2]int{{1, 1}, {1, -1}, {-1, 1}, {-1, -1}} {
		p.shape(c.block(s[0], s[1]), c.clip, p.hue.Block)
	}
	if !p.rich {
		return
	}
	dash, thick := c.road*6/10, max(2, c.road/14)
	start := c.road + c.radius + c.road*9/10
	for at := start; at < c.reach; at += dash * 2 {
		p.shape(c.rect(at, -thick/2, dash, thick), c.clip, p.hue.Line)
		p.shape(c.rect(-at-dash, -thick/2, dash, thick), c.clip, p.hue.Line)
		p.shape(c.rect(-thick/2, at, thick, dash), c.clip, p.hue.Line)
		p.shape(c.rect(-thick/2, -at-dash, thick, dash), c.clip, p.hue.Line)
	}
	bars, long := 6, c.road*6/10
	pitch := c.road * 2 / bars
	near := c.road + c.radius/2
	for i := range bars {
		at := -c.road + i*pitch + pitch/4
		p.shape(c.rect(near, at, long, pitch/2), c.clip, p.hue.Line)
		p.shape(c.rect(-near-long, at, long, pitch/2), c.clip, p.hue.Line)
		p.shape(c.rect(at, near, pitch/2, long), c.clip, p.hue.Line)
		p.shape(c.rect(at, -near-long, pitch/2, long), c.clip, p.hue.Line)
	}
}

// crossing draws the motif around a centre given in thousandths of the canvas.
func (p *page) crossing(cx, cy, road int) {
	w, h := p.canvas.Width, p.canvas.Height
	crossroads{
		centre: point{w * cx * fine / 1000, h * cy * fine / 1000},
		road:   p.short * road / 1000, radius: p.short * road * 6 / 10000, reach: 2 * (w + h),
		clip: box{0, 0, w, h},
	}.draw(p)
}

// shape adds a polygon, cut to clip.
func (p *page) shape(outline []point, clip box, colour string) {
	cut := clipped(outline, clip)
	if len(cut) < 3 {
		return
	}
	var d strings.Builder
	var last point
	for i, q := range cut {
		at := point{(q.x + fine/2) / fine, (q.y + fine/2) / fine}
		if i > 0 && at == last {
			continue
		}
		last = at
		d.WriteString(map[bool]string{true: "M", false: "L"}[i == 0])
		d.WriteString(strconv.Itoa(at.x) + " " + strconv.Itoa(at.y))
	}
	p.add(Element{Op: Path, C: colour, D: d.String() + "Z"})
}

// clipped cuts a polygon to a rectangle, edge by edge (Sutherland and Hodgman's way).
func clipped(poly []point, b box) []point {
	edges := []struct {
		vertical bool
		at, sign int // kept where sign*coordinate >= sign*at
	}{{true, b.x * fine, 1}, {true, b.right() * fine, -1}, {false, b.y * fine, 1}, {false, b.bottom() * fine, -1}}
	for _, e := range edges {
		side := func(q point) int {
			if e.vertical {
				return e.sign * (q.x - e.at)
			}
			return e.sign * (q.y - e.at)
		}
		var out []point
		for i, q := range poly {
			prev := poly[(i+len(poly)-1)%len(poly)]
			sp, sq := side(prev), side(q)
			if (sp < 0) != (sq < 0) {
				cut := point{prev.x + (q.x-prev.x)*sp/(sp-sq), prev.y + (q.y-prev.y)*sp/(sp-sq)}
				if e.vertical {
					cut.x = e.at
				} else {
					cut.y = e.at
				}
				out = append(out, cut)
			}
			if sq >= 0 {
				out = append(out, q)
			}
		}
		poly = out
	}
	return poly
}

// zebraWidth is how wide a zebra of height h is.
func zebraWidth(h int) int { return 4*zebraBar(h) + 3*zebraGap(h) }

func zebraBar(h int) int { return max(2, h*46/100) }
func zebraGap(h int) int { return max(1, h*30/100) }

// zebra draws four gold bars, the sign of the family.
func (p *page) zebra(x, y, w, h int, align Align) {
	switch align {
	case Middle:
		x += (w - zebraWidth(h)) / 2
	case End:
		x += w - zebraWidth(h)
	}
	for i := range 4 {
		p.add(Element{Op: Fill, X: x + i*(zebraBar(h)+zebraGap(h)), Y: y, W: zebraBar(h), H: h, R: h / 12, C: p.hue.Gold})
	}
}
