package sheet

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ngatu/content/area"
	"ngatu/content/reading"
	"ngatu/internal/archive"
)

// cells reads the sheets of one workbook.
type cells struct {
	*parts
	texts    []string
	formats  []reading.Kind
	from1904 bool
	lines    *lines

	out    reading.Sheet
	shared map[string]sharedFormula // by number
	raised raised
	line   reading.Line
	at     place
	c      raw
}

// place is where the reading stands; rows from 1, columns from 0.
type place struct{ row, column int }

// raw is a cell as it is written.
type raw struct {
	kind, value, inline string
	style               int
	formula             string
	stored              bool   // a value stands beside the formula, if only an empty text
	shared              string // number of the formula that it shares with other cells; "" for none
}

const maxMerges = 20_000

func (in *cells) sheet(s sheetPart) (reading.Sheet, error) {
	in.out = reading.Sheet{Name: s.title, Hidden: s.hidden}
	in.at, in.line, in.lines.list, in.shared = place{}, reading.Line{}, nil, map[string]sharedFormula{}
	phonetic := false
	err := in.Read(s.part, func(e archive.Element) error {
		in.raised.take(e)
		switch {
		case e.Name == "rPh":
			phonetic = !e.End
		case e.Name == "t" && e.End && !phonetic:
			if in.c.inline += in.raised.text(e.Text); len(in.c.inline) > archive.MaxText {
				return archive.ErrTooMuch
			}
		case e.End:
			return in.close(e)
		default:
			return in.open(e)
		}
		return nil
	})
	in.out.Lines = in.lines.list
	if err == nil {
		err = in.notes(s.part)
	}
	return in.out, err
}

// open takes the start of an element.
func (in *cells) open(e archive.Element) error {
	switch e.Name {
	case "col":
		in.hideColumns(e)
	case "row":
		return in.openRow(e)
	case "c":
		return in.openCell(e)
	case "f":
		in.c.formula, in.c.shared = "=", ""
		if e.Attr("t") == "shared" {
			in.c.shared = e.Attr("si")
		}
	case "v":
		in.c.stored = true
	case "mergeCell":
		if m, ok := mergeOf(e.Attr("ref")); ok && len(in.out.Merges) < maxMerges {
			in.out.Merges = append(in.out.Merges, m)
		}
	}
	return nil
}

// close takes the end of an element.
func (in *cells) close(e archive.Element) error {
	switch e.Name {
	case "f":
		in.c.formula = formulaOf(e.Text)
		in.share()
	case "v":
		in.c.value = e.Text
	case "c":
		return in.closeCell()
	case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
		in.note(printed.ReplaceAllString(e.Text, " "))
	case "row":
		return in.lines.add(in.line)
	}
	return nil
}

func (in *cells) hideColumns(e archive.Element) {
	first, _ := strconv.Atoi(e.Attr("min"))
	last, _ := strconv.Atoi(e.Attr("max"))
	unseen := e.Is("hidden") || e.Attr("width") == "0"
	for n := max(first, 1); unseen && n <= min(last, MaxColumns); n++ {
		in.out.Unseen = append(in.out.Unseen, n-1)
	}
}

func (in *cells) openRow(e archive.Element) error {
	number := in.at.row + 1
	if r := e.Attr("r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < number || n > 1<<20 {
			return fmt.Errorf("sheet: row %q after %d", r, in.at.row)
		}
		number = n
	}
	in.at = place{number, -1}
	in.line = reading.Line{Number: number, Hidden: e.Is("hidden") || e.Attr("ht") == "0"}
	return nil
}

func (in *cells) openCell(e archive.Element) error {
	column := in.at.column + 1
	if r := e.Attr("r"); r != "" {
		c, row, ok := placeOf(r)
		if !ok || row != in.at.row || c < column {
			return fmt.Errorf("sheet: cell %q in row %d", r, in.at.row)
		}
		column = c
	}
	in.at.column = column
	style, _ := strconv.Atoi(e.Attr("s"))
	in.c = raw{kind: e.Attr("t"), style: style}
	return nil
}

// closeCell puts a cell into its row. An empty one takes no room, however far to
// the right it stands.
func (in *cells) closeCell() error {
	c, err := in.cell()
	c.Formula = in.c.formula
	if err != nil || c.Text == "" && c.Kind == reading.Text {
		return err
	}
	if in.at.column >= MaxColumns {
		return tooManyColumns(in.lines.name)
	}
	for len(in.line.Cells) < in.at.column {
		in.line.Cells = append(in.line.Cells, reading.Cell{})
	}
	in.line.Cells = append(in.line.Cells, c)
	return nil
}

var errText = errors.New("sheet: a cell refers to a text that is not there")

// cell says what the cell holds and shows.
func (in *cells) cell() (reading.Cell, error) {
	c := in.c
	if c.formula != "" && c.value == "" && c.inline == "" && (c.kind != "str" || !c.stored) {
		return reading.Cell{Text: "=…", Kind: reading.Unworked}, nil
	}
	switch c.kind {
	case "s":
		if c.value == "" {
			return reading.Cell{}, nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(c.value))
		if err != nil || i < 0 || i >= len(in.texts) {
			return reading.Cell{}, errText
		}
		return reading.Cell{Text: clean(in.texts[i])}, nil
	case "inlineStr":
		return reading.Cell{Text: clean(c.inline)}, nil
	case "str":
		return reading.Cell{Text: clean(c.value)}, nil
	case "b":
		return reading.Cell{Text: map[bool]string{true: "TRUE", false: "FALSE"}[strings.TrimSpace(c.value) == "1"]}, nil
	case "e":
		return reading.Cell{Text: clean(c.value), Kind: reading.Failed}, nil
	case "d":
		return isoDate(strings.TrimSpace(c.value)), nil
	}
	return in.number(strings.TrimSpace(c.value)), nil
}

// isoDate is a date that the file writes out. A spreadsheet has no time zones: a "Z" leaves open
// whose hour it is, so the text is kept as it stands, for a person.
func isoDate(text string) reading.Cell {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, strings.TrimSuffix(text, ".000"), area.Local); err == nil {
			t = t.Round(time.Second) // a fraction of a day is not exact
			return reading.Cell{Text: t.Format("02/01/2006 15:04"), Kind: reading.Dated, Time: t}
		}
	}
	return reading.Cell{Text: clean(text) + " (?)", Kind: reading.Dated}
}

// number is a cell with a stored number.
func (in *cells) number(text string) reading.Cell {
	if text == "" {
		return reading.Cell{}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return reading.Cell{Text: clean(text)}
	}
	kind := reading.Number
	if in.c.style >= 0 && in.c.style < len(in.formats) {
		kind = in.formats[in.c.style]
	}
	c := reading.Cell{Text: strconv.FormatFloat(n, 'f', -1, 64), Kind: kind, Raw: text}
	switch kind {
	case reading.Percent:
		c.Text = strconv.FormatFloat(math.Round(n*1e4)/100, 'f', -1, 64) + "%"
	case reading.Dated:
		if t, ok := in.day(n); ok {
			c.Time, c.Text = t, t.Format("02/01/2006 15:04")
		}
	}
	return c
}

// Days as spreadsheets count them, of 1/1/2000 and 31/12/2099; other numbers are no dates of ours.
const firstDay, lastDay = 36526, 73051

// day is the local time that a count of days stands for.
func (in *cells) day(days float64) (time.Time, bool) {
	if in.from1904 {
		days += 1462
	}
	if days < firstDay || days >= lastDay {
		return time.Time{}, false
	}
	seconds := math.Round(days * 86400) // a fraction of a day is not exact
	return time.Date(1899, 12, 30, 0, 0, int(seconds), 0, area.Local), true
}

// maxFormula is the longest formula that is kept, in bytes: sums are shorter.
const maxFormula = 500

func formulaOf(text string) string {
	if text = strings.TrimSpace(text); len(text) > maxFormula {
		return "="
	}
	return "=" + text
}

var cellName = regexp.MustCompile(`^([A-Z]{1,3})([1-9][0-9]{0,6})$`)

// placeOf reads the name of a cell, such as AB12.
func placeOf(name string) (column, row int, ok bool) {
	m := cellName.FindStringSubmatch(name)
	if m == nil {
		return 0, 0, false
	}
	for _, l := range m[1] {
		column = column*26 + int(l-'A') + 1
	}
	row, _ = strconv.Atoi(m[2])
	return column - 1, row, true
}

func mergeOf(ref string) (m reading.Merge, ok bool) {
	from, to, found := strings.Cut(ref, ":")
	left, top, ok1 := placeOf(from)
	right, bottom, ok2 := placeOf(to)
	return reading.Merge{Top: top, Left: left, Bottom: bottom, Right: right}, found && ok1 && ok2
}
