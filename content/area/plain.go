package area

import (
	"strings"
	"unicode"
)

// Plain is text in lower case without tone marks and vowel marks, đ as d; unlike [Fold] it keeps
// every space and sign. Composed and decomposed text give the same.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if l, ok := letters[r]; ok {
			return rune(l.base)
		}
		if unseen(r) {
			return -1
		}
		return r
	}, text)
}

// Untone takes the tone off a syllable: "Hoàn" gives "hoan" and "đường" gives "đương", both with
// a grave.
// The tone is 0 for level, else one of ` ' ? ~ and the dot below; of several the last counts.
// Letters are in lower case and composed.
func Untone(syllable string) (plain string, tone byte) {
	var out []rune
	for _, r := range syllable {
		r = unicode.ToLower(r)
		if l, ok := letters[r]; ok {
			if l.tone != 0 {
				tone = l.tone
			}
			out = append(out, levels[level{l.base, l.quality}])
			continue
		}
		if t := toneMark(r); t != 0 {
			tone = t
			continue
		}
		if q := qualityMark(r); q != 0 && len(out) > 0 && out[len(out)-1] < unicode.MaxASCII {
			if whole, ok := levels[level{byte(out[len(out)-1]), q}]; ok {
				out[len(out)-1] = whole
				continue
			}
		}
		if !unseen(r) {
			out = append(out, r)
		}
	}
	return string(out), tone
}

type level struct{ base, quality byte }

// levels are the letters without a tone by their parts.
var levels = func() map[level]rune {
	m := map[level]rune{{'d', '-'}: 'đ'}
	for _, row := range vowelRows {
		for _, r := range row.letters {
			m[level{row.base, row.quality}] = r
			break
		}
	}
	return m
}()
