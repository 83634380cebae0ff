package media

import (
	"encoding/binary"
	"math"
)

// What printers and scanners attach are profiles of tables (ICC.1:2022, 10.10 to 10.12): curves, a
// grid of colours with one axis a channel, curves behind it. The numbers that come out are a colour
// of the eye, XYZ or Lab under D50.

// tables is one such tag, as functions of numbers from 0 to 1.
type tables struct {
	first  []func(float64) float64 // a curve for each channel
	grid   grid                    // no axes: there is none, and three channels pass on
	middle []func(float64) float64 // nil: none
	matrix [12]float64             // rows, then what is added
	last   []func(float64) float64 // nil: none
	toXYZ  func([3]float64) [3]float64
}

// grid holds three numbers for each point, the last axis the fastest.
type grid struct {
	points []int
	values []float32
}

const (
	mostChannels = 4
	mostPoints   = 2 << 20 // of a grid
)

// readTables reads what a profile says of its device's numbers: first the perceptual tag, then the
// colorimetric one. nil: there is none that can be read.
func readTables(tags map[string][]byte, between string, channels int) *tables {
	for _, name := range []string{"A2B0", "A2B1", "A2B2"} {
		tag := tags[name]
		if len(tag) < 48 || int(tag[8]) != channels || tag[9] != 3 {
			continue
		}
		var t *tables
		switch string(tag[:4]) {
		case "mft1":
			t = readLut8(tag)
		case "mft2":
			t = readLut16(tag)
		case "mAB ":
			t = readLutAB(tag)
		}
		if t == nil {
			continue
		}
		if t.toXYZ = meaning(between, string(tag[:4])); t.toXYZ != nil {
			return t
		}
	}
	return nil
}

// meaning turns three numbers of a tag into XYZ. Tables of 16 bits keep the Lab of version 2, whose
// white is 0xff00 (10.10.1).
func meaning(between, kind string) func([3]float64) [3]float64 {
	switch between {
	case "XYZ ":
		const whole = 1 + 32767.0/32768
		return func(v [3]float64) [3]float64 { return [3]float64{v[0] * whole, v[1] * whole, v[2] * whole} }
	case "Lab ":
		if kind == "mft2" {
			const old = 65535.0 / 65280
			return func(v [3]float64) [3]float64 { return labToXYZ(v[0]*100*old, v[1]*255*old-128, v[2]*255*old-128) }
		}
		return func(v [3]float64) [3]float64 { return labToXYZ(v[0]*100, v[1]*255-128, v[2]*255-128) }
	}
	return nil
}

// white is D50, the white of profiles (7.2.16).
var white = [3]float64{0.9642, 1, 0.8249}

// labToXYZ is CIE 15:2018, 8.2.1.
func labToXYZ(l, a, b float64) (out [3]float64) {
	y := (l + 16) / 116
	for i, f := range [3]float64{y + a/500, y, y - b/200} {
		if f > 6.0/29 {
			out[i] = white[i] * f * f * f
		} else {
			out[i] = white[i] * 3 * 36 / 841 * (f - 4.0/29)
		}
	}
	return out
}

// readLut8 reads curves of 256 bytes around a grid of bytes.
func readLut8(tag []byte) *tables {
	return readLut(tag, tag[48:], 1, 256, 256)
}

// readLut16 reads the same in numbers of 16 bits, with curves of any length.
func readLut16(tag []byte) *tables {
	if len(tag) < 52 {
		return nil
	}
	return readLut(tag, tag[52:], 2, int(binary.BigEndian.Uint16(tag[48:])), int(binary.BigEndian.Uint16(tag[50:])))
}

// readLut reads both: b is what follows the matrix, which is for numbers that are XYZ alone.
func readLut(tag, b []byte, width, before, behind int) *tables {
	channels, points := int(tag[8]), int(tag[10])
	if before < 2 || behind < 2 || points < 2 {
		return nil
	}
	t := &tables{matrix: [12]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}}
	for range channels {
		t.grid.points = append(t.grid.points, points)
	}
	count := t.grid.size()
	if count == 0 || len(b) < width*(channels*before+3*count+3*behind) {
		return nil
	}
	for range channels {
		t.first = append(t.first, stepped(b, width, before))
		b = b[width*before:]
	}
	t.grid.read(b, width)
	b = b[3*width*count:]
	for range 3 {
		t.last = append(t.last, stepped(b, width, behind))
		b = b[width*behind:]
	}
	return t
}

// stepped is a curve of n numbers of that many bytes.
func stepped(b []byte, width, n int) func(float64) float64 {
	return func(x float64) float64 {
		whole, part := math.Modf(min(max(x, 0), 1) * float64(n-1))
		i := int(whole)
		low, high := entry(b, width, i), entry(b, width, min(i+1, n-1))
		return low + (high-low)*part
	}
}

// entry is number i of a table, 0 to 1.
func entry(b []byte, width, i int) float64 {
	if width == 1 {
		return float64(b[i]) / 255
	}
	return float64(binary.BigEndian.Uint16(b[2*i:])) / 65535
}

// size is how many points the grid has; 0 where it has too many to be one.
func (g *grid) size() int {
	n := 1
	for _, p := range g.points {
		if p < 1 || n > mostPoints/p {
			return 0
		}
		n *= p
	}
	return n
}

func (g *grid) read(b []byte, width int) {
	g.values = make([]float32, 3*g.size())
	for i := range g.values {
		g.values[i] = float32(entry(b, width, i))
	}
}

// readLutAB reads the tag of version 4, whose parts are optional and found by offsets: curves A and
// a grid, curves M and a matrix, curves B.
func readLutAB(tag []byte) *tables {
	channels := int(tag[8])
	t := &tables{matrix: [12]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}}
	part := func(i int) []byte {
		at := binary.BigEndian.Uint32(tag[12+4*i:])
		if at == 0 || uint64(at) >= uint64(len(tag)) {
			return nil
		}
		return tag[at:]
	}
	ok := true
	curves := func(i, n int) (out []func(float64) float64) {
		if b := part(i); b != nil {
			out = readCurves(b, n)
			ok = ok && out != nil
		}
		return out
	}
	t.last, t.middle, t.first = curves(0, 3), curves(2, 3), curves(4, channels)
	if b := part(1); b != nil {
		if ok = ok && len(b) >= 48; ok {
			for i := range t.matrix {
				t.matrix[i] = fixed(b[4*i:])
			}
		}
	}
	if b := part(3); b != nil {
		ok = ok && t.readPoints(b, channels)
	} else {
		ok = ok && channels == 3
	}
	for ok && len(t.first) < channels {
		t.first = append(t.first, func(x float64) float64 { return x })
	}
	if !ok {
		return nil
	}
	return t
}

// readPoints reads the grid of a tag of version 4.
func (t *tables) readPoints(b []byte, channels int) bool {
	if len(b) < 20 {
		return false
	}
	width := int(b[16])
	for _, n := range b[:channels] {
		if n < 2 {
			return false
		}
		t.grid.points = append(t.grid.points, int(n))
	}
	count := t.grid.size()
	if count == 0 || width != 1 && width != 2 || len(b)-20 < 3*width*count {
		return false
	}
	t.grid.read(b[20:], width)
	return true
}

// readCurves reads curves that follow each other, each from a multiple of four bytes on.
func readCurves(b []byte, n int) (out []func(float64) float64) {
	for range n {
		if len(b) < 12 {
			return nil
		}
		var at func(float64) float64
		size := 12
		switch string(b[:4]) {
		case "curv":
			at = tableCurve(b[8:])
			size += 2 * int(min(binary.BigEndian.Uint32(b[8:]), maxCurve))
		case "para":
			at = formulaCurve(b[8:])
			if kind := int(binary.BigEndian.Uint16(b[8:])); kind < len(formulaNumbers) {
				size += 4 * formulaNumbers[kind]
			}
		}
		if at == nil {
			return nil
		}
		out = append(out, at)
		b = b[min((size+3)&^3, len(b)):]
	}
	return out
}
