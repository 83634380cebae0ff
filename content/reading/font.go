package reading

import (
	"regexp"
	"strings"
)

// font is how the letters of a text are coded. Before Unicode Vietnamese fonts drew their letters
// in the places of Western European ones; read as Unicode such text is those.
type font int

const (
	unicode font = iota
	tcvn3        // .VnTime and its like
	vni          // VNI-Times and its like
)

// What only text in an old font has. Signs and tones of TCVN3 stand in the middle of words; VNI
// writes the tone behind its vowel. "oà", "oá" and "oã" are Unicode as well.
var (
	inTCVN3 = regexp.MustCompile(`[§®]\p{L}|\p{L}[µ¶¸¨ª¬¾¼½×÷Þß]|\p{L}[©«»¹]\p{L}|\p{L}\x{ad}\p{L}|\p{Ll}[ÆÇÐÑÞØÎÏÖÜËÊÈÉÌÒÓÔÕÝ]`)
	inVNI   = regexp.MustCompile(`(?i)[aeuyoôö][ùøûõï]|a[âáàåãäêéèúüë]|e[âáàåãä]|o[âåä]|ñ[aeiouyôö]`)
)

// fontOf is the font that a text shows by itself.
func fontOf(text string) font {
	switch {
	case plainASCII(text) || vietnamese(text):
		return unicode
	case inTCVN3.MatchString(text):
		return tcvn3
	case inVNI.MatchString(text):
		return vni
	}
	return unicode
}

// vietnamese says whether a text has letters that no old font has: those beyond Western Europe.
func vietnamese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r > 0xff && r < 0x2000 })
}

// sureFrom is how many cells in an old font make the rest of a book one of it.
const sureFrom = 3

// Unicode writes the cells of a book in an old font, TCVN3 or VNI, as Unicode. old says whether the
// book is one: a cell that shows its font is written again by itself, and where no cell has
// Vietnamese letters of Unicode the others are as well ("Quèc Oai" is whole in both).
func Unicode(b Book) (old bool) {
	found := map[font]int{}
	modern := false
	eachText(b, func(text *string) {
		found[fontOf(*text)]++
		modern = modern || vietnamese(*text)
	})
	rest := unicode
	if most := max(found[tcvn3], found[vni]); !modern && most >= sureFrom {
		rest = tcvn3
		if found[vni] == most {
			rest = vni
		}
	}
	eachText(b, func(text *string) {
		f := fontOf(*text)
		if f == unicode && !vietnamese(*text) {
			f = rest
		}
		*text = f.unicode(*text)
	})
	return found[tcvn3]+found[vni] >= sureFrom
}

// eachText hands every text of a book to f.
func eachText(b Book, f func(*string)) {
	for s := range b.Sheets {
		f(&b.Sheets[s].Name)
		for l := range b.Sheets[s].Lines {
			cells := b.Sheets[s].Lines[l].Cells
			for c := range cells {
				if cells[c].Kind == Text && !plainASCII(cells[c].Text) {
					f(&cells[c].Text)
				}
			}
		}
	}
}

// tones are the letters with their five tones, as pairs of the letter alone and with tones: sắc,
// huyền, hỏi, ngã, nặng.
var tones = map[rune]string{
	'a': "áàảãạ", 'â': "ấầẩẫậ", 'ă': "ắằẳẵặ", 'e': "éèẻẽẹ", 'ê': "ếềểễệ", 'i': "íìỉĩị", 'o': "óòỏõọ", 'ô': "ốồổỗộ", 'ơ': "ớờởỡợ",
	'u': "úùủũụ", 'ư': "ứừửữự", 'y': "ýỳỷỹỵ",
}

// tcvn3Letters are the places of TCVN3, by letter: alone, then with the five tones. Letters of
// other cases share them.
var tcvn3Letters = strings.NewReplacer(replaced(map[rune]string{
	'a': "a¸µ¶·¹", 'ă': "¨¾»¼½Æ", 'â': "©ÊÇÈÉË", 'e': "eÐÌÎÏÑ", 'ê': "ªÕÒÓÔÖ", 'i': "iÝ×ØÜÞ", 'o': "oãßáâä", 'ô': "«èåæçé",
	'ơ': "¬íêëìî", 'u': "uóïñòô", 'ư': "\u00adøõö÷ù", 'y': "yýúûüþ",
}, "®", "đ", "§", "Đ", "¡", "Ă", "¢", "Â", "£", "Ê", "¤", "Ô", "¥", "Ơ", "¦", "Ư")...)

// replaced lists the pairs of a replacer from the places of letters.
func replaced(places map[rune]string, also ...string) (pairs []string) {
	for letter, at := range places {
		with := append([]rune{letter}, []rune(tones[letter])...)
		for i, place := range []rune(at) {
			if place >= 0x80 {
				pairs = append(pairs, string(place), string(with[i]))
			}
		}
	}
	return append(pairs, also...)
}

// vniLetters are the ways in which VNI writes letters: a vowel and its mark behind it. ơ and ư are
// "ô" and "ö", đ is "ñ".
var vniLetters = func() *strings.Replacer {
	const plainMarks, hats, bows = "ùøûõï", "áàåãä", "éèúüë"
	var pairs []string
	add := func(written string, letter rune) {
		pairs = append(pairs, written, string(letter), strings.ToUpper(written), strings.ToUpper(string(letter)))
		if first := []rune(written); len(first) == 2 {
			pairs = append(pairs, strings.ToUpper(string(first[0]))+string(first[1]), strings.ToUpper(string(letter)))
		}
	}
	marked := func(base string, letter rune, marks string) {
		for i, m := range []rune(marks) {
			add(base+string(m), []rune(tones[letter])[i])
		}
	}
	for _, v := range "aeouy" {
		marked(string(v), v, plainMarks)
	}
	marked("ô", 'ơ', plainMarks)
	marked("ö", 'ư', plainMarks)
	for v, with := range map[string]rune{"a": 'â', "e": 'ê', "o": 'ô'} {
		marked(v, with, hats)
		add(v+"â", with)
	}
	marked("a", 'ă', bows)
	add("aê", 'ă')
	for written, letter := range map[string]rune{"ñ": 'đ', "ô": 'ơ', "ö": 'ư', "î": 'ỵ', "æ": 'ỉ', "ó": 'ĩ', "ò": 'ị'} {
		add(written, letter)
	}
	return strings.NewReplacer(pairs...)
}()

// unicode writes a text of the font as Unicode. Soft hyphens are a letter of TCVN3 and nothing else
// anywhere.
func (f font) unicode(text string) string {
	switch f {
	case tcvn3:
		return tcvn3Letters.Replace(text)
	case vni:
		return vniLetters.Replace(text)
	}
	return strings.ReplaceAll(text, "\u00ad", "")
}
