package reading

import (
	"fmt"
	"regexp"
	"strings"

	"ngatu/content/figure"
)

var (
	sumOf    = regexp.MustCompile(`^=(?:SUM|SUBTOTAL)\(((?:9[,;])?)([A-Z0-9:,;+]+)\)$`)
	addition = regexp.MustCompile(`^=\+?([A-Z]{1,3}[0-9]{1,6}(?:\+[A-Z]{1,3}[0-9]{1,6})*)$`)
	rangeRef = regexp.MustCompile(`^([A-Z]{1,3})([0-9]{1,6})(?::([A-Z]{1,3})([0-9]{1,6}))?$`)
)

// checkSums computes simple sums again: a file whose cells were changed by a program that computes
// nothing keeps the old result. Formulas that are no sums of cells of the same sheet are left
// alone.
func (t *table) checkSums() {
	rows := map[int]Line{}
	for _, l := range t.sheet.Lines {
		rows[l.Number] = l
	}
	var stale []string
	for _, l := range t.body() {
		if t.passed(l.Number) {
			continue
		}
		for _, r := range []Role{Value, Target, Denominator} {
			column := t.h.column(r)
			c := l.At(column)
			if held := c.count(); c.Formula != "" && held.Fault == figure.None {
				if sum, ok := sumIn(rows, c.Formula); ok && sum != held.Count {
					stale = append(stale, fmt.Sprintf("%s%d", Letter(column), l.Number))
				}
			}
		}
	}
	if len(stale) > 0 {
		t.ask(Value, "Ô %s giữ kết quả cũ của công thức, khác tổng các ô được cộng: hãy mở bằng Excel hoặc LibreOffice, tính lại, lưu rồi gửi tệp mới.",
			"The cell %s keeps an old result of its formula, which is not the sum of its cells: open the file in Excel or LibreOffice, compute it again, save and send it.",
			clip(strings.Join(stale, ", ")))
	}
}

// sumIn computes a formula that is a sum; false where it is none, or one of its cells is no count.
func sumIn(rows map[int]Line, formula string) (sum int64, ok bool) {
	formula = strings.ReplaceAll(strings.ReplaceAll(strings.ToUpper(formula), "$", ""), " ", "")
	var refs []string
	if m := sumOf.FindStringSubmatch(formula); m != nil {
		if strings.HasPrefix(formula, "=SUBTOTAL") != (m[1] != "") {
			return 0, false
		}
		refs = strings.FieldsFunc(m[2], func(r rune) bool { return strings.ContainsRune(",;+", r) })
	} else if m := addition.FindStringSubmatch(formula); m != nil {
		refs = strings.Split(m[1], "+")
	}
	for _, ref := range refs {
		part, fits := partOf(rows, ref)
		if !fits {
			return 0, false
		}
		sum += part
	}
	return sum, len(refs) > 0
}

// partOf adds up the cells of one reference, such as B5:B34. What is no number counts nothing, as
// in a spreadsheet.
func partOf(rows map[int]Line, ref string) (sum int64, ok bool) {
	m := rangeRef.FindStringSubmatch(ref)
	if m == nil {
		return 0, false
	}
	left, top := columnOf(m[1]), number(m[2])
	right, bottom := left, top
	if m[3] != "" {
		right, bottom = columnOf(m[3]), number(m[4])
	}
	if right-left > 64 || bottom-top > 20_000 || right < left || bottom < top {
		return 0, false
	}
	for row := top; row <= bottom; row++ {
		for column := left; column <= right; column++ {
			switch c := rows[row].At(column); {
			case c.empty() || c.Kind == Text:
			case c.count().Fault != figure.None:
				return 0, false
			default:
				sum += c.count().Count
			}
		}
	}
	return sum, true
}

// columnOf is the number of a column by its letters; the first is 0.
func columnOf(letters string) (n int) {
	for _, l := range letters {
		n = n*26 + int(l-'A') + 1
	}
	return n - 1
}
