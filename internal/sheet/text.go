package sheet

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf16"

	"ngatu/content"
)

// readText reads a CSV: its encoding, its separator, its rows.
func (f *File) readText(ctx context.Context, data []byte) (*grid, error) {
	f.Format = "csv"
	text, err := f.decode(data)
	if err != nil {
		return nil, err
	}
	// Excel's own hint for itself counts as a row of the sheet only to us: it is left as an empty one.
	if len(text) >= 5 && strings.EqualFold(string(text[:4]), "sep=") {
		if end := bytes.IndexByte(text, '\n'); end > 0 {
			text = text[end:]
		}
	}
	var best *grid
	columns := 0
	var over error
	for _, separator := range []rune{'\t', ';', ','} {
		g, err := f.split(ctx, text, separator)
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			if content.CodeOf(err) == content.TooLarge {
				over = err
			}
			continue
		}
		if n := recognised(g); best == nil || n > columns {
			best, columns, f.Separator = g, n, string(separator)
		}
	}
	if columns == 0 && over != nil {
		return nil, over // with another separator it is no table, with this one too large a table
	}
	if best == nil {
		return nil, refusals[isOther].of(f.Name)
	}
	return best, nil
}

// decode gives UTF-8 with plain line ends.
func (f *File) decode(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		f.Encoding = "UTF-16LE"
		data = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		f.Encoding = "UTF-16BE"
		data = fromUTF16(data[2:], binary.BigEndian)
	default:
		f.Encoding = "UTF-8"
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	}
	if !shown(data) {
		return nil, refuse(content.Invalid, f.Name,
			"không phải UTF-8 (có thể là Windows-1258, TCVN3 hoặc VNI), chữ tiếng Việt sẽ sai: hãy lưu lại dạng “Excel Workbook (.xlsx)” hoặc “CSV UTF-8”.",
			"is not UTF-8 (perhaps Windows-1258, TCVN3 or VNI), Vietnamese letters would come out wrong: save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”.", nil)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, refusals[isOther].of(f.Name)
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n")), nil
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// split cuts text into rows. Row numbers are those that a spreadsheet shows: an empty line counts, a line break within
// quotes does not.
func (f *File) split(ctx context.Context, text []byte, separator rune) (*grid, error) {
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord, in.ReuseRecord = separator, true, -1, true
	g := &grid{name: f.Name}
	number, offset := 0, int64(0)
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return nil, refusals[isOther].of(f.Name)
		}
		start := text[offset:in.InputOffset()]
		number += len(start) - len(bytes.TrimLeft(start, "\n")) + 1
		offset = in.InputOffset()
		if len(record) > 4*MaxColumns {
			return nil, tooManyColumns(f.Name)
		}
		l := line{number: number, cells: make([]cell, len(record))}
		for i, field := range record {
			if len(field) > MaxCellBytes {
				return nil, cellTooLong(f.Name, number)
			}
			l.cells[i].text = clean(field)
		}
		if err := g.add(ctx, l); err != nil {
			return nil, err
		}
	}
}
