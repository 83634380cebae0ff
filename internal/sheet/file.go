package sheet

import (
	"context"
	"io"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/figure"
)

// Limits of a file. A list of all units of the city has 579 rows.
const (
	MaxBytes     = 20 << 20         // of the file as it comes
	MaxUnpacked  = 64 << 20         // bytes of an XLSX once unpacked
	MaxRows      = 20_000           // that have anything in them
	MaxColumns   = 64               // up to the last cell that has anything in it
	MaxCells     = 400_000          // in all
	MaxCellBytes = 32_767           // of text in one cell, Excel's own limit
	MaxTime      = 20 * time.Second // to read one file
)

// File is what a spreadsheet says.
type File struct {
	Name      string   // as it came
	Format    string   // "csv" or "xlsx"
	Encoding  string   // of a CSV: "UTF-8", "UTF-16LE", "UTF-16BE"
	Separator string   // of a CSV: ",", ";" or a tab
	Sheet     string   // of an XLSX: the first visible sheet, the one that was read
	Ignored   []string // of an XLSX: the other visible sheets, not read
	Hidden    []int    // of an XLSX: rows that are hidden, by filter or hand; they are read like the others

	HeaderRow       int            // number of the row with the names of the columns, the first row is 1
	ValueHeader     string         // name of the column of values, as written
	AsOf            figure.Instant // from a line above or below the table; empty where there is none
	Source          string         // from such a line
	DenominatorName string         // from such a line, or from the name of the column

	// Rows are those of the table, ready for figure.Match. As-of time, source and name of the denominator of the file
	// stand in each row that has none of its own; a parent left empty (or merged) is that of the row above.
	Rows []figure.Row
}

// Read reads a spreadsheet of any of the kinds taken; what it is, its bytes say, whatever its name ends in. Every error is
// a *content.Error that names the file.
func Read(ctx context.Context, name string, r io.Reader) (*File, error) {
	ctx, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, refuse(content.Invalid, name, "không đọc được tệp: hãy gửi lại.", "the file could not be read: send it again.", err)
	}
	if len(data) > MaxBytes {
		return nil, refuse(content.TooLarge, name, "lớn hơn 20 MB: hãy chỉ giữ bảng số liệu rồi gửi lại.",
			"is larger than 20 MB: keep only the table of figures and send it again.", nil)
	}
	f := &File{Name: name}
	var g *grid
	switch kind := sniff(data); kind {
	case isBook:
		g, err = f.readBook(ctx, data)
	case isText:
		g, err = f.readText(ctx, data)
	default:
		return nil, refusals[kind].of(name)
	}
	if err != nil {
		return nil, err
	}
	return f, f.readTable(g)
}

// clean trims a cell's text, composes its letters (NFC) and makes its inner gaps single spaces.
func clean(text string) string { return norm.NFC.String(strings.Join(strings.Fields(text), " ")) }
