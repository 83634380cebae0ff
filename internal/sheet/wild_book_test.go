package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// reworked is a workbook of which the XML of one part is written again, for what the library cannot
// write.
func reworked(t *testing.T, book []byte, part string, change func(string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			changed := change(string(b))
			if changed == string(b) {
				t.Fatalf("nothing was changed in %s", part)
			}
			b = []byte(changed)
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// formulas is a workbook whose counts are formulas; with gives formula and stored result of a row.
func formulas(t *testing.T, with func(f *excelize.File, row int) (string, int)) []byte {
	t.Helper()
	return plainList().book(t, func(f *excelize.File) {
		for row := 5; row < 35; row++ {
			formula, held := with(f, row)
			cell := fmt.Sprint("C", row)
			f.SetCellInt("Sheet1", cell, int64(held))
			f.SetCellFormula("Sheet1", cell, formula)
		}
	})
}

// beside puts half of a count into each of two remarks and tells the whole.
func beside(f *excelize.File, row int) int {
	n := value(row - 5)
	f.SetCellStr("Sheet1", "D4", "Ghi chú")
	f.SetCellStr("Sheet1", "E4", "Remarks")
	f.SetCellInt("Sheet1", fmt.Sprint("D", row), int64(n/2))
	f.SetCellInt("Sheet1", fmt.Sprint("E", row), int64(n-n/2))
	return n
}

// elsewhere puts a count on a second sheet and tells it.
func elsewhere(f *excelize.File, row int) int {
	if row == 5 {
		f.NewSheet("Số liệu gốc")
	}
	f.SetCellInt("Số liệu gốc", fmt.Sprint("B", row), int64(value(row-5)))
	return value(row - 5)
}

const sheet1 = "xl/worksheets/sheet1.xml"

func wildBooks(t *testing.T) []made {
	book := func(change func(*excelize.File)) []byte { return plainList().book(t, change) }
	shared := func(last int) []byte {
		b := formulas(t, func(f *excelize.File, row int) (string, int) {
			n := beside(f, row)
			if row == 34 {
				n += last
			}
			return fmt.Sprintf("D%d+E%d", row, row), n
		})
		return reworked(t, b, sheet1, func(xml string) string {
			xml = strings.Replace(xml, "<f>D5+E5</f>", `<f t="shared" ref="C5:C34" si="0">D5+E5</f>`, 1)
			for row := 6; row < 35; row++ {
				xml = strings.Replace(xml, fmt.Sprintf("<f>D%d+E%d</f>", row, row), `<f t="shared" si="0"/>`, 1)
			}
			return xml
		})
	}
	return append([]made{
		takes("accounting", book(formatted(`_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-`, "C5", "C34"))), takes("red negatives", book(formatted(`#,##0_);[Red](#,##0)`, "C5", "C34"))),
		takes("text format", book(formatted("@", "C5", "C34"))), takes("two decimals", book(formatted("0.00", "C5", "C34"))), takes("padded zeros", book(formatted("000000", "C5", "C34"))),
		takes("a chart's sheet and notes", book(func(f *excelize.File) {
			f.NewSheet("Thuyết minh")
			f.SetCellStr("Thuyết minh", "A1", "Số liệu do các đơn vị gửi")
		})),
		takes("a merged total", with(func(l *list) { l.after = []string{"Tổng cộng||" + fmt.Sprint(sumOfValues(30))} }).book(t, func(f *excelize.File) { f.MergeCell("Sheet1", "A35", "B35") })),
		takes("arithmetic", formulas(t, func(f *excelize.File, row int) (string, int) {
			return fmt.Sprintf("ROUND((D%d+E%d)*2/2,0)", row, row), beside(f, row)
		})),
		takes("another sheet's cells", formulas(t, func(f *excelize.File, row int) (string, int) {
			return fmt.Sprintf("'Số liệu gốc'!B%d", row), elsewhere(f, row)
		})),
		takes("shared formulas", shared(0)),
		takes("a rate by formula", book(func(f *excelize.File) {
			f.SetCellStr("Sheet1", "D4", "Tỷ lệ")
			for row := 5; row < 35; row++ {
				f.SetCellFloat("Sheet1", fmt.Sprint("D", row), 0.511, 3, 64)
				f.SetCellFormula("Sheet1", fmt.Sprint("D", row), fmt.Sprintf("VLOOKUP(B%d,X:Y,2,0)", row))
			}
		})),

		stops("a percent sign by format", "hiện khác", book(formatted(`0"%"`, "C5", "C34"))), stops("zeros by format", "hiện khác", book(formatted(`0"000"`, "C5", "C34"))),
		stops("zeros by escapes", "hiện khác", book(formatted(`0\.\0\0\0`, "C5", "C34"))), stops("thousands above a thousand", "hiện khác", book(formatted(`[<1000]0;[>=1000]0.0,"K"`, "C5", "C34"))),
		stops("millions", "hiện khác", book(formatted(`0.0,,`, "C5", "C34"))), stops("exponents", "hiện khác", book(formatted(`0.0E+00`, "C5", "C34"))), stops("per mille", "hiện khác", book(formatted(`0"‰"`, "C5", "C34"))),
		stops("an old product", "kết quả cũ", formulas(t, func(f *excelize.File, row int) (string, int) {
			return fmt.Sprintf("(D%d+E%d)*1", row, row), beside(f, row) + row/34
		})),
		stops("an old cell of another sheet", "kết quả cũ", formulas(t, func(f *excelize.File, row int) (string, int) {
			return fmt.Sprintf("'Số liệu gốc'!B%d", row), elsewhere(f, row) + row/34
		})),
		stops("an old shared formula", "C34", shared(7)),
		stops("a looked-up value", "không tính lại được", formulas(t, func(f *excelize.File, row int) (string, int) {
			return fmt.Sprintf("VLOOKUP(B%d,'Số liệu gốc'!A:B,2,0)", row), elsewhere(f, row)
		})),
		stops("a value of another file", "không tính lại được", formulas(t, func(f *excelize.File, row int) (string, int) {
			return fmt.Sprintf("[1]Sheet1!B%d", row), value(row - 5)
		})),
		stops("a formula of itself", "không tính lại được", formulas(t, func(f *excelize.File, row int) (string, int) {
			return fmt.Sprintf("C%d", row), value(row - 5)
		})),
		stops("a total without a result", "công thức", with(func(l *list) { l.after = []string{"|Tổng cộng|0"} }).book(t, func(f *excelize.File) { f.SetCellFormula("Sheet1", "C35", "SUM(C5:C34)") })),
		stops("a time by the clock", "NOW", reworked(t, book(nil), sheet1, func(xml string) string {
			return regexp.MustCompile(`<c r="A2"[^>]*><v>[^<]*</v></c>`).ReplaceAllString(xml,
				`<c r="A2" t="str"><f>"Tính đến "&amp;TEXT(NOW(),"hh")</f><v>Tính đến 17h00 ngày 21/11/2024</v></c>`)
		})),
		stops("a hidden time", "ẩn", book(func(f *excelize.File) { f.SetRowVisible("Sheet1", 2, false) })),
		stops("a row of no height", "ẩn", book(func(f *excelize.File) { f.SetRowHeight("Sheet1", 9, 0) })),
		stops("a column of no width", "ẩn", book(func(f *excelize.File) { f.SetColWidth("Sheet1", "C", "C", 0) })),
		stops("a raised footnote behind a number", "không phải là số", book(func(f *excelize.File) {
			f.SetCellRichText("Sheet1", "C9", []excelize.RichTextRun{{Text: "91234"}, {Text: "1", Font: &excelize.Font{VertAlign: "superscript"}}})
		})),
		stops("a week by a bare name", "tuan", book(func(f *excelize.File) { f.SetSheetName("Sheet1", "Tuan 47") })), stops("a month by a name", "thang", book(func(f *excelize.File) { f.SetSheetName("Sheet1", "THANG11") })),
		stops("two tables below one another", "nhiều bảng", book(func(f *excelize.File) {
			for i, s := range []string{"TT", "Đơn vị", "Tổng số tài khoản", "Chỉ tiêu"} {
				cell, _ := excelize.CoordinatesToCellName(i+1, 40)
				f.SetCellStr("Sheet1", cell, s)
			}
		})),
		stops("two tables side by side", "cùng ý nghĩa", book(func(f *excelize.File) {
			f.SetCellStr("Sheet1", "E4", "Đơn vị")
			f.SetCellStr("Sheet1", "F4", "Số tài khoản")
			f.SetCellStr("Sheet1", "E5", "Quận Ba Đình")
			f.SetCellInt("Sheet1", "F5", 9)
		})),
		stops("one value for two units", "còn trống", book(func(f *excelize.File) {
			f.SetCellStr("Sheet1", "C6", "")
			f.MergeCell("Sheet1", "C5", "C6")
		})),
		stops("an error in a cell", "C9", book(func(f *excelize.File) {
			f.SetCellStr("Sheet1", "C9", "#N/A")
			f.SetCellFormula("Sheet1", "C9", "NA()")
		})),
		stops("typed in thousands", "số nguyên", book(func(f *excelize.File) { f.SetCellFloat("Sheet1", "C9", 51.2, 1, 64) })),
		stops("numbers beside the table", "không có tên", book(func(f *excelize.File) { f.SetCellInt("Sheet1", "F9", 3) })),
	}, openBooks(t)...)
}

func TestWildBooks(t *testing.T) { come(t, wildBooks(t), 40) }
