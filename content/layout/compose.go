package layout

import "strings"

// The marks of Vietnamese letters as characters of their own: what macOS and some keyboards write.
// The font sets only whole letters.
const (
	qualities = "\u0302\u0306\u031b"             // circumflex, breve, horn
	tones     = "\u0300\u0301\u0309\u0303\u0323" // grave, acute, hook above, tilde, dot below
)

// vowels are the letters by what marks stand on them: a row for each vowel and quality, level tone
// first, then in the order of tones.
var vowels = []struct {
	base    rune
	quality rune // 0: none
	row     string
}{
	{'a', 0, "aàáảãạ"},
	{'a', '\u0306', "ăằắẳẵặ"},
	{'a', '\u0302', "âầấẩẫậ"},
	{'e', 0, "eèéẻẽẹ"},
	{'e', '\u0302', "êềếểễệ"},
	{'i', 0, "iìíỉĩị"},
	{'o', 0, "oòóỏõọ"},
	{'o', '\u0302', "ôồốổỗộ"},
	{'o', '\u031b', "ơờớởỡợ"},
	{'u', 0, "uùúủũụ"},
	{'u', '\u031b', "ưừứửữự"},
	{'y', 0, "yỳýỷỹỵ"},
}

// marked is a letter with its marks apart.
type marked struct{ base, quality, tone rune }

var apart, whole = letters()

// letters are all letters apart, and back, in both cases.
func letters() (map[rune]marked, map[marked]rune) {
	apart, whole := map[rune]marked{}, map[marked]rune{}
	for _, v := range vowels {
		for _, upper := range []bool{false, true} {
			base, row := v.base, v.row
			if upper {
				base, row = base-'a'+'A', strings.ToUpper(row)
			}
			all := append([]rune{0}, []rune(tones)...)
			for i, r := range []rune(row) {
				m := marked{base, v.quality, all[i]}
				apart[r], whole[m] = m, r
			}
		}
	}
	return apart, whole
}

// composed is a text with each Vietnamese letter as one character, in whatever order its marks came
// (NFC for these letters). Other marks stay as they are.
func composed(text string) string {
	if !strings.ContainsAny(text, qualities+tones) {
		return text
	}
	var out []rune
	for _, r := range text {
		if n := len(out); n > 0 && strings.ContainsRune(qualities+tones, r) {
			m, known := apart[out[n-1]]
			switch {
			case strings.ContainsRune(tones, r) && m.tone == 0:
				m.tone = r
			case strings.ContainsRune(qualities, r) && m.quality == 0:
				m.quality = r
			default:
				known = false
			}
			if one := whole[m]; known && one != 0 {
				out[n-1] = one
				continue
			}
		}
		out = append(out, r)
	}
	return string(out)
}
