package reading

import (
	"fmt"

	"ngatu/content/figure"
)

// Candidate is a column that may hold the figures, told by what stands in it.
type Candidate struct {
	Column
	Numbers  int   // cells that are counts
	Faults   int   // cells with something that is no count
	Total    int64 // of the counts, without rows of totals
	Largest  Example
	Smallest Example
	Some     Example // one of the units, for a comparison with the report on paper
}

// Since is how much the total differs from an earlier one.
func (c Candidate) Since(was int64) int64 { return c.Total - was }

// Example is one unit with its count.
type Example struct {
	Name  string
	Count int64
}

// Candidates lists the columns with counts in them, of the table that a reading took. Seed picks
// the unit that stands for all.
func Candidates(b Book, r Reading, seed int) (out []Candidate) {
	sheet, body := bodyOf(b, r)
	if sheet == nil {
		return nil
	}
	named := -1
	for _, c := range r.Columns {
		if c.Role == Unit || c.Role == Code && named < 0 {
			named = c.Index
		}
	}
	for _, c := range r.Columns {
		if c.Role == Unit || c.Role == Code || roleOf(c.Path) == Ignored {
			continue
		}
		one := Candidate{Column: c}
		var units []Example
		for _, l := range body {
			cell := l.At(c.Index)
			name := l.At(named).Text
			if cell.empty() || figure.IsTotal(name) {
				continue
			}
			n := cell.count()
			if n.Fault != figure.None {
				one.Faults++
				continue
			}
			if name == "" {
				name = fmt.Sprint(l.Number)
			}
			units = append(units, Example{name, n.Count})
			one.Total += n.Count
		}
		if one.Numbers = len(units); one.Numbers == 0 {
			continue
		}
		one.Largest, one.Smallest, one.Some = units[0], units[0], units[seed%len(units)]
		for _, u := range units {
			if u.Count > one.Largest.Count {
				one.Largest = u
			}
			if u.Count < one.Smallest.Count {
				one.Smallest = u
			}
		}
		out = append(out, one)
	}
	return out
}

// bodyOf finds the sheet of a reading again, and its rows that may hold figures.
func bodyOf(b Book, r Reading) (*Sheet, []Line) {
	use := map[int]string{}
	for _, u := range r.Uses {
		use[u.Row] = u.Use
	}
	for i := range b.Sheets {
		s := &b.Sheets[i]
		if s.Hidden || s.Name != r.Sheet {
			continue
		}
		var body []Line
		for _, l := range s.Lines {
			if u, ok := use[l.Number]; ok && u != HeaderRow {
				body = append(body, l)
			}
		}
		return s, body
	}
	return nil, nil
}

// Shown is the sheet that a reading took, for a page that shows it.
func Shown(b Book, r Reading) []Line {
	if s, _ := bodyOf(b, r); s != nil {
		return s.Lines
	}
	return nil
}
