package reading

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Column is one column of the table.
type Column struct {
	Index  int    `json:"index"` // the first is 0
	Path   string `json:"path"`  // its name; where merged cells stand above it, theirs first: "Số tài khoản / Lũy kế"
	Key    string `json:"key"`   // tells it from the others on this sheet and on tomorrow's: its name with dates masked
	Role   Role   `json:"role"`
	Said   bool   `json:"said,omitempty"` // the role was said by a person, a recipe or a request, not by the dictionary
	Hidden bool   `json:"hidden,omitempty"`
}

// searched is how far down a header may stand, in lines; above it are titles.
const searched = 60

// deepest is how many lines a header may have: a cell that reaches further down is merged over rows.
const deepest = 6

// header is where the names of the columns stand.
type header struct {
	first, last int // lines of the sheet
	columns     []Column
}

func (h header) column(r Role) int {
	for _, c := range h.columns {
		if c.Role == r {
			return c.Index
		}
	}
	return -1
}

// path is the name of a role's column.
func (h header) path(r Role) string {
	for _, c := range h.columns {
		if c.Role == r {
			return c.Path
		}
	}
	return ""
}

// findHeader looks for the line that names a column of units or codes and, best, one of values.
// Where no line does, the first that looks like a header is taken for one, and its columns are
// questions.
func findHeader(s Sheet, a Answers, asOf time.Time) (header, bool) {
	var found, likely header
	ok, maybe := false, false
	for i := 0; i < len(s.Lines) && i < searched; i++ {
		h := headerAt(s, i, a, asOf)
		if len(h.named()) < 2 {
			continue
		}
		if !h.hasUnit() {
			if !maybe && looksLikeHeader(s, h) {
				likely, maybe = h, true
			}
			continue
		}
		if h.column(Value) >= 0 {
			return h, true
		}
		if !ok {
			found, ok = h, true
		}
	}
	if !ok {
		return likely, maybe
	}
	return found, ok
}

// looksLikeHeader says whether a line of words stands above lines that each hold words and numbers.
func looksLikeHeader(s Sheet, h header) bool {
	for _, c := range s.Lines[h.last].Cells {
		if !c.empty() && c.numeric() {
			return false
		}
	}
	below := 0
	for _, l := range s.Lines[h.last+1 : min(h.last+4, len(s.Lines))] {
		words, numbers := 0, 0
		for _, c := range l.Cells {
			switch {
			case c.empty():
			case c.numeric():
				numbers++
			default:
				words++
			}
		}
		if words > 0 && numbers > 0 {
			below++
		}
	}
	return below > 1
}

func (h header) hasUnit() bool { return h.column(Unit) >= 0 || h.column(Code) >= 0 }

func (h header) named() (out []Column) {
	for _, c := range h.columns {
		if c.Path != "" {
			out = append(out, c)
		}
	}
	return out
}

// headerAt reads line i as a header, with the lines that merged cells tie to it.
func headerAt(s Sheet, i int, a Answers, asOf time.Time) header {
	h := header{first: i, last: i}
	line := s.Lines[i]
	for _, m := range s.Merges { // units' cells that reach down: so many lines has the header
		if m.Top == line.Number && m.Left == m.Right && m.Bottom > m.Top && m.Bottom-m.Top < deepest && line.At(m.Left).Text != "" {
			for h.last+1 < len(s.Lines) && s.Lines[h.last+1].Number <= m.Bottom {
				h.last++
			}
		}
	}
	if h.first > 0 && tied(s, s.Lines[h.first-1], line) {
		h.first--
	}
	width := 0
	for _, l := range s.Lines[h.first:] { // a column of the rows may have no name
		width = max(width, len(l.Cells))
	}
	for c := range width {
		path := pathOf(s, h, c)
		h.columns = append(h.columns, Column{Index: c, Path: path, Role: roleOf(path), Hidden: s.unseen(c)})
	}
	h.settle()
	h.name(s, asOf)
	h.answer(a)
	return h
}

// name gives each column its key. A second line of names that no merged cell ties to the first
// belongs to the key, since it tells columns apart. A column without a name goes by its letter.
func (h *header) name(s Sheet, asOf time.Time) {
	var second Line
	if secondHeader(s, *h) {
		second = s.Lines[h.last+1]
	}
	times := map[string]int{}
	for i := range h.columns {
		c := &h.columns[i]
		key := mask(strings.TrimSpace(c.Path+" "+second.At(c.Index).Text), asOf)
		if key == "" {
			key = "cột " + strings.ToLower(Letter(c.Index))
		}
		if times[key]++; times[key] > 1 {
			key = fmt.Sprintf("%s #%d", key, times[key])
		}
		c.Key = key
	}
}

// tied says whether the line above a header groups some of its columns by a merged cell. A title is
// merged as well, but over the first column too; a time or a unit of counting names no group.
func tied(s Sheet, above, line Line) bool {
	if above.Number != line.Number-1 {
		return false
	}
	return slices.ContainsFunc(s.Merges, func(m Merge) bool {
		return m.Top == above.Number && m.Bottom == m.Top && m.Right > m.Left && m.Left > 0 && above.At(m.Left).Text != "" && !isRemark(above.At(m.Left))
	})
}

// pathOf is the name of a column, from the top down, each part once.
func pathOf(s Sheet, h header, column int) string {
	var parts []string
	for _, l := range s.Lines[h.first : h.last+1] {
		text := l.At(column).Text
		if text == "" {
			text = mergedText(s, l.Number, column, s.Lines[h.first:h.last+1])
		}
		if text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " / ")
}

// mergedText is the text of the merged cell that covers a place.
func mergedText(s Sheet, row, column int, lines []Line) string {
	for _, m := range s.Merges {
		if row < m.Top || row > m.Bottom || column < m.Left || column > m.Right {
			continue
		}
		for _, l := range lines {
			if l.Number == m.Top {
				return l.At(m.Left).Text
			}
		}
	}
	return ""
}

// settle makes of district and commune the unit and the one above it, or the unit where one stands
// alone.
func (h *header) settle() {
	has := func(r Role) bool { return h.column(r) >= 0 }
	turn := func(from, to Role) {
		for i := range h.columns {
			if h.columns[i].Role == from {
				h.columns[i].Role = to
			}
		}
	}
	if has(commune) && !has(Unit) {
		turn(commune, Unit)
	}
	if has(district) && has(Unit) {
		turn(district, Parent)
	}
	turn(district, Unit)
	turn(commune, Unit)
}

// Recognised counts the columns of a sheet that have a role: of several ways to cut a text into
// columns, the best has most.
func Recognised(s Sheet) int {
	h, ok := findHeader(s, Answers{}, time.Time{})
	if !ok {
		return 0
	}
	n := 0
	for _, c := range h.columns {
		if c.Role != Unknown {
			n++
		}
	}
	return n
}

// counts says whether the table holds numbers in a column that may be one of figures.
func (h header) counts(t *table) bool {
	return slices.ContainsFunc(h.columns, func(c Column) bool {
		return c.Role == Value || (c.Role == Unknown || c.Role == Target || c.Role == Denominator) && t.numbersIn(c.Index) > 0
	})
}
