package oldfont

import "strings"

// sureFrom is how many texts in an old font make the rest of a document one of it.
const sureFrom = 3

// Rewrite writes the texts of one document, which each hands on, as Unicode. old says whether the
// document is in an old font. A text that shows its font by two different signs is written again by
// itself ("naïve" has one). One sign is enough where several texts show two of that font, and where
// no text has Vietnamese letters of Unicode and all together show two; the others are then written
// again as well ("Quèc Oai" is whole in both).
func Rewrite(each func(func(*string))) (old bool) {
	var all strings.Builder
	each(func(text *string) { all.WriteString(*text + "\n") })
	least := map[Font]int{TCVN3: 2, VNI: 2}
	count := func() map[Font]int {
		found := map[Font]int{}
		each(func(text *string) { found[of(*text, least)]++ })
		return found
	}
	pure, found := of(all.String(), least) != Unicode, count()
	for f := range least {
		if pure || found[f] >= sureFrom {
			least[f] = 1
		}
	}
	found = count()
	rest := Unicode
	if most := max(found[TCVN3], found[VNI]); pure && most >= sureFrom {
		rest = TCVN3
		if found[VNI] == most {
			rest = VNI
		}
	}
	each(func(text *string) {
		f := of(*text, least)
		if f == Unicode && !Vietnamese(*text) {
			f = rest
		}
		*text = f.Text(*text)
	})
	return found[TCVN3]+found[VNI] >= sureFrom
}
