package qr

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/datamatrix/encoder"
	"github.com/makiuchi-d/gozxing/oned"
)

// ticket is an Aztec code that says BIT.LY/ABC, a letter a module.
const ticket = `
..#....#.###.##
...#.###....##.
.###....#...###
#.###########..
#.##.......##..
#..#.#####.####
#..#.#...#.##..
#.##.#.#.#.#..#
#.##.#...#.#...
...#.#####.#.#.
...#.......#...
#..###########.
.#...##...#...#
.####........#.
##.#....##..#..`

// drawn is a code of so many pixels a module.
func drawn(module int, w, h int, dark func(x, y int) bool) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w*module, h*module))
	for i := range m.Pix {
		if m.Pix[i] = 255; dark(i%m.Stride/module, i/m.Stride/module) {
			m.Pix[i] = 0
		}
	}
	return m
}

// Every kind of code that people meet is found wherever it stands on a poster.
func TestEveryKindOfCodeIsRead(t *testing.T) {
	bits := func(w gozxing.Writer, format gozxing.BarcodeFormat, text string, width, height int) *image.Gray {
		t.Helper()
		m, err := w.Encode(text, format, width, height, nil)
		if err != nil {
			t.Fatal(err)
		}
		return drawn(1, m.GetWidth(), m.GetHeight(), m.Get)
	}
	rows := strings.Split(strings.TrimSpace(ticket), "\n")
	matrix, err := datamatrix.NewDataMatrixWriter().Encode("https://bit.ly/x", gozxing.BarcodeFormat_DATA_MATRIX, 0, 0, map[gozxing.EncodeHintType]interface{}{
		gozxing.EncodeHintType_DATA_MATRIX_SHAPE: encoder.SymbolShapeHint_FORCE_SQUARE,
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		code *image.Gray
		text string
		bars bool
	}{
		"Aztec":       {drawn(8, 15, 15, func(x, y int) bool { return rows[y][x] == '#' }), "BIT.LY/ABC", false},
		"Data Matrix": {drawn(6, matrix.GetWidth(), matrix.GetHeight(), matrix.Get), "https://bit.ly/x", false},
		"EAN-13":      {bits(oned.NewEAN13Writer(), gozxing.BarcodeFormat_EAN_13, "8934563138165", 240, 90), "8934563138165", true},
		"EAN-8":       {bits(oned.NewEAN8Writer(), gozxing.BarcodeFormat_EAN_8, "96385074", 200, 90), "96385074", true},
		"UPC-A":       {bits(oned.NewUPCAWriter(), gozxing.BarcodeFormat_UPC_A, "036000291452", 240, 90), "0036000291452", true},
		"Code 128":    {bits(oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_128, "BIT.LY/ABC", 360, 90), "BIT.LY/ABC", true},
		"Code 39":     {bits(oned.NewCode39Writer(), gozxing.BarcodeFormat_CODE_39, "BIT.LY/ABC", 500, 90), "BIT.LY/ABC", true},
		"ITF":         {bits(oned.NewITFWriter(), gozxing.BarcodeFormat_ITF, "18934563138162", 360, 90), "18934563138162", true},
	} {
		for where, corner := range map[string]image.Point{"the middle": {320, 300}, "a lower corner": {700, 720}, "an upper corner": {60, 40}} {
			poster := image.NewGray(image.Rect(0, 0, 1280, 900))
			draw.Draw(poster, poster.Rect, image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
			card := c.code.Rect.Inset(-40).Add(corner)
			draw.Draw(poster, card, image.White, image.Point{}, draw.Src)
			draw.Draw(poster, c.code.Rect.Add(corner), c.code, image.Point{}, draw.Src)
			got := Read(poster, false)
			if len(got) != 1 || got[0].Text != c.text || got[0].Bars != c.bars {
				t.Errorf("%s in %s: read %+v", name, where, got)
				continue
			}
			if !c.bars && (!got[0].Box.Overlaps(c.code.Rect.Add(corner)) || !got[0].Box.In(card)) {
				t.Errorf("%s in %s lies at %v, and is at %v", name, where, got[0].Box, c.code.Rect.Add(corner))
			}
		}
	}
}

// Stripes, tiles and noise are no codes: what is found in a picture and not on the screens stops it.
func TestPatternsAreNoCodes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for name, of := range map[string]func(x, y int) uint8{
		"noise":   func(int, int) uint8 { return uint8(rnd.IntN(256)) },
		"stripes": func(x, _ int) uint8 { return uint8(x / 3 % 2 * 255) },
		"fence":   func(x, _ int) uint8 { return uint8((x*x/97 + x/5) % 2 * 255) },
		"tiles":   func(x, y int) uint8 { return uint8((x/8 + y/8) % 2 * 255) },
		"windows": func(x, y int) uint8 { return uint8(min(x%40/28, y%50/35) * 200) },
		"blinds":  func(x, y int) uint8 { return uint8((x*7919%13 + y/40) % 3 * 120) },
	} {
		m := image.NewGray(image.Rect(0, 0, 1000, 750))
		for i := range m.Pix {
			m.Pix[i] = of(i%m.Stride, i/m.Stride)
		}
		if got := Read(m, true); len(got) != 0 {
			t.Errorf("%s: read %+v", name, got)
		}
	}
}
