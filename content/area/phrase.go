package area

import "slices"

// phrase is some words as they are compared: written together, so that "Hà Đông", "HàĐông" and
// "ha-dong" are one.
type phrase struct{ plain, marked string }

// romans lets "Mỹ Đình I" be Mỹ Đình 1; no name in the data ends in the letter i as a word.
var romans = map[string]string{"i": "1", "ii": "2", "iii": "3", "iv": "4"}

func phraseOf(words []word) phrase {
	var p phrase
	for i, w := range words {
		if digit, ok := romans[w.plain]; ok && i > 0 && i == len(words)-1 {
			w = word{digit, digit}
		}
		p.plain += w.plain
		p.marked += w.marked
	}
	return p
}

// reading is one way to understand a name: the kinds that it may be of (none named: any), and the
// name itself.
type reading struct {
	kinds []Kind
	name  phrase
}

// affix is a word for a kind, before the name in Vietnamese or after it in English.
type affix struct {
	words []string
	kinds []Kind
}

// Every reading is tried, so a short form that is also the beginning of a name (Quán Thánh, Phương
// Liên) does no harm.
var prefixes = []affix{
	{[]string{"thanh", "pho"}, []Kind{ThanhPho}},
	{[]string{"tp"}, []Kind{ThanhPho}},
	{[]string{"t", "p"}, []Kind{ThanhPho}},
	{[]string{"quan"}, []Kind{Quan}},
	{[]string{"q"}, []Kind{Quan}},
	{[]string{"huyen"}, []Kind{Huyen}},
	{[]string{"h"}, []Kind{Huyen}},
	{[]string{"thi", "xa"}, []Kind{ThiXa}},
	{[]string{"tx"}, []Kind{ThiXa}},
	{[]string{"t", "x"}, []Kind{ThiXa}},
	{[]string{"t", "xa"}, []Kind{ThiXa}},
	{[]string{"phuong"}, []Kind{Phuong}},
	{[]string{"p"}, []Kind{Phuong}},
	{[]string{"xa"}, []Kind{Xa}},
	{[]string{"x"}, []Kind{Xa}},
	{[]string{"thi", "tran"}, []Kind{ThiTran}},
	{[]string{"tt"}, []Kind{ThiTran}},
	{[]string{"t", "t"}, []Kind{ThiTran}},
}

var suffixes = []affix{
	{[]string{"district"}, []Kind{Quan, Huyen}},
	{[]string{"ward"}, []Kind{Phuong}},
	{[]string{"commune"}, []Kind{Xa}},
	{[]string{"town"}, []Kind{ThiXa, ThiTran}},
	{[]string{"township"}, []Kind{ThiTran}},
	{[]string{"city"}, []Kind{ThanhPho}},
}

// offices are the bodies that sheets name instead of their unit; no unit's name begins so.
var offices = [][]string{{"ubnd"}, {"uy", "ban", "nhan", "dan"}, {"cong", "an"}}

// readings lists the ways to understand words.
func readings(words []word) []reading {
	for _, o := range offices {
		if len(words) > len(o) && startsWith(words, o) {
			words = words[len(o):]
			break
		}
	}
	if len(words) == 0 {
		return nil
	}
	out := []reading{{name: phraseOf(words)}}
	for _, a := range prefixes {
		if n := len(a.words); len(words) > n && startsWith(words, a.words) {
			out = append(out, reading{a.kinds, phraseOf(words[n:])})
		}
	}
	for _, a := range suffixes {
		if n := len(words) - len(a.words); n > 0 && startsWith(words[n:], a.words) {
			out = append(out, reading{a.kinds, phraseOf(words[:n])})
		}
	}
	return out
}

func startsWith(words []word, plain []string) bool {
	return len(words) >= len(plain) && slices.EqualFunc(words[:len(plain)], plain, func(w word, p string) bool { return w.plain == p })
}

// KindNamed is the kind that a name begins with in words or in short, "Q. Ba Đình": Quận. False
// where it names none.
func KindNamed(name string) (Kind, bool) {
	words := spell(name)
	for _, a := range prefixes {
		if len(words) > len(a.words) && startsWith(words, a.words) {
			return a.kinds[0], true
		}
	}
	return "", false
}
