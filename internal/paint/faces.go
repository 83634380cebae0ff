package paint

import (
	"fmt"
	"strconv"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"ngatu/assets/fonts"
	"ngatu/content/layout"
)

// Faces are the embedded fonts as the plain tables that layout measures with, read once. Each call
// gives the same tables: they must not be changed.
func Faces() layout.Faces { return loaded().faces }

type library struct {
	faces layout.Faces
	fonts map[int]*sfnt.Font
}

// loaded reads the embedded fonts. They are part of the program and tested with it, so one that
// cannot be read is a fault of the build, not of the machine.
var loaded = sync.OnceValue(func() library {
	lib := library{faces: layout.Faces{}, fonts: map[int]*sfnt.Font{}}
	for _, weight := range fonts.Weights() {
		f, err := sfnt.Parse(fonts.TTF(weight))
		if err != nil {
			panic("paint: embedded font " + strconv.Itoa(weight) + ": " + err.Error())
		}
		face, err := tables(f)
		if err != nil {
			panic("paint: embedded font " + strconv.Itoa(weight) + ": " + err.Error())
		}
		lib.fonts[weight], lib.faces[weight] = f, face
	}
	return lib
})

// tables reads advances, ink and kerning of all characters of a font.
func tables(f *sfnt.Font) (*layout.Face, error) {
	face := &layout.Face{Glyphs: map[rune]layout.Glyph{}, Kern: map[[2]rune]int{}}
	if f.UnitsPerEm() != layout.Em {
		return nil, fmt.Errorf("%d units an em, want %d", f.UnitsPerEm(), layout.Em)
	}
	em := fixed.I(layout.Em)
	var b sfnt.Buffer
	m, err := f.Metrics(&b, em, font.HintingNone)
	if err != nil {
		return nil, err
	}
	face.Cap = m.CapHeight.Round()
	runes, glyphs := []rune{}, []sfnt.GlyphIndex{}
	for r := rune(0x20); r < 0x2300; r++ {
		g, err := f.GlyphIndex(&b, r)
		if err != nil {
			return nil, err
		}
		if g == 0 {
			continue
		}
		box, advance, err := f.GlyphBounds(&b, g, em, font.HintingNone)
		if err != nil {
			return nil, err
		}
		face.Glyphs[r] = layout.Glyph{Advance: advance.Round(), Top: (-box.Min.Y).Ceil(), Bottom: box.Max.Y.Ceil()}
		runes, glyphs = append(runes, r), append(glyphs, g)
	}
	for i, left := range glyphs {
		for j, right := range glyphs {
			k, err := f.Kern(&b, left, right, em, font.HintingNone)
			if err == nil && k != 0 {
				face.Kern[[2]rune{runes[i], runes[j]}] = k.Round()
			}
		}
	}
	return face, nil
}
