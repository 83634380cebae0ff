package oldfont

import (
	"regexp"
	"strings"
)

// Font is how the letters of a text are coded.
type Font int

// The codings.
const (
	Unicode Font = iota
	TCVN3        // .VnTime and its like
	VNI          // VNI-Times and its like
)

// What only text in an old font has. Signs and tones of TCVN3 stand in the middle of words; VNI
// writes the tone behind its vowel. "oà", "oá" and "oã" are Unicode as well.
var (
	inTCVN3 = regexp.MustCompile(`[§®]\p{L}|\p{L}[µ¶¸¨ª¬¾¼½×÷Þß]|\p{L}[©«»¹]\p{L}|\p{L}\x{ad}\p{L}|\p{Ll}[ÆÇÐÑÞØÎÏÖÜËÊÈÉÌÒÓÔÕÝ]`)
	inVNI   = regexp.MustCompile(`(?i)[aeuyoôö][ùøûõï]|a[âáàåãäêéèúüë]|e[âáàåãä]|o[âåä]|ñ[aeiouyôö]`)
)

// Of is the font that a text shows by itself.
func Of(text string) Font {
	switch {
	case Vietnamese(text):
		return Unicode
	case inTCVN3.MatchString(text):
		return TCVN3
	case inVNI.MatchString(text):
		return VNI
	}
	return Unicode
}

// Vietnamese says whether a text has letters that no old font has: those beyond Western Europe.
func Vietnamese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r > 0xff && r < 0x2000 })
}

// Named is the coding of a font with a name, and whether it draws every letter as a capital, as
// .VnTimeH does.
func Named(name string) (f Font, capitals bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case strings.HasPrefix(name, ".vn"):
		return TCVN3, strings.HasSuffix(name, "h")
	case strings.HasPrefix(name, "vni"):
		return VNI, false
	}
	return Unicode, false
}

// Text writes a text of the font as Unicode. Soft hyphens are a letter of TCVN3 and nothing else
// anywhere.
func (f Font) Text(text string) string {
	switch f {
	case TCVN3:
		return tcvn3Letters.Replace(text)
	case VNI:
		return vniLetters.Replace(text)
	}
	return strings.ReplaceAll(text, "\u00ad", "")
}
