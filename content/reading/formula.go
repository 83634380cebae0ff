package reading

import (
	"strconv"
	"strings"
)

// formula computes the formulas that people write into reports: arithmetic, sums, rounding, cells
// of other sheets. Whatever else stands in one makes it unknown.
type formula struct {
	text  string
	at    int // bytes of text that were read
	sheet string
	cells *reckoner
	depth int
}

// maxNested is how deep brackets and signs of one formula may be nested.
const maxNested = 50

// sum reads terms joined by + and -.
func (f *formula) sum() (float64, bool) {
	if f.depth++; f.depth > maxNested {
		return 0, false
	}
	defer func() { f.depth-- }()
	n, ok := f.product()
	for ok {
		switch {
		case f.take("+"):
			var m float64
			m, ok = f.product()
			n += m
		case f.take("-"):
			var m float64
			m, ok = f.product()
			n -= m
		default:
			return n, true
		}
	}
	return 0, false
}

// product reads factors joined by * and /.
func (f *formula) product() (float64, bool) {
	n, ok := f.factor()
	for ok {
		switch {
		case f.take("*"):
			var m float64
			m, ok = f.factor()
			n *= m
		case f.take("/"):
			var m float64
			m, ok = f.factor()
			if m == 0 {
				return 0, false
			}
			n /= m
		default:
			return n, true
		}
	}
	return 0, false
}

func (f *formula) factor() (float64, bool) {
	if f.depth++; f.depth > maxNested {
		return 0, false
	}
	defer func() { f.depth-- }()
	switch {
	case f.take("-"):
		n, ok := f.factor()
		return -n, ok
	case f.take("+"):
		return f.factor()
	case f.take("("):
		n, ok := f.sum()
		return n, ok && f.take(")")
	}
	if name := f.function(); name != "" {
		return f.call(name)
	}
	if r, ok := f.reference(); ok {
		return f.cells.one(r)
	}
	return f.number()
}

// take reads a sign, with blanks before it.
func (f *formula) take(sign string) bool {
	f.text = f.text[:f.at] + strings.TrimLeft(f.text[f.at:], " ")
	if !strings.HasPrefix(f.text[f.at:], sign) {
		return false
	}
	f.at += len(sign)
	return true
}

func (f *formula) number() (float64, bool) {
	end := f.at
	for end < len(f.text) && (f.text[end] >= '0' && f.text[end] <= '9' || f.text[end] == '.') {
		end++
	}
	n, err := strconv.ParseFloat(f.text[f.at:end], 64)
	f.at = end
	if f.take("%") {
		n /= 100
	}
	return n, err == nil
}

// function reads the name of a function with its bracket; "" where none stands.
func (f *formula) function() string {
	end := f.at
	for end < len(f.text) && (asciiLetter(f.text[end]) || f.text[end] == '.') {
		end++
	}
	if end == f.at || end >= len(f.text) || f.text[end] != '(' {
		return ""
	}
	name := strings.ToUpper(f.text[f.at:end])
	f.at = end + 1
	return name
}

func asciiLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
