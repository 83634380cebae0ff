package sheet

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/archive"
)

// readOpen reads the sheets of an OpenDocument spreadsheet. It holds beside each number the text
// that it shows, so what a cell shows is known without reading formats.
func readOpen(ctx context.Context, name string, data []byte) (reading.Book, error) {
	p, err := openParts(ctx, data)
	if err != nil {
		return reading.Book{}, opened(ctx, name, err)
	}
	if locked, err := p.Locked(); err != nil || locked {
		if err != nil {
			return reading.Book{}, opened(ctx, name, err)
		}
		return reading.Book{}, refuse(content.Invalid, name, "có mật khẩu: hãy bỏ mật khẩu rồi gửi lại.", "has a password: remove it and send the file again.", nil)
	}
	o := open{parts: p, lines: &lines{ctx: ctx, name: name}, unshown: map[string]bool{}, raised: map[string]bool{}}
	err = p.Read("content.xml", o.take)
	if err == nil {
		err = o.printed()
	}
	if err != nil {
		return reading.Book{}, opened(ctx, name, err)
	}
	if len(o.book.Sheets) == 0 {
		return reading.Book{}, refusals[isBrokenZip].of(name)
	}
	return o.book, nil
}

// open reads the one part that holds all sheets.
type open struct {
	*parts
	lines   *lines
	book    reading.Book
	unshown map[string]bool // styles of hidden sheets
	raised  map[string]bool // styles of text above or below its line
	spans   []bool          // those that are open, and whether they are raised
	style   string          // being read

	sheet   reading.Sheet
	row     int // number of the row being read, from 1
	times   int // how often the row stands
	line    reading.Line
	column  int // of the cell being read, from 0
	cell    archive.Element
	text    []string // its paragraphs
	inText  int      // depth of paragraphs
	remarks int      // depth of remarks and boxes, which are no part of a cell
	remark  string   // what they say
}

// take goes by one tag.
func (o *open) take(e archive.Element) error {
	switch e.Name {
	case "annotation", "shapes", "tracked-changes", "frame", "custom-shape", "text-box", "g":
		if o.inText > 0 && o.remarks == 0 && !e.End {
			o.text[len(o.text)-1] += e.Text // of the cell, before the box
		}
		if o.remarks += step(e); o.remarks == 0 {
			addNote(&o.sheet, o.remark)
			o.remark = ""
		}
		return nil
	}
	if o.remarks > 0 {
		if e.End && (e.Name == "p" || e.Name == "span") && len(o.remark) < maxNoteBytes {
			o.remark += e.Text + " "
		}
		return nil
	}
	if o.inText > 0 {
		o.text[len(o.text)-1] += e.Text
		if len(o.text[len(o.text)-1]) > archive.MaxText {
			return archive.ErrTooMuch
		}
	}
	switch e.Name {
	case "style":
		o.style = e.Attr("name")
	case "table-properties":
		if e.Attr("display") == "false" {
			o.unshown[o.style] = true
		}
	case "p":
		if o.inText += step(e); !e.End {
			o.text = append(o.text, "")
		}
	case "text-properties":
		if at := e.Attr("text-position"); strings.HasPrefix(at, "su") { // super, sub
			o.raised[o.style] = true
		}
	case "span":
		o.span(e)
	case "s", "tab", "line-break":
		if o.inText > 0 && !e.End {
			o.text[len(o.text)-1] += " "
		}
	case "table":
		return o.table(e)
	case "table-column":
		o.columns(e)
	case "table-row":
		return o.tableRow(e)
	case "table-cell", "covered-table-cell":
		return o.tableCell(e)
	}
	return nil
}

// span puts raised text in brackets: a footnote's mark must not become a digit of a number.
func (o *open) span(e archive.Element) {
	if o.inText == 0 {
		return
	}
	last := len(o.text) - 1
	if !e.End {
		up := o.raised[e.Attr("style-name")]
		if o.spans = append(o.spans, up); up {
			o.text[last] += "("
		}
		return
	}
	if n := len(o.spans); n > 0 {
		if o.spans[n-1] {
			o.text[last] += ")"
		}
		o.spans = o.spans[:n-1]
	}
}

func step(e archive.Element) int {
	if e.End {
		return -1
	}
	return 1
}

func (o *open) table(e archive.Element) error {
	if !e.End {
		if len(o.book.Sheets) == MaxSheets {
			return archive.ErrTooMuch
		}
		o.sheet = reading.Sheet{Name: clean(e.Attr("name")), Hidden: o.unshown[e.Attr("style-name")]}
		o.row, o.column, o.lines.list = 0, 0, nil
		return nil
	}
	o.sheet.Lines = o.lines.list
	o.book.Sheets = append(o.book.Sheets, o.sheet)
	return nil
}

// repeated is how often an element stands.
func repeated(e archive.Element, attr string) int {
	n, err := strconv.Atoi(e.Attr(attr))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

func (o *open) columns(e archive.Element) {
	if e.End {
		return
	}
	n := repeated(e, "number-columns-repeated")
	for i := o.column; i < min(o.column+n, MaxColumns) && e.Attr("visibility") != "" && e.Attr("visibility") != "visible"; i++ {
		o.sheet.Unseen = append(o.sheet.Unseen, i)
	}
	o.column = min(o.column+n, 1<<20)
}

// tableRow adds a row as often as it stands: empty ones only count.
func (o *open) tableRow(e archive.Element) error {
	if !e.End {
		o.times, o.column = repeated(e, "number-rows-repeated"), 0
		o.line = reading.Line{Number: o.row + 1, Hidden: e.Attr("visibility") != "" && e.Attr("visibility") != "visible"}
		return nil
	}
	if len(o.line.Cells) == 0 {
		o.row = min(o.row+o.times, 1<<30)
		return nil
	}
	for range o.times {
		o.row++
		line := o.line
		line.Number = o.row
		if err := o.lines.add(line); err != nil {
			return err
		}
	}
	return nil
}

// tableCell adds a cell as often as it stands; an empty one takes no room.
func (o *open) tableCell(e archive.Element) error {
	if !e.End {
		o.cell, o.text = e, o.text[:0]
		return nil
	}
	n := repeated(o.cell, "number-columns-repeated")
	c := o.content()
	if f := o.cell.Attr("formula"); f != "" {
		_, f, _ = strings.Cut(f, "=") // "of:=SUM([.B5:.B34])"
		c.Formula = formulaOf(openRef.ReplaceAllStringFunc(f, cellsOf))
	}
	if o.cell.Name == "covered-table-cell" || c.Text == "" && c.Kind == reading.Text {
		o.column = min(o.column+n, 1<<20)
		return nil
	}
	if o.column+n > MaxColumns {
		return tooManyColumns(o.lines.name)
	}
	wide, high := repeated(o.cell, "number-columns-spanned"), repeated(o.cell, "number-rows-spanned")
	if (wide > 1 || high > 1) && len(o.sheet.Merges) < maxMerges {
		o.sheet.Merges = append(o.sheet.Merges, reading.Merge{Top: o.row + 1, Left: o.column, Bottom: o.row + high, Right: o.column + wide - 1})
	}
	for len(o.line.Cells) < o.column {
		o.line.Cells = append(o.line.Cells, reading.Cell{})
	}
	for range n {
		o.line.Cells = append(o.line.Cells, c)
	}
	o.column += n
	return nil
}

// openRef finds cells in a formula of OpenDocument: [.B5], [.B5:.B34], [$'Bảng 2'.B5].
var openRef = regexp.MustCompile(`\[[^\]]*\]`)

// cellsOf writes them as an XLSX does: B5, B5:B34, 'Bảng 2'!B5.
func cellsOf(ref string) string {
	from, to, isRange := strings.Cut(strings.Trim(ref, "[]"), ":")
	at := strings.LastIndex(from, ".")
	if at < 0 || strings.Contains(ref, "#") {
		return ref // a cell that is gone, or of another file
	}
	out := from[at+1:]
	if sheet := strings.TrimPrefix(from[:at], "$"); sheet != "" {
		out = sheet + "!" + out
	}
	if isRange {
		out += ":" + to[strings.LastIndex(to, ".")+1:]
	}
	return out
}

// content is what the cell holds and shows.
func (o *open) content() reading.Cell {
	shown := clean(strings.Join(o.text, " "))
	value := o.cell.Attr("value")
	switch o.cell.Attr("value-type") {
	case "float", "currency":
		if len(o.text) == 0 {
			return reading.Cell{Text: value, Kind: reading.Number, Raw: value} // a program that writes no texts
		}
		return numberShown(shown, value)
	case "percentage":
		return reading.Cell{Text: shown, Kind: reading.Percent, Raw: value}
	case "date":
		c := isoDate(o.cell.Attr("date-value"))
		if c.Time.IsZero() {
			return c
		}
		return reading.Cell{Text: c.Time.Format("02/01/2006 15:04"), Kind: reading.Dated, Time: c.Time.In(area.Local)}
	case "time":
		return reading.Cell{Text: shown, Kind: reading.Dated, Time: time.Time{}}
	}
	if o.cell.Attr("formula") != "" {
		if shown == "" {
			return reading.Cell{}
		}
		if strings.HasPrefix(shown, "#") || strings.HasPrefix(shown, "Err:") {
			return reading.Cell{Text: shown, Kind: reading.Failed}
		}
	}
	return reading.Cell{Text: shown}
}

// numberShown is a number with the text that it shows: where they differ, nobody
// knows which was meant.
func numberShown(shown, value string) reading.Cell {
	c := reading.Cell{Text: shown, Kind: reading.Number, Raw: value}
	seen, held := figure.ParseNumber(shown), figure.MachineNumber(value)
	switch {
	case strings.HasPrefix(shown, "#") || strings.HasPrefix(shown, "Err:"):
		c.Kind = reading.Failed
	case shown == "":
		c.Kind, c.Text = reading.Unshown, value
	case held.Fault == figure.None && (seen.Fault != figure.None || seen.Count != held.Count):
		c.Kind = reading.Scaled
	}
	return c
}

// opened is the sentence for a file that could not be opened.
func opened(ctx context.Context, name string, err error) error {
	var said *content.Error
	switch {
	case errors.As(err, &said):
		return said
	case ctx.Err() != nil:
		return tookTooLong(name, ctx.Err())
	case errors.Is(err, archive.ErrTooMuch):
		return refuse(content.TooLarge, name, "giải nén ra quá lớn: hãy chép riêng bảng số liệu sang một tệp mới.",
			"unpacks to far too much: copy the table of figures alone into a new file.", err)
	}
	return refuse(content.Invalid, name, refusals[isBrokenZip].vi, refusals[isBrokenZip].en, err)
}
