package area

import (
	"strings"
	"unicode"
)

// Fold is the key on which names, headers and words are compared: lower case, without tone marks, đ
// as d, composed and decomposed text alike, every run of spaces, dots, dashes and other signs as
// one space, none at the ends. "Q. Hà Đông", "q hà-đông" and "Q HA DONG" fold to "q ha dong"; Hòa
// and Hoà to "hoa". Letters of other scripts are kept in lower case. Folding again changes nothing.
func Fold(text string) string {
	words := spell(text)
	plain := make([]string, len(words))
	for i, w := range words {
		plain[i] = w.plain
	}
	return strings.Join(plain, " ")
}

// word is one run of letters and digits.
type word struct {
	plain string // folded
	// with vowel qualities, and with the tone put at the end, wherever it was written: hoà and hòa
	// are one
	marked string
}

// spell takes text apart into words.
func spell(text string) []word {
	var words []word
	var plain, marked strings.Builder
	var tone byte
	end := func() {
		if plain.Len() > 0 {
			if tone != 0 {
				marked.WriteByte(tone)
			}
			words = append(words, word{plain.String(), marked.String()})
		}
		plain.Reset()
		marked.Reset()
		tone = 0
	}
	for _, r := range text {
		r = unicode.ToLower(r)
		if l, ok := letters[r]; ok {
			plain.WriteByte(l.base)
			marked.WriteByte(l.base)
			if l.quality != 0 {
				marked.WriteByte(l.quality)
			}
			if l.tone != 0 {
				tone = l.tone
			}
			continue
		}
		if q := qualityMark(r); q != 0 {
			marked.WriteByte(q)
			continue
		}
		if t := toneMark(r); t != 0 {
			tone = t
			continue
		}
		switch {
		case unseen(r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			plain.WriteRune(r)
			marked.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return words
}
