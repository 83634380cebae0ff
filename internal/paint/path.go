package paint

import (
	"image"
	"strconv"

	"ngatu/content/layout"
)

// path fills a shape of absolute M, L, Q, C and Z commands. A path that is not well written is not
// painted at all.
func (c *canvas) path(e layout.Element) {
	steps, box, ok := parsePath(e.D)
	seen := box.Intersect(c.img.Bounds())
	if !ok || seen.Empty() {
		return
	}
	c.ras.reset(seen)
	for _, s := range steps {
		switch a := s.at; s.command {
		case 'M':
			c.ras.moveTo(a[0], a[1])
		case 'L':
			c.ras.lineTo(a[0], a[1])
		case 'Q':
			c.ras.quadTo(a[0], a[1], a[2], a[3])
		case 'C':
			c.ras.cubeTo(a[0], a[1], a[2], a[3], a[4], a[5])
		case 'Z':
			c.ras.ClosePath()
		}
	}
	c.ras.Draw(c.img, seen, image.NewUniform(colourOf(e.C)), image.Point{})
}

type pathStep struct {
	command byte
	at      [6]float32
}

// numbers is how many numbers each command takes.
var numbers = map[byte]int{'M': 2, 'L': 2, 'Q': 4, 'C': 6, 'Z': 0}

// parsePath reads the commands of a path and the box of all points named in it.
func parsePath(d string) (steps []pathStep, box image.Rectangle, ok bool) {
	for i := 0; i < len(d); {
		if d[i] == ' ' || d[i] == ',' {
			i++
			continue
		}
		n, known := numbers[d[i]]
		if !known || len(steps) == 0 && d[i] != 'M' {
			return nil, box, false
		}
		s := pathStep{command: d[i]}
		i++
		for k := range n {
			for i < len(d) && (d[i] == ' ' || d[i] == ',') {
				i++
			}
			start := i
			for i < len(d) && (d[i] == '-' || d[i] == '.' || d[i] >= '0' && d[i] <= '9') {
				i++
			}
			f, err := strconv.ParseFloat(d[start:i], 32)
			if err != nil || f < -4*maxSide || f > 4*maxSide {
				return nil, box, false
			}
			s.at[k] = float32(f)
		}
		for k := 0; k < n; k += 2 {
			x, y := int(s.at[k]), int(s.at[k+1])
			box = box.Union(image.Rect(x-1, y-1, x+2, y+2))
		}
		steps = append(steps, s)
	}
	return steps, box, len(steps) > 0
}
