package sheet_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/xuri/excelize/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
)

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"Đơn vị,Số tài khoản\nBa Đình,1\n", about + "Mã;Số tài khoản\n\"1\n", "\xff\xfeM\x00", "sep=\t\n", "a\rb\n\n\"", "\ufeff\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(check)
}

func FuzzReadXLSX(f *testing.F) {
	f.Add(book(f, func(b *excelize.File) {
		fill(f, b, []any{"Đơn vị", "Số tài khoản"}, []any{"Ba Đình", 1.234})
	}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(check)
}

// check holds for every file: rows or a refusal, rows in order, and the same again.
func check(t *testing.T, data []byte) {
	file, err := sheet.Read(context.Background(), "f", bytes.NewReader(data))
	if err != nil {
		if content.CodeOf(err) == "" {
			t.Fatalf("not a refusal: %v", err)
		}
		return
	}
	r := reading.Of(file, reading.Answers{})
	if len(r.Asks) > 0 && len(r.Rows) > 0 {
		t.Fatalf("%v, and yet %d rows", r.Asks, len(r.Rows))
	}
	last := r.HeaderRow
	for _, row := range r.Rows {
		if row.Line <= last {
			t.Fatalf("row %d after %d", row.Line, last)
		}
		last = row.Line
	}
	if len(r.Asks) == 0 && len(r.Rows)+r.Passed() != r.RowsIn() {
		t.Fatalf("%d rows came of %d", len(r.Rows)+r.Passed(), r.RowsIn())
	}
	if _, _, err := figure.Match(t.Context(), r.Rows, set, area.Nov2024, nil); err != nil {
		t.Fatal(err)
	}
}
