package oldfont

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Font is how the letters of a text are coded.
type Font int

// The codings.
const (
	Unicode Font = iota
	TCVN3        // .VnTime and its like
	VNI          // VNI-Times and its like
)

// What only text in an old font has, each sign as a group. Signs and tones of TCVN3 stand in the
// middle of words; VNI writes the tone behind its vowel. "oà", "oá" and "oã" are Unicode as well,
// and so are "4m×3m" and "8h÷17h", "Straße" and a soft hyphen.
var (
	inTCVN3 = regexp.MustCompile(`(?:\p{L}|([§®]))(?:([µ¶¸¨ª¬¾¼½Þ])|([×÷])(?:[^\p{Lu}\p{N}]|$)|([©«»¹])\p{L})|([§®])[\p{L}\x{ad}]|\p{Ll}([ÆÇÐÑÞØÎÏÖÜËÊÈÉÌÒÓÔÕÝ])`)
	inVNI   = regexp.MustCompile(`(?i)[aeuyoôö]([ùøûõï])|a([âáàåãäêéèúüë])|e([âáàåãä])|o([âåä])|(ñ)[aeiouyôö]`)
)

// of is the font that a text shows by itself, by at least so many different signs of it.
func of(text string, least map[Font]int) Font {
	switch {
	case Vietnamese(text):
		return Unicode
	case shows(inTCVN3, text, least[TCVN3]):
		return TCVN3
	case shows(inVNI, text, least[VNI]):
		return VNI
	}
	return Unicode
}

// shows says whether a text has so many different signs of a font. Two may share a letter.
func shows(font *regexp.Regexp, text string, least int) bool {
	signs := map[string]bool{}
	for len(signs) < least {
		at := font.FindStringSubmatchIndex(text)
		if at == nil {
			return false
		}
		for i := 2; i < len(at); i += 2 {
			if at[i] >= 0 {
				signs[strings.ToLower(text[at[i]:at[i+1]])] = true
			}
		}
		_, size := utf8.DecodeRuneInString(text[at[0]:])
		text = text[at[0]+size:]
	}
	return true
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
