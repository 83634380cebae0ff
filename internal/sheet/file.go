package sheet

import (
	"context"
	"io"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/reading"
)

// Limits of a file. A list of all units of the city has 579 rows.
const (
	MaxBytes     = 20 << 20         // of the file as it comes
	MaxUnpacked  = 64 << 20         // bytes of an XLSX once unpacked, counted as they are unpacked
	MaxRows      = 20_000           // that have anything in them
	MaxColumns   = 64               // up to the last cell that has anything in it
	MaxCells     = 400_000          // in all
	MaxStrings   = 400_000          // texts that cells of an XLSX share
	MaxCellBytes = 32_767           // of text in one cell, Excel's own limit
	MaxSheets    = 100              // of an XLSX
	MaxTime      = 20 * time.Second // to open one file
)

// Read opens a spreadsheet of any of the kinds taken; what it is, its bytes say, whatever its name
// ends in. Of an old workbook (XLS) it only says so: see [reading.Book.Old]. Every error is a
// *content.Error that names the file.
func Read(ctx context.Context, name string, r io.Reader) (reading.Book, error) {
	ctx, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return reading.Book{}, refuse(content.Invalid, name, "không đọc được tệp: hãy gửi lại.", "the file could not be read: send it again.", err)
	}
	if len(data) > MaxBytes {
		return reading.Book{}, refuse(content.TooLarge, name, "lớn hơn 20 MB: hãy chỉ giữ bảng số liệu rồi gửi lại.",
			"is larger than 20 MB: keep only the table of figures and send it again.", nil)
	}
	var b reading.Book
	switch kind := sniff(data); kind {
	case isBook:
		b, err = readBook(ctx, name, data)
	case isOpen:
		b, err = readOpen(ctx, name, data)
	case isText:
		return readText(ctx, name, data)
	case isOldBook:
		return reading.Book{Old: true}, nil
	default:
		err = refusals[kind].of(name)
	}
	if err == nil {
		_, err = letters(name, b)
	}
	return b, err
}

// Refusal is the error for a book whose reading has a fault, with the name of its file.
func Refusal(name string, f reading.Fault) error {
	return refuse(content.Invalid, name, f.Vi, f.En, nil)
}

// clean trims a cell's text, composes its letters (NFC), makes its inner gaps single blanks and
// drops what nobody sees.
func clean(text string) string {
	if plainASCII(text) {
		return text
	}
	if t, ok := doubled(text); ok {
		text = t
	}
	seen := strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && r != '\r' && r != softHyphen && (unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r)) {
			return -1
		}
		return r
	}, text)
	return norm.NFC.String(strings.Join(strings.Fields(seen), " "))
}

// softHyphen is not seen, but a letter in the old font TCVN3: [reading.Unicode] decides.
const softHyphen = '\u00ad'

// plainASCII says whether there is nothing to clean, as in most cells.
func plainASCII(text string) bool {
	for i := range len(text) {
		b := text[i]
		if b > '~' || b < ' ' || b == ' ' && (i == 0 || i == len(text)-1 || text[i-1] == ' ') {
			return false
		}
	}
	return true
}

// lines collects the rows of a sheet that have anything in them, within the limits.
type lines struct {
	ctx   context.Context
	name  string // of the file, for refusals
	list  []reading.Line
	cells int // of all sheets
}

// add takes one row, unless it is empty or a limit is passed.
func (g *lines) add(l reading.Line) error {
	if err := g.ctx.Err(); err != nil {
		return tookTooLong(g.name, err)
	}
	last := -1
	for i, c := range l.Cells {
		if c.Text == "" && c.Kind == reading.Text {
			continue
		}
		last = i
		if len(c.Text) > MaxCellBytes {
			return cellTooLong(g.name, l.Number)
		}
	}
	if last < 0 {
		return nil
	}
	l.Cells = l.Cells[:last+1]
	g.cells += len(l.Cells)
	switch {
	case len(l.Cells) > MaxColumns:
		return tooManyColumns(g.name)
	case len(g.list) >= MaxRows || g.cells > MaxCells:
		return tooManyRows(g.name)
	}
	g.list = append(g.list, l)
	return nil
}
