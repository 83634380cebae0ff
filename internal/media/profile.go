package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
)

// The parts of an ICC profile (ICC.1:2022) that say what a picture's numbers mean: tables, or
// curves and a matrix for RGB, or one curve for grey. Screens show sRGB, so a picture is converted
// once, at the size of its rendition, and no player needs to know of profiles.

const (
	profileHeader = 128
	maxProfile    = 4 << 20 // bytes; printers' table profiles have 3 MB
	maxCurve      = 1 << 16 // entries of a curve; more than its values are none
)

// errProfile says that a profile is one of the picture's kind and says nothing that can be read.
var errProfile = errors.New("media: the profile has neither tables nor a matrix that can be read")

// toSRGB turns XYZ under D50, which is what profiles speak of, into linear sRGB: the inverse of the
// colorants in the sRGB profile of the ICC.
var toSRGB = [9]float64{
	3.1341359, -1.6173863, -0.4906619,
	-0.9787954, 1.9162544, 0.0334427,
	0.0719554, -0.2289768, 1.4053860,
}

// spaces are the colours of a picture by its number of channels, as profiles call them.
var spaces = map[int]string{1: "GRAY", 3: "RGB ", 4: "CMYK"}

// readProfile reads the profile of a picture of so many channels: 1 is grey, 3 are red, green and
// blue, 4 are printing colours. It gives nil for sRGB, and for what does not concern such a
// picture; errProfile where it does and cannot be read.
func readProfile(b []byte, channels int) (*colours, error) {
	if len(b) < profileHeader+4 || len(b) > maxProfile || string(b[36:40]) != "acsp" {
		return nil, nil // browsers pass over a broken profile too
	}
	space, between := string(b[16:20]), string(b[20:24])
	if channels == 1 && space == "RGB " {
		channels = 3 // grey that is drawn as three equal numbers
	}
	if space != spaces[channels] {
		return nil, nil
	}
	tags := tagsOf(b)
	var c *colours
	if t := readTables(tags, between, channels); t != nil {
		if f := t.finish(); f != nil {
			c = &colours{tables: f}
		}
	}
	if c == nil {
		c = readCurvesAlone(tags, between, channels)
	}
	switch {
	case c == nil:
		return nil, errProfile
	case channels < 4 && c.plain():
		return nil, nil
	}
	return c, nil
}

// readCurvesAlone reads what most profiles have instead of tables; nil where they lack it.
func readCurvesAlone(tags map[string][]byte, between string, channels int) *colours {
	var c colours
	switch {
	case channels == 1:
		k := readCurve(tags["kTRC"])
		if k == nil {
			return nil
		}
		if between == "Lab " { // the curve gives lightness
			for i, v := range k {
				k[i] = float32(labToXYZ(100*float64(v), 0, 0)[1])
			}
		}
		c.linear = [3][256]float32{*k, *k, *k}
		c.matrix = [9]float32{1, 0, 0, 0, 1, 0, 0, 0, 1}
	case channels == 3 && between == "XYZ ":
		var m [9]float64
		for i, name := range []string{"r", "g", "b"} {
			x, y, z, found := readXYZ(tags[name+"XYZ"])
			k := readCurve(tags[name+"TRC"])
			if !found || k == nil {
				return nil
			}
			c.linear[i] = *k
			m[i], m[3+i], m[6+i] = x, y, z
		}
		c.matrix = narrow(times(toSRGB, m))
	default:
		return nil
	}
	return &c
}

// tagsOf lists the tags of a profile that lie inside it.
func tagsOf(b []byte) map[string][]byte {
	tags := map[string][]byte{}
	n := numbers{b: b[profileHeader:]}
	for range min(n.u32(), 100) {
		name := string(n.take(4)[:4])
		at, size := uint64(n.u32()), uint64(n.u32())
		if n.short {
			break
		}
		if at+size <= uint64(len(b)) {
			tags[name] = b[at : at+size]
		}
	}
	return tags
}

func readXYZ(tag []byte) (x, y, z float64, ok bool) {
	if len(tag) < 20 || string(tag[:4]) != "XYZ " {
		return 0, 0, 0, false
	}
	return fixed(tag[8:]), fixed(tag[12:]), fixed(tag[16:]), true
}

// fixed reads a number with 16 bits before the point and 16 behind it.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

// readCurve gives the light, 0 to 1, for each of the 256 numbers of a channel; nil where the tag is
// no curve.
func readCurve(tag []byte) *[256]float32 {
	if len(tag) < 12 {
		return nil
	}
	var at func(x float64) float64
	switch string(tag[:4]) {
	case "curv":
		at = tableCurve(tag[8:])
	case "para":
		at = formulaCurve(tag[8:])
	}
	if at == nil {
		return nil
	}
	var out [256]float32
	for i := range out {
		v := at(float64(i) / 255)
		if math.IsNaN(v) {
			return nil
		}
		out[i] = float32(min(max(v, 0), 1))
	}
	return &out
}

func tableCurve(b []byte) func(float64) float64 {
	count := binary.BigEndian.Uint32(b)
	b = b[4:]
	switch {
	case count == 0:
		return func(x float64) float64 { return x }
	case count > maxCurve || int(count)*2 > len(b):
		return nil
	case count == 1:
		gamma := float64(binary.BigEndian.Uint16(b)) / 256
		return func(x float64) float64 { return math.Pow(x, gamma) }
	}
	return func(x float64) float64 {
		whole, part := math.Modf(x * float64(count-1))
		i := int(whole)
		j := min(i+1, int(count)-1)
		low, high := float64(binary.BigEndian.Uint16(b[2*i:])), float64(binary.BigEndian.Uint16(b[2*j:]))
		return (low + (high-low)*part) / 65535
	}
}

// formulaNumbers is how many numbers each kind of parametric curve has.
var formulaNumbers = []int{1, 3, 4, 5, 7}

// formulaCurve is a parametric curve, ICC.1:2022 10.18.
func formulaCurve(b []byte) func(float64) float64 {
	kind := binary.BigEndian.Uint16(b)
	if int(kind) >= len(formulaNumbers) || len(b) < 4+4*formulaNumbers[kind] {
		return nil
	}
	var p [7]float64 // g, a, b, c, d, e, f
	for i := range formulaNumbers[kind] {
		p[i] = fixed(b[4+4*i:])
	}
	g, a, bb, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 0:
		a, d = 1, 0
	case 1, 2: // below -b/a it is flat
		e, f, c, d = c, c, 0, -bb/a
	}
	return func(x float64) float64 {
		if kind != 0 && x < d {
			return c*x + f
		}
		return math.Pow(max(a*x+bb, 0), g) + e
	}
}

// plain reports whether the colours are those of sRGB as nearly as a screen shows: no number moves
// by more than one.
func (c *colours) plain() bool {
	for i := range 16 {
		for _, mask := range [][3]uint8{{1, 1, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}} {
			v := uint8(i * 17)
			want := [4]uint8{v * mask[0], v * mask[1], v * mask[2], 255}
			got := want
			c.pixels(got[:])
			for k := range want {
				if max(want[k], got[k])-min(want[k], got[k]) > 1 {
					return false
				}
			}
		}
	}
	return true
}

func times(a, b [9]float64) (out [9]float64) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				out[3*i+j] += a[3*i+k] * b[3*k+j]
			}
		}
	}
	return out
}

func narrow(m [9]float64) (out [9]float32) {
	for i, v := range m {
		out[i] = float32(v)
	}
	return out
}

// jpegProfile joins the parts of a profile that stand in a JPEG's APP2 segments (ICC.1:2022 annex
// B.4).
func jpegProfile(parts [][]byte) []byte {
	var out []byte
	for i := range parts {
		for _, p := range parts {
			if int(p[0]) == i+1 && int(p[1]) == len(parts) {
				out = append(out, p[2:]...)
				break
			}
		}
	}
	return out
}

var profileMark = []byte("ICC_PROFILE\x00")

// profilePart is the content of an APP2 segment that carries a part of a profile: its number, how
// many there are, bytes.
func profilePart(segment []byte) ([]byte, bool) {
	part, ok := bytes.CutPrefix(segment, profileMark)
	return part, ok && len(part) > 2
}
