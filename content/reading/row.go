package reading

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ngatu/content/figure"
)

// RowUse says what became of one row below the header.
type RowUse struct {
	Row int    `json:"row"`
	Use string `json:"use"`
}

// The uses of rows.
const (
	FigureRow = "figure" // a unit or a total with its numbers: figure.Match says which
	NoteRow   = "note"   // source, as-of time, unit of counting, signature, heading
	HeaderRow = "header" // the header over again, its second line, or the numbers of the columns
)

// readRows makes a row of every line below the header that holds a figure; lines without are notes,
// headings, signatures.
func (t *table) readRows() {
	parent, begun, signed := "", false, t.signed()
	for i, l := range t.body() {
		if !begun && t.h.numbersColumns(l) || t.h.repeats(t.sheet, l) || i == 0 && secondHeader(t.sheet, t.h) {
			t.head[l.Number] = true
			t.use(l, HeaderRow)
			continue
		}
		r := t.rowOf(l)
		signs := l.Number >= signed && !t.holdsNumber(l) // a person may be called as a unit is
		nameless := r.Code == "" && r.Name == "" && (!t.holdsNumber(l) || t.h.holdsDates(l))
		if nameless || signs || rule(l) || r.Name != "" && r.Code == "" && t.isNote(l) {
			t.note(l)
			t.use(l, NoteRow)
			continue
		}
		begun = true
		if r.Parent == "" && r.Name != "" && t.h.column(Parent) >= 0 {
			r.Parent = parent // merged, or left out below the first
		}
		parent = r.Parent
		t.use(l, FigureRow)
		t.out.Rows = append(t.out.Rows, r)
	}
}

func (t *table) use(l Line, use string) {
	t.out.Uses = append(t.out.Uses, RowUse{l.Number, use})
	if use != FigureRow {
		t.without[l.Number] = true
	}
}

// passed says whether a row holds no figure.
func (t *table) passed(row int) bool { return t.without[row] }

func (t *table) rowOf(l Line) figure.Row {
	at := func(r Role) Cell { return l.At(t.h.column(r)) }
	r := figure.Row{
		Line: l.Number, Code: at(Code).code(), Name: at(Unit).Text, Parent: at(Parent).Text,
		Value: t.count(l, Value), Target: t.count(l, Target), Denominator: t.count(l, Denominator),
		DenominatorName: at(DenominatorOf).Text, Source: at(Source).Text,
	}
	if name, ok := t.totalName(l); ok {
		r.Name, r.Code, r.Parent = name, "", ""
	} else if r.Name == "" && r.Code == "" && !t.holdsNumber(l) {
		r.Name = headOf(l)
	}
	if c := at(AsOf); !c.empty() {
		r.AsOf = c.instant()
	}
	return r
}

// district names are heads of groups where they stand alone in a line, merged over the columns.
var districtHead = regexp.MustCompile(`^(?:[\divx]{1,5}|[a-z])?[ .)/:-]*(?:quận|huyện|thị xã|q\.|h\.|tx\.) ?\p{L}`)

// headOf is the name of a district that stands alone in a line; "" where none does.
func headOf(l Line) string {
	words := slices.DeleteFunc(slices.Clone(l.Cells), Cell.empty)
	if len(words) != 1 || words[0].Kind != Text || !districtHead.MatchString(plain(words[0].Text)) {
		return ""
	}
	return words[0].Text
}

// totalName is the name of a row of totals that stands before the column of units: "Tổng cộng" is
// mostly written from the first column on.
func (t *table) totalName(l Line) (string, bool) {
	if unit := l.At(t.h.column(Unit)); !unit.empty() || t.h.column(Unit) < 0 && figure.ParseNumber(l.At(t.h.column(Code)).code()).Fault == figure.None {
		return "", false
	}
	for i, c := range l.Cells {
		if i == t.h.column(Value) {
			break
		}
		if c.Kind == Text && figure.IsTotal(c.Text) {
			return c.Text, true
		}
	}
	return "", false
}

// count reads the number of a role. A fault that only a program makes is named with its cell.
func (t *table) count(l Line, r Role) figure.Number {
	c := l.At(t.h.column(r))
	n := c.count()
	if c.Kind != Text && n.Fault != figure.None {
		n.Text = fmt.Sprintf("%s%d: %s", Letter(t.h.column(r)), l.Number, n.Text)
	}
	return n
}

// holdsNumber says whether a line holds a number, or what should be one, in a column that is taken.
func (t *table) holdsNumber(l Line) bool {
	for _, r := range []Role{Value, Target, Denominator} {
		if c := l.At(t.h.column(r)); c.numeric() && !c.empty() {
			return true
		}
	}
	return false
}

// holdsDates says whether all that stands in the columns that are taken is dates: that of a
// signature.
func (h header) holdsDates(l Line) bool {
	for _, r := range []Role{Value, Target, Denominator} {
		if c := l.At(h.column(r)); !c.empty() && c.Kind != Dated {
			return false
		}
	}
	return true
}

// ruled is what programs draw between the lines of a table.
var ruled = regexp.MustCompile(`^[-=_+:*~─—|]{2,}$`)

// rule says whether a line only draws one.
func rule(l Line) bool {
	drawn := false
	for _, c := range l.Cells {
		if c.empty() {
			continue
		}
		if c.Kind != Text || !ruled.MatchString(c.Text) {
			return false
		}
		drawn = true
	}
	return drawn
}

// isNote says whether a line without numbers tells source, as-of time or unit of counting, or
// begins a signature.
func (t *table) isNote(l Line) bool {
	if t.holdsNumber(l) {
		return false
	}
	return slices.ContainsFunc(l.Cells, isRemark)
}

// isRemark says whether a cell tells one of these.
func isRemark(c Cell) bool {
	p := plain(c.Text)
	return sourceLabel.MatchString(c.Text) || asOfWords.MatchString(p) || placeAndDate.MatchString(p) || unitNote.MatchString(p)
}

var (
	placeAndDate = regexp.MustCompile(`^[\p{L} .]*,? ?` + dayOfLetter + `$`)
	columnNumber = regexp.MustCompile(`^\(?(?:[0-9]{1,2}|[A-Za-z])\)?(?: ?= ?[\d(): /*+]+)?$`)
)

// numbersColumns says whether a line below the header only numbers the columns: A, B, 1, 2 or (1),
// (2), (3)=(2)/(1).
func (h header) numbersColumns(l Line) bool {
	name := l.At(h.column(Unit)).Text
	if name == "" {
		name = l.At(h.column(Code)).Text
		if h.column(Unit) >= 0 || !strings.ContainsAny(name, "()ABCabc") {
			return false
		}
	}
	for _, c := range l.Cells {
		if c.Text != "" && !columnNumber.MatchString(c.Text) {
			return false
		}
	}
	return true
}

// repeats says whether a line is one of the header over again, as on the next page of a
// print.
func (h header) repeats(s Sheet, l Line) bool {
	return slices.ContainsFunc(s.Lines[h.first:h.last+1], func(header Line) bool {
		same := 0
		for i := range max(len(header.Cells), len(l.Cells)) {
			if plain(header.At(i).Text) != plain(l.At(i).Text) {
				return false
			}
			if !l.At(i).empty() {
				same++
			}
		}
		return same > 1
	})
}
