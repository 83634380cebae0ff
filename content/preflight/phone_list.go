package preflight

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/content/area"
)

// Listed is a number that may be printed beside the hotline, with whose it is.
type Listed struct {
	Label  string // "Công an phường Láng"
	Number string // as it is printed: "024 3825 1234"
	number number
}

// Limits of the list of numbers.
const (
	maxPhones = 40
	maxLabel  = 60 // letters
)

// ReadPhones reads a list of numbers that may be printed: a line each, "label: number". The error is
// of code Invalid and names the line.
func ReadPhones(list string) (out []Listed, err error) {
	lines := content.Lines(list)
	if len(lines) > maxPhones {
		return nil, &content.Error{Code: content.Invalid, Vi: fmt.Sprintf("Nhiều nhất %d số.", maxPhones), En: fmt.Sprintf("At most %d numbers.", maxPhones)}
	}
	for _, line := range lines {
		at := strings.LastIndex(line, ":")
		p := Listed{Label: strings.TrimSpace(line[:max(at, 0)]), Number: strings.TrimSpace(line[at+1:])}
		found := numbers("gọi " + p.Number)
		if n := utf8.RuneCountInString(p.Label); len(found) != 1 || !nothingElse(p.Number, found[0]) || n == 0 || n > maxLabel || len(numbers("gọi "+p.Label)) > 0 {
			return nil, &content.Error{
				Code: content.Invalid,
				Vi:   fmt.Sprintf("Dòng “%s” không đọc được. Hãy ghi mỗi dòng một số, ví dụ: Công an phường Láng: 024 3825 1234.", clipped(line)),
				En:   fmt.Sprintf("The line “%s” cannot be read. Write a number a line, with whose it is, such as Police: 024 3825 1234.", clipped(line)),
			}
		}
		p.number = found[0]
		out = append(out, p)
	}
	return out, nil
}

// nothingElse says whether a text is a number and its branch alone.
func nothingElse(text string, n number) bool {
	words := strings.FieldsFunc(area.Plain(text), func(r rune) bool { return r < 'a' || r > 'z' })
	return digitsOf(text) == n.digits+n.branch && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(branching, w) })
}

// branching are the words that lead to a branch.
var branching = []string{"nhanh", "bam", "phim", "so"}

// CheckPhones is what the rule of telephone numbers alone finds.
func CheckPhones(f Facts) []Finding { return phones(f) }

// Lets reports whether this line lets onto screens all that another one does: the same number,
// however it is written, and no branch alone where the other names all of them.
func (l Listed) Lets(o Listed) bool {
	return national(l.number.digits) == national(o.number.digits) && (l.number.branch == "" || l.number.branch == o.number.branch)
}

// answers says whether another number is this one: that of no branch reaches every branch.
func (n number) answers(o number) bool {
	return n.digits != "" && national(n.digits) == national(o.digits) && (n.branch == "" || o.branch == "" || n.branch == o.branch)
}
