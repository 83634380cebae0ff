package reading

import (
	"strings"
	"time"

	"ngatu/content/figure"
)

// Book is a spreadsheet as its file holds it. A CSV is a book of one sheet.
type Book struct {
	Sheets []Sheet `json:"sheets"`
	Old    bool    `json:"old,omitempty"` // an old workbook, which another program converts: a person looks at its figures
}

// Sheet is one page of a book.
type Sheet struct {
	Name   string   `json:"name,omitempty"`
	Hidden bool     `json:"hidden,omitempty"`
	Lines  []Line   `json:"lines"`            // those with anything in them, from the top
	Merges []Merge  `json:"merges,omitempty"` // cells that are shown as one
	Unseen []int    `json:"unseen,omitempty"` // hidden columns, the first is 0
	Notes  []string `json:"notes,omitempty"`  // remarks on cells, boxes with words, what is printed above and below pages
}

// Merge is a rectangle of cells shown as one; its text stands in its first cell. Rows are numbered
// from 1 and columns from 0, both ends belong to it.
type Merge struct{ Top, Left, Bottom, Right int }

// Line is one row of a sheet.
type Line struct {
	Number int    `json:"n"` // as the sheet shows it, the first is 1
	Hidden bool   `json:"hidden,omitempty"`
	Cells  []Cell `json:"cells"`
}

// Kind says what a cell holds.
type Kind string

// The kinds of cell. All but Text come from programs that keep numbers apart from text.
const (
	Text     Kind = ""         // as written, also numbers that are text
	Number   Kind = "number"   // shown as it is stored
	Percent  Kind = "percent"  // shown with a percent sign
	Dated    Kind = "date"     // shown as a date or a time
	Scaled   Kind = "scaled"   // shown in thousands or millions
	Padded   Kind = "padded"   // shown with three or more decimals: 91 as 91.000
	Unshown  Kind = "unshown"  // its format shows nothing
	Failed   Kind = "failed"   // the error of a formula
	Unworked Kind = "unworked" // a formula whose result the file does not hold
)

// Cell is one cell.
type Cell struct {
	Text string    `json:"t,omitempty"` // as shown, composed (NFC), without invisible characters
	Kind Kind      `json:"k,omitempty"`
	Raw  string    `json:"r,omitempty"` // the number as stored, with a point before the fraction; "" where there is none
	Time time.Time `json:"d,omitzero"`  // of a date: local, by area.Local

	Formula string `json:"f,omitempty"` // what its value was computed by: =SUM(B5:B34); "=" where that is shared or too long
}

// At is the cell in a column; the zero cell beyond the end and for column -1.
func (l Line) At(column int) Cell {
	if column < 0 || column >= len(l.Cells) {
		return Cell{}
	}
	return l.Cells[column]
}

// empty says whether nothing is seen in the cell.
func (c Cell) empty() bool { return c.Text == "" && c.Kind == Text }

// numeric says whether the cell holds a number or should.
func (c Cell) numeric() bool {
	if c.Kind != Text {
		return true
	}
	n := figure.ParseNumber(c.Text)
	return n.Fault != figure.NoNumber && n.Fault != figure.Empty && n.Fault != figure.NotYet
}

// count reads the cell as a count. What it shows is what counts: a cell that shows something else
// than it holds has a fault.
func (c Cell) count() figure.Number {
	faults := map[Kind]figure.Fault{
		Percent: figure.IsPercent, Dated: figure.IsDate, Scaled: figure.Shown, Padded: figure.Shown, Unshown: figure.Shown,
		Failed: figure.Failed, Unworked: figure.Unworked,
	}
	if fault, bad := faults[c.Kind]; bad {
		return figure.Number{Text: c.Text, Fault: fault}
	}
	if c.Kind == Number {
		return figure.MachineNumber(c.Raw)
	}
	return figure.ParseNumber(c.Text)
}

// code is a code as shown; the apostrophe by which Excel marks text sometimes comes along.
func (c Cell) code() string { return strings.TrimLeft(c.Text, "'’") }

// instant reads the cell as an as-of time.
func (c Cell) instant() figure.Instant {
	if c.Kind == Dated && !c.Time.IsZero() {
		return figure.At(c.Time)
	}
	return figure.ParseInstant(c.Text)
}

// unseen says whether a column is hidden.
func (s Sheet) unseen(column int) bool {
	for _, c := range s.Unseen {
		if c == column {
			return true
		}
	}
	return false
}
