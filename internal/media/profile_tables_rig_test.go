package media_test

import (
	"encoding/binary"
	"math"
)

// lights are how much red, green and blue light a device gives for its numbers, 0 to 1.
type lights func(n []float64) [3]float64

// inks are those of a press: each takes most of one colour and some of the others, black takes all.
func inks(n []float64) [3]float64 {
	left := func(c, m, y float64) float64 { return (1 - c*n[0]) * (1 - m*n[1]) * (1 - y*n[2]) * (1 - 0.97*n[3]) }
	return [3]float64{left(0.96, 0.12, 0.02), left(0.35, 0.93, 0.08), left(0.15, 0.30, 0.92)}
}

// glow is a scanner's: a little of each colour is seen in the others.
func glow(n []float64) [3]float64 {
	v := [3]float64{math.Pow(n[0], 1.8), math.Pow(n[1], 2.1), math.Pow(n[2], 2.4)}
	return [3]float64{0.9*v[0] + 0.08*v[1] + 0.02*v[2], 0.04*v[0] + 0.9*v[1] + 0.06*v[2], 0.03*v[0] + 0.1*v[1] + 0.87*v[2]}
}

// dots are those of a printer of one ink.
func dots(n []float64) [3]float64 {
	v := 0.02 + 0.98*math.Pow(n[0], 2.6)
	return [3]float64{v, v, v}
}

func (l lights) xyz(n []float64) [3]float64 {
	v := l(n)
	return [3]float64{
		0.43607*v[0] + 0.38515*v[1] + 0.14307*v[2], 0.22249*v[0] + 0.71687*v[1] + 0.06061*v[2], 0.01392*v[0] + 0.09708*v[1] + 0.71410*v[2],
	}
}

func (l lights) lab(n []float64) [3]float64 {
	f := l.xyz(n)
	for i, white := range []float64{0.9642, 1, 0.8249} {
		if f[i] /= white; f[i] > 216.0/24389 {
			f[i] = math.Cbrt(f[i])
		} else {
			f[i] = (24389.0/27*f[i] + 16) / 116
		}
	}
	return [3]float64{116*f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])}
}

// each gives the numbers of every point of a grid to do, the last channel the fastest.
func each(channels, points int, do func(n []float64)) {
	n := make([]float64, channels)
	var axis func(i int)
	axis = func(i int) {
		if i == channels {
			do(n)
			return
		}
		for p := range points {
			n[i] = float64(p) / float64(points-1)
			axis(i + 1)
		}
	}
	axis(0)
}

const identity = "\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00"

func ramp8(b []byte, n int) []byte {
	for range n {
		for i := range 256 {
			b = append(b, byte(i))
		}
	}
	return b
}

// lut8 is a tag of bytes that gives Lab.
func (l lights) lut8(channels, points int) string {
	b := []byte("mft1\x00\x00\x00\x00" + string([]byte{byte(channels), 3, byte(points), 0}) + identity)
	b = ramp8(b, channels)
	each(channels, points, func(n []float64) {
		v := l.lab(n)
		b = append(b, byte(math.Round(v[0]*2.55)), byte(math.Round(v[1]+128)), byte(math.Round(v[2]+128)))
	})
	return string(ramp8(b, 3))
}

// lut16 is a tag of 16 bits: Lab as version 2 has it, or XYZ. Its first curves bend, and its grid
// unbends them.
func (l lights) lut16(channels, points int, lab bool) string {
	const bend, steps = 1.4, 64
	b := []byte("mft2\x00\x00\x00\x00" + string([]byte{byte(channels), 3, byte(points), 0}) + identity + "\x00\x40\x00\x02")
	put := func(v float64) { b = binary.BigEndian.AppendUint16(b, uint16(math.Round(min(max(v, 0), 1)*65535))) }
	for range channels {
		for i := range steps {
			put(math.Pow(float64(i)/(steps-1), bend))
		}
	}
	each(channels, points, func(n []float64) {
		own := make([]float64, channels)
		for i, v := range n {
			own[i] = math.Pow(v, 1/bend)
		}
		if v := l.lab(own); lab {
			put(v[0] / 100 * 65280 / 65535)
			put((v[1] + 128) * 256 / 65535)
			put((v[2] + 128) * 256 / 65535)
			return
		}
		for _, v := range l.xyz(own) {
			put(v / (1 + 32767.0/32768))
		}
	})
	for range 3 {
		put(0)
		put(1)
	}
	return string(b)
}

// lutAB is a tag of version 4 with all of its parts, which gives Lab: curves, a grid of 16 bits,
// curves of a formula, a matrix that adds, curves.
func (l lights) lutAB(channels, points int) string {
	straight := "curv\x00\x00\x00\x00\x00\x00\x00\x00"
	var parts [5]string // B, matrix, M, grid, A
	for range channels {
		parts[4] += table(33, func(v float64) float64 { return math.Pow(v, 1.5) }) + "\x00\x00" // to a multiple of four
	}
	axes := make([]byte, 16)
	for i := range channels {
		axes[i] = byte(points)
	}
	g := append(axes, 2, 0, 0, 0)
	put := func(v float64) { g = binary.BigEndian.AppendUint16(g, uint16(math.Round(min(max(v, 0), 1)*65535))) }
	each(channels, points, func(n []float64) {
		own := make([]float64, channels)
		for i, v := range n {
			own[i] = math.Pow(v, 1/1.5)
		}
		v := l.lab(own)
		for _, v := range []float64{v[0] / 100, (v[1] + 128) / 255, (v[2] + 128) / 255} {
			put(math.Sqrt(max(v-0.05, 0) / 0.95)) // the formula squares, the matrix brings it back
		}
	})
	parts[3] = string(g)
	parts[2] = formula(0, 2) + formula(0, 2) + formula(0, 2)
	parts[1] = s15(0.95, 0, 0, 0, 0.95, 0, 0, 0, 0.95, 0.05, 0.05, 0.05)
	parts[0] = straight + straight + straight
	return joinAB(channels, parts)
}

// matrixAB is a tag of version 4 without a grid, which gives XYZ.
func matrixAB() string {
	const half = 0.5 // XYZ of a profile goes to almost 2
	return joinAB(3, [5]string{
		"curv\x00\x00\x00\x00\x00\x00\x00\x00curv\x00\x00\x00\x00\x00\x00\x00\x00curv\x00\x00\x00\x00\x00\x00\x00\x00",
		s15(half*0.5151, half*0.2920, half*0.1571, half*0.2412, half*0.6922, half*0.0666, half*-0.0011, half*0.0419, half*0.7841, 0, 0, 0),
		formula(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045) + formula(0, 2.2) + formula(0, 1.8),
	})
}

func joinAB(channels int, parts [5]string) string {
	b := []byte("mAB \x00\x00\x00\x00" + string([]byte{byte(channels), 3, 0, 0}))
	at := 32
	for i, p := range parts {
		for len(p)%4 != 0 {
			p += "\x00"
		}
		if parts[i] = p; p == "" {
			b = binary.BigEndian.AppendUint32(b, 0)
			continue
		}
		b = binary.BigEndian.AppendUint32(b, uint32(at))
		at += len(p)
	}
	for _, p := range parts {
		b = append(b, p...)
	}
	return string(b)
}
