package media_test

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// profile writes an ICC profile as programs do: a header, a list of tags, the tags.
func profile(space, between string, tags ...[2]string) []byte {
	b := make([]byte, 128)
	copy(b[8:], "\x02\x40\x00\x00mntr")
	if space == "CMYK" {
		copy(b[12:], "prtr")
	}
	copy(b[16:], space)
	copy(b[20:], between)
	copy(b[36:], "acsp")
	copy(b[68:], "\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d")
	tags = append([][2]string{
		{"desc", "desc\x00\x00\x00\x00\x00\x00\x00\x05test\x00" + string(make([]byte, 78))},
		{"wtpt", xyz(0.9642, 1, 0.8249)},
		{"cprt", "text\x00\x00\x00\x00none\x00"},
	}, tags...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(tags)))
	at := len(b) + 12*len(tags)
	var data []byte
	for _, t := range tags {
		b = append(b, t[0]...)
		b = binary.BigEndian.AppendUint32(b, uint32(at+len(data)))
		b = binary.BigEndian.AppendUint32(b, uint32(len(t[1])))
		data = append(data, t[1]...)
		for len(data)%4 != 0 {
			data = append(data, 0)
		}
	}
	b = append(b, data...)
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	return b
}

func s15(values ...float64) string {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return string(b)
}

func xyz(x, y, z float64) string { return "XYZ \x00\x00\x00\x00" + s15(x, y, z) }

// gamma is a curve of one number with 8 bits behind the point.
func gamma(g float64) string {
	return "curv\x00\x00\x00\x00\x00\x00\x00\x01" + string(binary.BigEndian.AppendUint16(nil, uint16(math.Round(g*256))))
}

// table is a curve of n numbers.
func table(n int, f func(float64) float64) string {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(n))
	for i := range n {
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(65535*f(float64(i)/float64(n-1)))))
	}
	return string(b)
}

// formula is a parametric curve.
func formula(kind byte, values ...float64) string {
	return "para\x00\x00\x00\x00\x00" + string([]byte{kind}) + "\x00\x00" + s15(values...)
}

func matrix(trc string, r, g, b [3]float64) []byte {
	return profile("RGB ", "XYZ ", [2]string{"rXYZ", xyz(r[0], r[1], r[2])}, [2]string{"gXYZ", xyz(g[0], g[1], g[2])},
		[2]string{"bXYZ", xyz(b[0], b[1], b[2])}, [2]string{"rTRC", trc}, [2]string{"gTRC", trc}, [2]string{"bTRC", trc})
}

func srgb(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// profiles are the kinds that phones, cameras, scanners and office programs attach. Colorants are
// those of the profiles that Apple, Adobe, the ICC and Kodak publish, adapted to D50.
var profiles = map[string][]byte{
	"p3":       matrix(formula(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045), [3]float64{0.5151, 0.2412, -0.0011}, [3]float64{0.2920, 0.6922, 0.0419}, [3]float64{0.1571, 0.0666, 0.7841}),
	"adobe":    matrix(gamma(2.19921875), [3]float64{0.60974, 0.31111, 0.01947}, [3]float64{0.20528, 0.62567, 0.06087}, [3]float64{0.14919, 0.06322, 0.74457}),
	"prophoto": matrix(formula(0, 1.8), [3]float64{0.7977, 0.2880, 0}, [3]float64{0.1352, 0.7119, 0}, [3]float64{0.0313, 0.0001, 0.8249}),
	"scanner":  matrix(table(1024, func(v float64) float64 { return math.Pow(v, 1.9) }), [3]float64{0.4361, 0.2225, 0.0139}, [3]float64{0.3851, 0.7169, 0.0971}, [3]float64{0.1431, 0.0606, 0.7141}),
	"fine":     matrix(table(8192, func(v float64) float64 { return math.Pow(v, 1.9) }), [3]float64{0.4361, 0.2225, 0.0139}, [3]float64{0.3851, 0.7169, 0.0971}, [3]float64{0.1431, 0.0606, 0.7141}),
	"srgb":     matrix(table(1024, srgb), [3]float64{0.43607, 0.22249, 0.01392}, [3]float64{0.38515, 0.71687, 0.09708}, [3]float64{0.14307, 0.06061, 0.71410}),
	"grey22":   profile("GRAY", "XYZ ", [2]string{"kTRC", gamma(2.2)}),
	"grey10":   profile("GRAY", "XYZ ", [2]string{"kTRC", gamma(1)}),
	"dot20":    profile("GRAY", "XYZ ", [2]string{"kTRC", table(256, func(v float64) float64 { return math.Pow(v, 1.75) })}),
}

// profileFile writes a profile where other programs can read it.
func profileFile(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".icc")
	if err := os.WriteFile(path, profiles[name], 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
