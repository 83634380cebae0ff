package reading

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// call computes a function whose name and bracket were read.
func (f *formula) call(name string) (float64, bool) {
	var all [][]float64
	for !f.take(")") {
		if len(all) > 0 && !f.take(",") && !f.take(";") {
			return 0, false
		}
		numbers, ok := f.argument(name)
		if !ok || len(all) == 255 {
			return 0, false
		}
		all = append(all, numbers)
	}
	flat := slices.Concat(all...)
	switch name {
	case "SUM":
		return total(flat), true
	case "SUBTOTAL": // its first argument says what it computes
		if len(all) < 2 || len(all[0]) != 1 || all[0][0] != 9 && all[0][0] != 109 {
			return 0, false
		}
		return total(flat[1:]), true
	case "ROUND":
		if len(flat) != 2 || math.Abs(flat[1]) > 12 {
			return 0, false
		}
		by := math.Pow(10, math.Trunc(flat[1]))
		return math.Round(flat[0]*by) / by, true
	case "INT":
		if len(flat) == 1 {
			return math.Floor(flat[0]), true
		}
	case "MAX":
		if len(flat) > 0 {
			return slices.Max(flat), true
		}
	case "MIN":
		if len(flat) > 0 {
			return slices.Min(flat), true
		}
	}
	return 0, false
}

func total(numbers []float64) (sum float64) {
	for _, n := range numbers {
		sum += n
	}
	return sum
}

// argument reads what stands between two commas: cells, of which those with text count nothing, or
// a number.
func (f *formula) argument(function string) ([]float64, bool) {
	start := f.at
	if r, ok := f.reference(); ok && (f.at == len(f.text) || strings.ContainsRune(",;) ", rune(f.text[f.at]))) {
		return f.cells.many(r, function == "SUBTOTAL")
	}
	f.at = start
	n, ok := f.sum()
	return []float64{n}, ok
}

// cellRange is a rectangle of cells of a sheet, both ends belong to it.
type cellRange struct {
	sheet                    string
	left, top, right, bottom int
}

var rangeText = regexp.MustCompile(`^(?:(?:'((?:[^'\[]|'')+)'|([\p{L}\p{N}_.]+))!)?\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6}))?`)

// reference reads cells such as B5, $B$5:B34 or 'Bảng 2'!B5.
func (f *formula) reference() (r cellRange, ok bool) {
	f.take("")
	m := rangeText.FindStringSubmatch(f.text[f.at:])
	if m == nil {
		return r, false
	}
	f.at += len(m[0])
	r.sheet = f.sheet
	if other := strings.ReplaceAll(m[1], "''", "'") + m[2]; other != "" {
		r.sheet = other
	}
	r.left, r.top = columnOf(m[3]), number(m[4])
	r.right, r.bottom = r.left, r.top
	if m[5] != "" {
		r.right, r.bottom = columnOf(m[5]), number(m[6])
	}
	return r, r.left <= r.right && r.top <= r.bottom
}

// columnOf is the number of a column by its letters; the first is 0.
func columnOf(letters string) (n int) {
	for _, l := range strings.ToUpper(letters) {
		n = n*26 + int(l-'A') + 1
	}
	return n - 1
}

// reckoner computes the cells of a book again, each once.
type reckoner struct {
	sheets map[string]map[int]Line // by name, then number of the line
	known  map[spot]computed
	steps  int // cells that may still be looked at
}

type spot struct {
	sheet       string
	row, column int
}

type computed struct {
	n    float64
	ok   bool // it is a number, and known
	text bool // it is empty or text: sums pass it over
}

func newReckoner(b Book) *reckoner {
	r := &reckoner{sheets: map[string]map[int]Line{}, known: map[spot]computed{}, steps: 2_000_000}
	for _, s := range b.Sheets {
		lines := map[int]Line{}
		for _, l := range s.Lines {
			lines[l.Number] = l
		}
		r.sheets[plain(s.Name)] = lines
	}
	return r
}

// at computes one cell. A formula that leads back to itself is unknown.
func (r *reckoner) at(s spot) computed {
	if c, ok := r.known[s]; ok {
		return c
	}
	if r.steps--; r.steps < 0 {
		return computed{}
	}
	cell := r.sheets[s.sheet][s.row].At(s.column)
	if cell.Formula == "" {
		return stored(cell)
	}
	r.known[s] = computed{}
	c := r.worked(cell, s.sheet)
	r.known[s] = c
	return c
}

// worked computes the formula of a cell.
func (r *reckoner) worked(cell Cell, sheet string) computed {
	f := formula{text: strings.TrimPrefix(cell.Formula, "="), sheet: sheet, cells: r}
	n, ok := f.sum()
	f.take("")
	return computed{n: n, ok: ok && f.at == len(f.text) && !math.IsNaN(n) && !math.IsInf(n, 0)}
}

// stored is what a cell without a formula counts for.
func stored(c Cell) computed {
	if c.Kind == Text {
		return computed{text: true}
	}
	n, err := strconv.ParseFloat(c.Raw, 64)
	return computed{n: n, ok: err == nil}
}

// one is the number of a single cell; an empty one is 0.
func (r *reckoner) one(c cellRange) (float64, bool) {
	if c.left != c.right || c.top != c.bottom {
		return 0, false
	}
	s := spot{plain(c.sheet), c.top, c.left}
	if _, there := r.sheets[s.sheet]; !there {
		return 0, false
	}
	if r.sheets[s.sheet][s.row].At(s.column).empty() {
		return 0, true
	}
	got := r.at(s)
	return got.n, got.ok
}

// many lists the numbers of a rectangle. Where rows are hidden, what a subtotal counts depends on
// how they were hidden; a subtotal passes over others.
func (r *reckoner) many(c cellRange, subtotal bool) (out []float64, ok bool) {
	lines, there := r.sheets[plain(c.sheet)]
	if !there || c.right-c.left > 64 || c.bottom-c.top > 20_000 {
		return nil, false
	}
	for row := c.top; row <= c.bottom; row++ {
		if subtotal && lines[row].Hidden {
			return nil, false
		}
		for column := c.left; column <= c.right; column++ {
			cell := lines[row].At(column)
			if cell.empty() || subtotal && strings.Contains(strings.ToUpper(cell.Formula), "SUBTOTAL(") {
				continue
			}
			got := r.at(spot{plain(c.sheet), row, column})
			if got.text {
				continue
			}
			if !got.ok {
				return nil, false
			}
			out = append(out, got.n)
		}
	}
	return out, true
}
