package sheet

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/content/reading"
)

// readText reads a CSV: its encoding, its separator, its rows.
func readText(ctx context.Context, name string, data []byte) (reading.Book, error) {
	text, known, err := decode(ctx, name, data)
	if err != nil {
		return reading.Book{}, err
	}
	// Excel's own hint for itself counts as a row of the sheet only to us: it is
	// left as an empty one.
	if len(text) >= 5 && strings.EqualFold(string(text[:4]), "sep=") {
		if end := bytes.IndexByte(text, '\n'); end > 0 {
			text = text[end:]
		}
	}
	s, err := split(ctx, name, text, separatorOf(ctx, text))
	if err != nil {
		return reading.Book{}, err
	}
	b := reading.Book{Sheets: []reading.Sheet{s}}
	old, err := letters(name, b)
	if err == nil && !old && !known {
		err = unknownEncoding(name)
	}
	if err != nil {
		return reading.Book{}, err
	}
	return b, nil
}

// tried is how much of a text is cut with every separator, in bytes, to find the one
// that gives a table.
const tried = 64 << 10

// separatorOf is the separator with which most columns have a name that is known.
func separatorOf(ctx context.Context, text []byte) rune {
	head := text[:min(len(text), tried)]
	best, columns, most := ',', -1, 0
	for _, separator := range []rune{'\t', ';', ',', '|'} {
		// What was read until a fault, a stray quote for instance, tells as well.
		s, _ := split(ctx, "", head, separator)
		n, marks := reading.Recognised(s), bytes.Count(head, []byte(string(separator)))
		if n > columns || n == columns && marks > most {
			best, columns, most = separator, n, marks
		}
	}
	return best
}

// decode gives UTF-8 with plain line ends. Where the encoding is not known the bytes are taken as
// letters of Western Europe: text in an old font is made of those.
func decode(ctx context.Context, name string, data []byte) (text []byte, known bool, err error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		data = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		data = fromUTF16(data[2:], binary.BigEndian)
	case wide(data, 1):
		data = fromUTF16(data, binary.LittleEndian)
	case wide(data, 0):
		data = fromUTF16(data, binary.BigEndian)
	}
	for bytes.HasPrefix(data, []byte("\ufeff")) { // programs that join files leave several
		data = data[len("\ufeff"):]
	}
	if !shown(data) {
		if text, ok := fromWindows1258(ctx, data); ok {
			return lineEnds(text), true, nil
		}
		if text, err = charmap.Windows1252.NewDecoder().Bytes(data); err != nil {
			return nil, false, unknownEncoding(name)
		}
		return lineEnds(text), false, nil
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, false, refusals[isOther].of(name)
	}
	return lineEnds(data), true, nil
}

func unknownEncoding(name string) error {
	return refuse(content.Invalid, name,
		"không phải UTF-8 (có thể là Windows-1258, TCVN3 hoặc VNI), chữ tiếng Việt sẽ sai: hãy lưu lại dạng “Excel Workbook (.xlsx)” hoặc “CSV UTF-8”.",
		"is not UTF-8 (perhaps Windows-1258, TCVN3 or VNI), Vietnamese letters would come out wrong: save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”.", nil)
}

func lineEnds(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}

// proven is how many columns must have a name of the dictionary, to its tone marks, before bytes
// count as Windows-1258: text of another encoding gives other letters.
const proven = 2

// fromWindows1258 reads the encoding of Vietnamese Windows before Unicode, where the names of the
// columns prove that it is that one.
func fromWindows1258(ctx context.Context, data []byte) ([]byte, bool) {
	text, err := charmap.Windows1258.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsAny(text, "\x00\ufffd") {
		return nil, false
	}
	text = norm.NFC.Bytes(text)
	head := lineEnds(text[:min(len(text), tried)])
	s, _ := split(ctx, "", head, separatorOf(ctx, head))
	return text, reading.Recognised(s) >= proven
}

// wide says whether data looks like UTF-16 without its mark: many zero bytes, nearly all of them at
// every second place. Tone marks that stand alone (U+0300) have one at the other.
func wide(data []byte, at int) bool {
	head := data[:min(len(data), 4096)&^1]
	zeros, others := 0, 0
	for i, b := range head {
		switch {
		case b != 0:
		case i%2 == at:
			zeros++
		default:
			others++
		}
	}
	return zeros*4 > len(head) && others*10 < zeros
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// asText is the formula by which people keep Excel from touching a code: ="001".
var asText = regexp.MustCompile(`^="([^"=]*)"$`)

// split cuts text into rows; where it fails it gives those until then as well. Row numbers are
// those that a spreadsheet shows: an empty line counts, a line break within quotes does not.
func split(ctx context.Context, name string, text []byte, separator rune) (reading.Sheet, error) {
	in := csv.NewReader(bytes.NewReader(text))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord, in.ReuseRecord = separator, true, -1, true
	g := &lines{ctx: ctx, name: name}
	number, offset, width := 0, int64(0), 0
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return reading.Sheet{Lines: g.list}, nil
		}
		if err != nil {
			return reading.Sheet{Lines: g.list}, refusals[isOther].of(name)
		}
		start := text[offset:in.InputOffset()]
		number += len(start) - len(bytes.TrimLeft(start, "\n")) + 1
		offset = in.InputOffset()
		for len(record) > 0 && strings.TrimSpace(record[len(record)-1]) == "" {
			record = record[:len(record)-1]
		}
		if len(record) > MaxColumns {
			return reading.Sheet{Lines: g.list}, tooManyColumns(name)
		}
		l := reading.Line{Number: number, Cells: make([]reading.Cell, len(record))}
		for i, field := range record {
			if len(field) > MaxCellBytes {
				return reading.Sheet{Lines: g.list}, cellTooLong(name, number)
			}
			if swallowed(field, separator, width) {
				return reading.Sheet{Lines: g.list}, strayQuote(name, number)
			}
			if m := asText.FindStringSubmatch(field); m != nil {
				field = m[1]
			}
			l.Cells[i].Text = clean(field)
		}
		width = max(width, len(record))
		if err := g.add(l); err != nil {
			return reading.Sheet{Lines: g.list}, err
		}
	}
}

// swallowed says whether a field holds rows of the table: a quote that nobody closed takes all
// until the next one. A remark of several lines may hold separators as well; a row has as many as the
// table, or a number alone between two. width is how many columns the rows above have.
func swallowed(field string, separator rune, width int) bool {
	_, rest, broken := strings.Cut(strings.TrimSpace(field), "\n")
	if !broken {
		return false
	}
	for line := range strings.SplitSeq(rest, "\n") {
		fields := strings.Split(line, string(separator))
		if len(fields) < 2 {
			continue
		}
		if width < 2 || len(fields) >= width || slices.ContainsFunc(fields, func(f string) bool {
			return strings.TrimSpace(f) != "" && figure.ParseNumber(strings.Trim(f, `"`)).Fault == figure.None
		}) {
			return true
		}
	}
	return false
}

func strayQuote(name string, row int) error {
	return refuse(content.Invalid, name, fmt.Sprintf("có dấu nháy kép (\") thừa hoặc thiếu ở dòng %d, nên các dòng dưới bị gộp vào một ô: hãy sửa dấu nháy đó.", row),
		fmt.Sprintf("has a stray quote (\") in row %d, which takes the rows below into one cell: correct it.", row), nil)
}
