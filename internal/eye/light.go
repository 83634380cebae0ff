package eye

import (
	"image"
	"math"
)

// linear is the light of a channel of sRGB, 0 to 1.
var linear = func() (out [256]float64) {
	for i := range out {
		v := float64(i) / 255
		if v <= 0.04045 {
			out[i] = v / 12.92
		} else {
			out[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return out
}()

// luminance is the relative luminance of WCAG 2.
func luminance(r, g, b uint8) float64 {
	return 0.2126*linear[r] + 0.7152*linear[g] + 0.0722*linear[b]
}

// most is how many pixels a side are looked at for the mean: more say no more.
const most = 200

// Light is the mean relative luminance of a picture, 0 to 1.
func Light(m image.Image) float64 {
	b := m.Bounds()
	dx, dy := max(1, b.Dx()/most), max(1, b.Dy()/most)
	sum, n := 0.0, 0
	for y := b.Min.Y; y < b.Max.Y; y += dy {
		for x := b.Min.X; x < b.Max.X; x += dx {
			r, g, b, _ := m.At(x, y).RGBA()
			sum += luminance(uint8(r>>8), uint8(g>>8), uint8(b>>8))
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
