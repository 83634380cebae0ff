package oldfont

// sureFrom is how many texts in an old font make the rest of a document one of it.
const sureFrom = 3

// Rewrite writes the texts of one document, which each hands on, as Unicode. old says whether the
// document is in an old font: a text that shows its font is written again by itself, and where no
// text has Vietnamese letters of Unicode the others are as well ("Quèc Oai" is whole in both).
func Rewrite(each func(func(*string))) (old bool) {
	found := map[Font]int{}
	modern := false
	each(func(text *string) {
		found[Of(*text)]++
		modern = modern || Vietnamese(*text)
	})
	rest := Unicode
	if most := max(found[TCVN3], found[VNI]); !modern && most >= sureFrom {
		rest = TCVN3
		if found[VNI] == most {
			rest = VNI
		}
	}
	each(func(text *string) {
		f := Of(*text)
		if f == Unicode && !Vietnamese(*text) {
			f = rest
		}
		*text = f.Text(*text)
	})
	return found[TCVN3]+found[VNI] >= sureFrom
}
