package reading

import (
	"fmt"
	"strings"
	"time"

	"ngatu/content/figure"
)

// Reading is what a spreadsheet was understood as. With a question in Asks, or with a Fault,
// nothing of it may be released.
type Reading struct {
	Sheet       string       // name of the sheet that holds the table; "" for a CSV
	Sheets      []SheetUse   // every sheet of the book
	Old         bool         // of the book
	HeaderRow   int          // row of the names of the columns, the first is 1
	Columns     []Column     // every column of the table
	Uses        []RowUse     // every row below the header, in their order
	Rows        []figure.Row // for figure.Match; as-of time, source and denominator of the sheet stand in each row without its own
	AsOf        figure.Instant
	Source      string // from a line above or below the table
	ValueHeader string // name of the column that was taken
	Fingerprint Fingerprint
	Asks        []Ask
	Fault       *Fault
}

// RowsIn is how many rows stand below the header with anything in them; each of them has a use.
func (r Reading) RowsIn() int { return len(r.Uses) }

// Passed counts the rows that hold no figure: headings, remarks, signatures.
func (r Reading) Passed() (n int) {
	for _, u := range r.Uses {
		if u.Use != FigureRow {
			n++
		}
	}
	return n
}

// table is a reading in the making.
type table struct {
	sheet   Sheet
	h       header
	answers Answers
	when    time.Time // as-of time for masks; zero where none was found
	asOf    figure.Instant
	of      string       // whom the denominator counts
	without map[int]bool // rows without a figure
	head    map[int]bool // rows of these that are the header over again
	out     Reading
}

// Of reads a book by the dictionary and by what somebody said of it. It takes one visible sheet
// with one table; everything that is not certain becomes a question.
func Of(b Book, a Answers) Reading {
	t, tables, fault := choose(b, a)
	if fault != nil {
		return Reading{Fault: fault, Sheets: t.out.Sheets}
	}
	t.out.Old = b.Old
	t.out.Sheet, t.out.HeaderRow = t.sheet.Name, t.sheet.Lines[t.h.first].Number
	t.out.ValueHeader = t.h.path(Value)
	for _, l := range t.sheet.Lines[:t.h.first] {
		t.note(l)
	}
	t.readRows()
	t.checkAnswers()
	t.checkColumns()
	t.checkTables()
	checkBroken(t)
	checkCut(t)
	t.checkWords()
	t.checkHidden()
	t.checkRate()
	t.checkFormulas(b)
	t.checkSource()
	t.checkTimes()
	t.out.Columns, t.out.AsOf = t.h.columns, t.asOf
	t.out.Fingerprint = t.fingerprint(tables)
	t.complete()
	return t.out
}

// body is the lines below the header.
func (t *table) body() []Line { return t.sheet.Lines[t.h.last+1:] }

// complete gives each row what the sheet says of all, or takes the rows away where something has to
// be asked.
func (t *table) complete() {
	if len(t.out.Asks) > 0 {
		t.out.Rows = nil
		return
	}
	for i := range t.out.Rows {
		r := &t.out.Rows[i]
		if r.AsOf.IsEmpty() {
			r.AsOf = t.asOf
		}
		if r.Source == "" || t.answers.Source != "" {
			r.Source = t.out.Source
		}
		if r.DenominatorName == "" {
			r.DenominatorName = t.of
		}
	}
}

// rowsNamed lists row numbers for a sentence, ten at most.
func rowsNamed(rows []int) string {
	const most = 10
	var b strings.Builder
	for i, n := range rows {
		if i == most {
			fmt.Fprintf(&b, " … (%d)", len(rows))
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, n)
	}
	return b.String()
}
