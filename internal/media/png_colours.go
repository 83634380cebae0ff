package media

import (
	"encoding/binary"
	"math"
)

// pngColours is what a PNG says of its colours without a profile: PNG (third edition) 11.3.2.
type pngColours struct {
	srgb    bool
	grey    bool
	gamma   float64    // of the file, 1/2.2 for most; 0: not said
	corners [8]float64 // white, red, green, blue in x and y; 0: not said
	code    [4]byte    // cICP: primaries, transfer, matrix, range
}

func (p *pngColours) read(c pngChunk) {
	switch {
	case c.name == "IHDR" && len(c.data) == 13:
		p.grey = c.data[9]&2 == 0
	case c.name == "sRGB":
		p.srgb = true
	case c.name == "gAMA" && len(c.data) == 4:
		p.gamma = float64(binary.BigEndian.Uint32(c.data)) / 100_000
	case c.name == "cHRM" && len(c.data) == 32:
		for i := range p.corners {
			p.corners[i] = float64(binary.BigEndian.Uint32(c.data[4*i:])) / 100_000
		}
	case c.name == "cICP" && len(c.data) == 4:
		p.code = [4]byte(c.data)
	}
}

// Corners with the white of daylight, of Display P3 (SMPTE EG 432-1) and others.
var (
	bt2020Corners = [8]float64{0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046}
	displayP3     = [8]float64{0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060}
	sRGBCorners   = [8]float64{0.3127, 0.3290, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060}
)

// ofCode gives the corners and the curve that a code names (ITU-T H.273, tables 2 and 3); ok is
// false for those that are not converted, such as the curves of HDR.
func (p *pngColours) ofCode() (corners [8]float64, curve func(float64) float64, ok bool) {
	corners, known := map[byte][8]float64{1: sRGBCorners, 9: bt2020Corners, 12: displayP3}[p.code[0]]
	switch p.code[1] {
	case 1, 13: // browsers take the curve of HDTV for that of sRGB
		curve = sRGBLight
		known = known && (p.code[1] == 13 || p.code[0] != 9)
	case 8:
		curve = func(x float64) float64 { return x }
	}
	return corners, curve, known && curve != nil && p.code[3] == 1
}

// unknown reports whether there is a code that is not converted.
func (p *pngColours) unknown() bool {
	_, _, ok := p.ofCode()
	return p.code != [4]byte{} && !ok
}

// colours is nil for sRGB.
func (p *pngColours) colours() *colours {
	corners, curve := p.corners, func(x float64) float64 { return math.Pow(x, 1/p.gamma) }
	switch {
	case p.code != [4]byte{} && p.unknown():
		return nil
	case p.code != [4]byte{}:
		corners, curve, _ = p.ofCode()
	case p.srgb, p.gamma <= 0.05 || p.gamma > 5:
		return nil
	case p.grey && math.Abs(p.gamma-1/2.2) < 0.01: // browsers take it for sRGB
		return nil
	}
	if corners == ([8]float64{}) {
		corners = sRGBCorners
	}
	from, ok := primaries(corners)
	if !ok {
		return nil
	}
	to, _ := primaries(sRGBCorners)
	back, _ := inverse(to)
	var c colours
	for i := range 256 {
		v := float32(min(max(curve(float64(i)/255), 0), 1))
		c.linear[0][i], c.linear[1][i], c.linear[2][i] = v, v, v
	}
	c.matrix = narrow(times(back, from))
	if c.plain() {
		return nil
	}
	return &c
}

// sRGBLight is the linear light of a number of sRGB, both 0 to 1.
func sRGBLight(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// primaries is the matrix from linear RGB to XYZ for corners in x and y. Whites are taken as they
// are: both ends are daylight in all that is met.
func primaries(c [8]float64) (m [9]float64, ok bool) {
	for i := range 3 {
		x, y := c[2+2*i], c[3+2*i]
		if y <= 0 {
			return m, false
		}
		m[i], m[3+i], m[6+i] = x/y, 1, (1-x-y)/y
	}
	back, ok := inverse(m)
	if !ok || c[1] <= 0 {
		return m, false
	}
	white := [3]float64{c[0] / c[1], 1, (1 - c[0] - c[1]) / c[1]}
	for i := range 3 {
		share := back[3*i]*white[0] + back[3*i+1]*white[1] + back[3*i+2]*white[2]
		m[i], m[3+i], m[6+i] = m[i]*share, m[3+i]*share, m[6+i]*share
	}
	return m, true
}

func inverse(m [9]float64) (out [9]float64, ok bool) {
	cof := func(a, b, c, d int) float64 { return m[a]*m[d] - m[b]*m[c] }
	out = [9]float64{
		cof(4, 5, 7, 8), -cof(1, 2, 7, 8), cof(1, 2, 4, 5),
		-cof(3, 5, 6, 8), cof(0, 2, 6, 8), -cof(0, 2, 3, 5),
		cof(3, 4, 6, 7), -cof(0, 1, 6, 7), cof(0, 1, 3, 4),
	}
	det := m[0]*out[0] + m[1]*out[3] + m[2]*out[6]
	if math.Abs(det) < 1e-9 {
		return out, false
	}
	for i := range out {
		out[i] /= det
	}
	return out, true
}
