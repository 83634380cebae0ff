package preflight

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ngatu/content/area"
)

// kinds are the words before the name of a unit.
var kinds = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{M}])(quận|huyện|phường|thị xã|thị trấn|xã|q\.|p\.|h\.|tx\.|tt\.)[ \x{a0}]*`)

// mostSyllables is how many the longest name has: Văn Miếu - Quốc Tử Giám has five.
const mostSyllables = 6

// areaNames: a name behind the word for a kind of unit is spelt as the list of units has it. Units
// elsewhere in the country, which are on no list here, are left alone unless they are a slip away.
func areaNames(f Facts) (out []Finding) {
	if f.Areas == nil {
		return nil
	}
	var reported []string
	for _, t := range f.texts() {
		for _, at := range kinds.FindAllStringSubmatchIndex(t, -1) {
			said, right, wrong := misspelt(f.Areas, capitalised(t[at[1]:]))
			if !wrong || slices.Contains(reported, said) {
				continue
			}
			reported = append(reported, said)
			out = append(out, Finding{
				Level: Warning, Marks: f.marks(func(line string) bool { return namesArea(line, said) }),
				Vi: fmt.Sprintf("“%s” có phải là “%s” không? Hãy xem lại tên địa bàn.", said, right),
				En: fmt.Sprintf("Is “%s” meant to be “%s”? Check the name of the area.", said, right),
			})
		}
	}
	return out
}

// namesArea says whether a line has a name behind the word for a kind of unit.
func namesArea(line, name string) bool {
	return slices.ContainsFunc(kinds.FindAllStringIndex(line, -1), func(at []int) bool {
		return strings.HasPrefix(strings.Join(capitalised(line[at[1]:]), " ")+" ", name+" ")
	})
}

// capitalised are the words at the beginning of a text that begin with a capital, as far as they
// can be one name.
func capitalised(text string) (out []string) {
	for _, w := range strings.Fields(text) {
		end := strings.ContainsAny(w, ",.;:!?()\n")
		w = strings.Trim(w, ",.;:!?()“”\"")
		first := []rune(w + " ")[0]
		if len(out) == mostSyllables+1 || w != "-" && w != "–" && !unicode.IsUpper(first) && !unicode.IsDigit(first) {
			break
		}
		out = append(out, w)
		if end {
			break
		}
	}
	return out
}

// misspelt looks a name up, the longest first: one that is on the list as it is written ends the
// search, and so does one that differs in its marks alone. Only then slips are looked for.
func misspelt(set *area.Set, words []string) (said, right string, wrong bool) {
	for n := len(words); n > 0; n-- {
		said = strings.Join(words[:n], " ")
		marksOnly := ""
		for _, p := range area.Periods() {
			for _, a := range set.Find(area.Query{Period: p, Name: said}).Areas {
				if sameSpelling(said, a.Short) || sameSpelling(said, a.Name) {
					return "", "", false
				}
				if marksOnly == "" && n > 1 {
					marksOnly = a.Short
				}
			}
		}
		if marksOnly != "" && hasMarks(said) {
			return said, marksOnly, true
		}
		if marksOnly != "" {
			return "", "", false // written without marks altogether, as on a keyboard without them
		}
		if n >= long {
			if right = near(set, said); right != "" {
				return said, right, true
			}
		}
	}
	for n := min(len(words), long-1); n > 1; n-- {
		said = strings.Join(words[:n], " ")
		if right = near(set, said); right != "" {
			return said, right, true
		}
	}
	return "", "", false
}

// long is from how many words on a name is no accident: a slip in one counts before a shorter name
// that it begins with.
const long = 4

// near is the unit, the newest first, whose name is a slip away; "": none.
func near(set *area.Set, said string) string {
	for _, p := range slices.Backward(area.Periods()) {
		if found := set.Near(p, said, 1); len(found) > 0 {
			return found[0].Short
		}
	}
	return ""
}

func hasMarks(s string) bool { return area.Plain(s) != strings.ToLower(s) }

// sameSpelling compares syllable by syllable, wherever a tone is written: Hòa and Hoà are one.
func sameSpelling(a, b string) bool {
	split := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !unicode.IsDigit(r) })
	}
	return slices.EqualFunc(split(a), split(b), func(x, y string) bool {
		px, tx := area.Untone(x)
		py, ty := area.Untone(y)
		return px == py && tx == ty
	})
}
