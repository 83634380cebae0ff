package page

import (
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"ngatu/assets/fonts"
)

// lineWidth is a line's width in pixels by the font alone: advances and kerning, unhinted.
func lineWidth(t *testing.T, weight int, size float64, words string) float64 {
	t.Helper()
	f, err := opentype.Parse(fonts.TTF(weight))
	if err != nil {
		t.Fatal(err)
	}
	// Computed large and brought down, so that rounding to 1/64 pixel does not add up.
	const fine = 64
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size * fine, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		t.Fatal(err)
	}
	return float64(font.MeasureString(face, words)) / float64(fixed.I(1)) / fine
}
