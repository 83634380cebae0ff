package sheet

import (
	"regexp"
	"strconv"

	"ngatu/content/reading"
)

// sharedFormula is a formula that is written once for several cells, with the place where it is.
type sharedFormula struct {
	text string
	at   place
}

// share gives a cell the formula that it shares: the first one writes it, the others have it moved
// by their distance.
func (in *cells) share() {
	if in.c.shared == "" {
		return
	}
	if in.c.formula != "=" {
		if len(in.shared) < 100_000 {
			in.shared[in.c.shared] = sharedFormula{in.c.formula, in.at}
		}
		return
	}
	if from, ok := in.shared[in.c.shared]; ok {
		in.c.formula = formulaOf(moved(from.text[1:], in.at.row-from.at.row, in.at.column-from.at.column))
	}
}

// reference finds cells in a formula; what a bracket follows is a function.
var reference = regexp.MustCompile(`'[^']*'|"[^"]*"|[\p{L}\p{N}_.$]+[(!]?`)

var cellRef = regexp.MustCompile(`^(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6})$`)

// moved writes a formula for a cell so many rows and columns away.
func moved(formula string, rows, columns int) string {
	return reference.ReplaceAllStringFunc(formula, func(word string) string {
		m := cellRef.FindStringSubmatch(word)
		if m == nil {
			return word
		}
		column, row, _ := placeOf(m[2] + m[4])
		if m[1] == "" {
			column += columns
		}
		if m[3] == "" {
			row += rows
		}
		if column < 0 || row < 1 {
			return "#REF!"
		}
		return m[1] + reading.Letter(column) + m[3] + strconv.Itoa(row)
	})
}
