package media

import "image"

// colours turns the numbers of a picture into sRGB. nil leaves them as they are.
type colours struct {
	linear [3][256]float32 // light for each number of a channel
	matrix [9]float32      // from the profile's primaries to those of sRGB, by rows
	tables *finished       // instead of these
}

// sRGB is the colour of a pixel.
func (c *colours) sRGB(n [3]uint8) (out [3]uint8) {
	if c.tables != nil {
		return c.tables.at([mostChannels]uint8{n[0], n[1], n[2]})
	}
	x, y, z := c.linear[0][n[0]], c.linear[1][n[1]], c.linear[2][n[2]]
	m := &c.matrix
	for i := range out {
		out[i] = fromLight(m[3*i]*x + m[3*i+1]*y + m[3*i+2]*z)
	}
	return out
}

// lightSteps is how finely linear light is distinguished before it becomes a number of sRGB: a
// fifth of a number where the curve is steepest.
const lightSteps = 1 << 14

// sRGBOf is the number of sRGB (IEC 61966-2-1) for linear light in steps.
var sRGBOf = func() (out [lightSteps + 1]uint8) {
	for i := range out {
		out[i] = uint8(numberOfLight(float64(i)/lightSteps)*255 + 0.5)
	}
	return out
}()

func fromLight(v float32) uint8 { return sRGBOf[int(min(max(v, 0), 1)*lightSteps+0.5)] }

// convert turns the pixels of a plane of RGBA inside r into sRGB.
func (c *colours) convert(p plane, r image.Rectangle) {
	if c == nil || r.Empty() {
		return
	}
	part := p.cut(r)
	inBands(part.h, func(from, until int) {
		for y := from; y < until; y++ {
			c.pixels(part.row(y))
		}
	})
}

// pixels converts premultiplied RGBA.
func (c *colours) pixels(row []byte) {
	var last, made [4]byte
	known := false
	for ; len(row) >= 4; row = row[4:] {
		if px := [4]byte(row[:4]); known && px == last {
			copy(row, made[:])
			continue
		} else {
			last, known = px, true
		}
		a := uint32(row[3])
		if a == 0 {
			made = last
			continue
		}
		n := [3]uint8(row[:3])
		if a != 255 {
			for i := range n {
				n[i] = uint8(min((uint32(n[i])*255+a/2)/a, 255))
			}
		}
		for i, v := range c.sRGB(n) {
			v := uint32(v)
			if a != 255 {
				v = (v*a + 127) / 255
			}
			row[i] = uint8(v)
		}
		made = [4]byte(row[:4])
	}
}
