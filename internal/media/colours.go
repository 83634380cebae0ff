package media

import (
	"image"
	"math"
)

// lightSteps is how finely linear light is distinguished before it becomes a number of sRGB: a
// fifth of a number where the curve is steepest.
const lightSteps = 1 << 14

// sRGBOf is the number of sRGB (IEC 61966-2-1) for linear light in steps.
var sRGBOf = func() (out [lightSteps + 1]uint8) {
	for i := range out {
		v := float64(i) / lightSteps
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		out[i] = uint8(v*255 + 0.5)
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
	m := &c.matrix
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
		n := [3]uint32{uint32(row[0]), uint32(row[1]), uint32(row[2])}
		if a != 255 {
			for i := range n {
				n[i] = min((n[i]*255+a/2)/a, 255)
			}
		}
		x, y, z := c.linear[0][n[0]], c.linear[1][n[1]], c.linear[2][n[2]]
		for i := range 3 {
			v := uint32(fromLight(m[3*i]*x + m[3*i+1]*y + m[3*i+2]*z))
			if a != 255 {
				v = (v*a + 127) / 255
			}
			row[i] = uint8(v)
		}
		made = [4]byte(row[:4])
	}
}
