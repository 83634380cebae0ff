package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"ngatu/content"
)

// readBook reads the first visible sheet of an XLSX. Formulas are never reckoned: the value that the program stored is
// taken.
func (f *File) readBook(ctx context.Context, data []byte) (g *grid, err error) {
	f.Format = "xlsx"
	defer func() {
		// The parser is another's, and the bytes are anybody's.
		if p := recover(); p != nil {
			g, err = nil, refuse(content.Invalid, f.Name, refusals[isBrokenZip].vi, refusals[isBrokenZip].en, fmt.Errorf("sheet: panic: %v", p))
		}
	}()
	if err := f.checkZip(data); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: MaxUnpacked, // the same: nothing is unpacked to disk
	})
	if err != nil {
		return nil, refuse(content.Invalid, f.Name, refusals[isBrokenZip].vi, refusals[isBrokenZip].en, err)
	}
	defer book.Close()
	if err := f.chooseSheet(book); err != nil {
		return nil, err
	}
	return f.readSheet(ctx, book)
}

// checkZip refuses, before anything is unpacked, what says that it unpacks to more than the limits; what says less than it
// holds fails at the first byte too many.
func (f *File) checkZip(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return refusals[isBrokenZip].of(f.Name)
	}
	total := uint64(0)
	for _, part := range z.File {
		total += min(part.UncompressedSize64, MaxUnpacked+1)
	}
	if total > MaxUnpacked || len(z.File) > 2000 {
		return refuse(content.TooLarge, f.Name, "giải nén ra quá lớn: hãy chép riêng bảng số liệu sang một tệp mới.",
			"unpacks to far too much: copy the table of figures alone into a new file.", nil)
	}
	return nil
}

// chooseSheet takes the first visible sheet and notes the others.
func (f *File) chooseSheet(book *excelize.File) error {
	for _, name := range book.GetSheetList() {
		visible, err := book.GetSheetVisible(name)
		if err != nil || !visible {
			continue
		}
		if f.Sheet != "" {
			f.Ignored = append(f.Ignored, name)
			continue
		}
		if rows, err := book.Rows(name); err == nil { // a sheet that is one chart has no rows
			rows.Close()
			f.Sheet = name
		}
	}
	if f.Sheet == "" {
		return refuse(content.Invalid, f.Name, "không có trang tính nào hiển thị: hãy bỏ ẩn trang có bảng số liệu.",
			"has no visible sheet: unhide the one with the table of figures.", nil)
	}
	return nil
}

// readSheet walks the sheet twice at once: as shown, and as stored.
func (f *File) readSheet(ctx context.Context, book *excelize.File) (*grid, error) {
	broken := func(err error) error {
		return refuse(content.Invalid, f.Name, refusals[isBrokenZip].vi, refusals[isBrokenZip].en, err)
	}
	shown, err := book.Rows(f.Sheet)
	if err != nil {
		return nil, broken(err)
	}
	defer shown.Close()
	stored, err := book.Rows(f.Sheet)
	if err != nil {
		return nil, broken(err)
	}
	defer stored.Close()
	g := &grid{name: f.Name}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		g.date4 = *props.Date1904
	}
	for number := 1; stored.Next() && shown.Next(); number++ {
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, broken(err)
		}
		texts, err := shown.Columns()
		if err != nil {
			return nil, broken(err)
		}
		l := line{number: number, cells: make([]cell, min(max(len(texts), len(raw)), 4*MaxColumns))}
		for i := range l.cells {
			l.cells[i] = f.cell(book, number, i, at(texts, i), at(raw, i))
		}
		for i := len(l.cells); i < len(raw); i++ {
			if raw[i] != "" {
				return nil, tooManyColumns(f.Name)
			}
		}
		before := len(g.lines)
		if err := g.add(ctx, l); err != nil {
			return nil, err
		}
		if stored.GetRowOpts().Hidden && len(g.lines) > before {
			f.Hidden = append(f.Hidden, number)
		}
	}
	if err := stored.Error(); err != nil {
		return nil, broken(err)
	}
	return g, nil
}

var (
	storedNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
	eitherNumber = regexp.MustCompile(`^-?[0-9]{1,3}\.[0-9]{3}$`)
)

// cell tells a number from text. "1.234" is a thousand and more as text and one and a bit as a number: there, and only
// there, the type is looked up, since that reads the whole sheet.
func (f *File) cell(book *excelize.File, number, column int, text, raw string) cell {
	c := cell{text: clean(text)}
	if !storedNumber.MatchString(raw) || c.text == "TRUE" || c.text == "FALSE" {
		return c
	}
	if eitherNumber.MatchString(raw) {
		name, err := excelize.CoordinatesToCellName(column+1, number)
		if err != nil {
			return c
		}
		switch kind, err := book.GetCellType(f.Sheet, name); {
		case err != nil, kind == excelize.CellTypeSharedString, kind == excelize.CellTypeInlineString, kind == excelize.CellTypeFormula:
			return c
		}
	}
	c.raw = raw
	if c.text == "" {
		c.text = strings.TrimSpace(raw) // a format such as ";;;" hides it; what is stored counts
	}
	return c
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
