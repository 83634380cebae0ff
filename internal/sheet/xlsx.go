package sheet

import (
	"context"

	"ngatu/content/reading"
)

// readBook reads the sheets of an XLSX, hidden ones as well: what is hidden is told apart, never
// left out. Formulas are never computed: the value that the program stored is taken, and a formula
// without one is marked.
func readBook(ctx context.Context, name string, data []byte) (reading.Book, error) {
	b, err := readParts(ctx, name, data)
	if err != nil {
		return reading.Book{}, opened(ctx, name, err)
	}
	return b, nil
}

func readParts(ctx context.Context, name string, data []byte) (b reading.Book, err error) {
	p, err := openParts(ctx, data)
	if err != nil {
		return b, err
	}
	w, err := p.workbook()
	if err != nil {
		return b, err
	}
	texts, err := p.texts(w.strings)
	if err != nil {
		return b, err
	}
	formats, err := p.formats(w.styles)
	if err != nil {
		return b, err
	}
	in := cells{parts: p, texts: texts, formats: formats, from1904: w.from1904, lines: &lines{ctx: ctx, name: name}}
	for _, s := range w.sheets {
		sheet, err := in.sheet(s)
		if err != nil {
			return b, err
		}
		b.Sheets = append(b.Sheets, sheet)
	}
	return b, nil
}
