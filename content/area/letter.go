package area

import "unicode"

// letter is one Vietnamese letter taken apart: the Latin letter, what makes it another vowel (or
// đ), and the tone.
type letter struct {
	base    byte
	quality byte // 0 none, '(' breve, '^' circumflex, '+' horn, '-' stroke
	tone    byte // 0 level, then '`' grave, '\'' acute, '?' hook above, '~' tilde, '.' dot below
}

// tones in the order in which the rows of vowelRows list their letters.
var tones = []byte{0, '`', '\'', '?', '~', '.'}

// vowelRows lists each vowel in its six tones, composed.
var vowelRows = []struct {
	base, quality byte
	letters       string
}{
	{'a', 0, "aàáảãạ"},
	{'a', '(', "ăằắẳẵặ"},
	{'a', '^', "âầấẩẫậ"},
	{'e', 0, "eèéẻẽẹ"},
	{'e', '^', "êềếểễệ"},
	{'i', 0, "iìíỉĩị"},
	{'o', 0, "oòóỏõọ"},
	{'o', '^', "ôồốổỗộ"},
	{'o', '+', "ơờớởỡợ"},
	{'u', 0, "uùúủũụ"},
	{'u', '+', "ưừứửữự"},
	{'y', 0, "yỳýỷỹỵ"},
}

// letters maps each lower-case letter with a mark to its parts.
var letters = composeLetters()

func composeLetters() map[rune]letter {
	m := map[rune]letter{
		'đ': {base: 'd', quality: '-'},
		'ð': {base: 'd', quality: '-'}, // eth: looks the same as a capital, and old converters wrote it for Đ
	}
	for _, row := range vowelRows {
		i := 0
		for _, r := range row.letters {
			m[r] = letter{base: row.base, quality: row.quality, tone: tones[i]}
			i++
		}
	}
	return m
}

// qualityMark and toneMark read combining marks, as decomposed text (names of files from macOS) and
// mixed text carry them.
func qualityMark(r rune) byte {
	switch r {
	case 0x0302:
		return '^'
	case 0x0306:
		return '('
	case 0x031B:
		return '+'
	}
	return 0
}

func toneMark(r rune) byte {
	switch r {
	case 0x0300, 0x0340:
		return '`'
	case 0x0301, 0x0341:
		return '\''
	case 0x0309:
		return '?'
	case 0x0303:
		return '~'
	case 0x0323:
		return '.'
	}
	return 0
}

// unseen says whether r stands in text without being a letter or a gap of its own: combining marks,
// soft hyphens, zero-width spaces and byte order marks.
func unseen(r rune) bool {
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r)
}
