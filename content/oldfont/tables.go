package oldfont

import "strings"

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
