package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ngatu/content/area"
)

// renamed is a workbook whose parts have other names.
func renamed(t *testing.T, book []byte, name func(string) string) []byte {
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
		w, err := z.Create(name(f.Name))
		if err == nil {
			_, err = io.Copy(w, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// levels are the lines of a header with the cells that are merged, above the rows of the plain
// list. It begins in row 4.
func levels(t *testing.T, lines [][]string, merges ...string) []byte {
	t.Helper()
	l := with(func(l *list) {
		l.header = lines[0]
		var more [][]string
		more = append(more, lines[1:]...)
		for i, r := range l.rows {
			for k := len(r); k < len(lines[len(lines)-1]); k++ {
				r = append(r, fmt.Sprint(3*value(i)))
			}
			more = append(more, r)
		}
		l.rows = more
	})
	return l.book(t, func(f *excelize.File) {
		for _, m := range merges {
			from, to, _ := strings.Cut(m, ":")
			f.MergeCell("Sheet1", from, to)
		}
	})
}

// remark puts a remark on a cell.
func remark(cell, text string) func(*excelize.File) {
	return func(f *excelize.File) {
		f.AddComment("Sheet1", excelize.Comment{Cell: cell, Author: "A", Paragraph: []excelize.RichTextRun{{Text: text}}})
	}
}

// printed sets what is printed above and below the pages.
func printed(header, footer string) func(*excelize.File) {
	return func(f *excelize.File) {
		f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: header, OddFooter: footer})
	}
}

// box draws a box with words on the sheet.
func box(words string) func(*excelize.File) {
	return func(f *excelize.File) {
		f.AddShape("Sheet1", &excelize.Shape{Cell: "E2", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: words}}})
	}
}

func oddBooks(t *testing.T) []made {
	book := func(change func(*excelize.File)) []byte { return plainList().book(t, change) }
	cell := func(at string, v any) []byte {
		return book(func(f *excelize.File) { f.SetCellValue("Sheet1", at, v) })
	}
	unworked := func(at string) []byte {
		return book(func(f *excelize.File) {
			f.SetCellValue("Sheet1", at, nil)
			f.SetCellFormula("Sheet1", at, `CONCATENATE("Quận ","Ba Đình")`)
		})
	}
	day := func(f *excelize.File, at, code string) {
		style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		f.SetCellStr("Sheet1", "A2", "Tính đến:")
		f.SetCellValue("Sheet1", at, time.Date(2024, 11, 21, 17, 0, 0, 0, time.UTC))
		f.SetCellStyle("Sheet1", at, at, style)
	}
	three := [][]string{{"TT", "Đơn vị", "Kết quả cài đặt", "", ""}, {"", "", "Số tài khoản", "", "Ghi chú"}, {"", "", "Tổng số", "Chỉ tiêu", ""}}
	two := [][]string{{"TT", "Đơn vị", "Số tài khoản", ""}, {"", "", "Lũy kế", "Chỉ tiêu"}}
	return append([]made{
		// headers
		takes("merged on two levels", levels(t, two, "A4:A5", "B4:B5", "C4:D4")), stops("merged on three levels", "Không rõ cột", levels(t, three, "A4:A6", "B4:B6", "C4:E4", "C5:D5", "E5:E6")),
		stops("a week over the total", "tuần", levels(t, [][]string{{"TT", "Đơn vị", "Lũy kế", "Trong tuần"}, {"", "", "Số tài khoản", "Số tài khoản"}}, "A4:A5", "B4:B5")),
		stops("another app over two levels", "VNPT", levels(t, [][]string{{"", "", "VNPT", ""}, {"", "", "Số tài khoản", ""}, {"TT", "Đơn vị", "Tổng số", "Chỉ tiêu"}}, "C4:D4", "C5:D5")),
		stops("targets of two years below one name", "Không rõ cột", levels(t, [][]string{{"TT", "Đơn vị", "Số tài khoản", "Chỉ tiêu", ""}, {"", "", "", "Năm 2024", "Năm 2025"}}, "A4:A5", "B4:B5", "C4:C5", "D4:E4")),
		takes("a unit of counting merged at the right", counted(t, "(ĐVT: tài khoản)")), stops("thousands merged at the right", "nghìn", counted(t, "ĐVT: nghìn tài khoản")),
		stops("another app beside a group of the units", "VNPT", levels(t, [][]string{{"Thông tin", "", "VNPT", ""}, {"TT", "Đơn vị", "Số tài khoản", "Chỉ tiêu"}}, "A4:B4", "C4:D4")),
		takes("a list of units on a second sheet", book(func(f *excelize.File) {
			f.NewSheet("Danh mục")
			for i, s := range []string{"Mã", "Tên đơn vị", "001", "Quận Ba Đình", "002", "Quận Hoàn Kiếm"} {
				at, _ := excelize.CoordinatesToCellName(i%2+1, i/2+1)
				f.SetCellStr("Danh mục", at, s)
			}
		})),
		takes("a remark merged over all rows", book(func(f *excelize.File) { f.SetCellStr("Sheet1", "D4", "Ghi chú"); f.MergeCell("Sheet1", "D4", "D34") })),

		// words where few look
		stops("thousands in a remark on a cell", "nghìn", book(remark("C4", "Tính bằng nghìn tài khoản"))), takes("a harmless remark on a cell", book(remark("C4", "Đã rà soát"))),
		stops("thousands below the printed page", "nghìn", book(printed("", "&LĐơn vị tính: nghìn tài khoản&RTrang &P/&N"))), stops("a week above the printed page", "tuần", book(printed(`&C&"Arial,Bold"&14Báo cáo tuần 47`, ""))),
		takes("numbers of pages", book(printed("&L&F&C&A", "&CTrang &P/&N&R&D &T"))), stops("thousands in a box", "nghìn", book(box("ĐVT: nghìn tài khoản"))), takes("a harmless box", book(box("Lưu hành nội bộ"))),
		stops("thousands by the sign of a currency", "hiện khác", book(formatted(`#,##0[$ nghìn]`, "C5", "C34"))), takes("a format with a language", book(formatted(`[$-42A]#,##0`, "C5", "C34"))),
		stops("thousands by the sheet's name", "nghin", book(func(f *excelize.File) { f.SetSheetName("Sheet1", "SL (nghin)") })), takes("a copy of a sheet's name", book(func(f *excelize.File) { f.SetSheetName("Sheet1", "Sheet1 (2)") })),
		stops("months as values", "ngày tháng", book(formatted("mm/yy", "C5", "C34"))),

		// cells that hold nothing to read
		stops("a name without a result", "B5", unworked("B5")), stops("a time without a result", "A2", unworked("A2")), stops("a title without a result", "A1", unworked("A1")),
		stops("a name that is an error", "B9", reworked(t, book(nil), sheet1, func(xml string) string {
			return strings.Replace(xml, `r="B9" t="s"`, `r="B9" t="e"`, 1)
		})),
		takes("no other rows shown than these", reworked(t, book(nil), sheet1, func(xml string) string {
			if strings.Contains(xml, "<sheetFormatPr ") {
				return strings.Replace(xml, "<sheetFormatPr ", `<sheetFormatPr zeroHeight="1" `, 1)
			}
			return strings.Replace(xml, "<sheetData>", `<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/><sheetData>`, 1)
		})),
		takes("a date below the table", book(func(f *excelize.File) { f.SetCellValue("Sheet1", "C37", time.Date(2024, 11, 22, 0, 0, 0, 0, time.UTC)) })),

		// programs
		takes("names with backslashes", renamed(t, book(nil), func(n string) string { return strings.ReplaceAll(n, "/", `\`) })),
		takes("a filter", book(func(f *excelize.File) { f.AutoFilter("Sheet1", "A4:C34", nil) })),
		stops("a filter that hides", "ẩn", book(func(f *excelize.File) { f.AutoFilter("Sheet1", "A4:C34", nil); f.SetRowVisible("Sheet1", 12, false) })),
		takes("a table of Excel", book(func(f *excelize.File) { f.AddTable("Sheet1", &excelize.Table{Range: "A4:C34", Name: "Bang"}) })),
		takes("a total by the name of a column", with(func(l *list) { l.after = []string{"|Tổng cộng|0"} }).book(t, func(f *excelize.File) {
			f.SetCellInt("Sheet1", "C35", sumOfValues(30))
			f.SetCellFormula("Sheet1", "C35", "SUBTOTAL(109,Bang[Số tài khoản])")
		})),
		takes("the strict kind", reworked(t, reworked(t, book(nil), sheet1, strictly), "xl/workbook.xml", strictly)),
		takes("texts in the cells", reworked(t, book(nil), sheet1, func(xml string) string {
			return strings.Replace(xml, "</sheetData>", `<row r="40"><c r="A40" t="inlineStr"><is><r><t>Ghi </t></r><r><t>chú</t></r></is></c></row></sheetData>`, 1)
		})),
		takes("days since 1904", reworked(t, book(func(f *excelize.File) {
			code := "dd/mm/yyyy hh:mm"
			style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			f.SetCellStr("Sheet1", "A2", "Tính đến:")
			f.SetCellFloat("Sheet1", "B2", 45617.708333333333-1462, -1, 64)
			f.SetCellStyle("Sheet1", "B2", "B2", style)
		}), "xl/workbook.xml", func(xml string) string {
			if strings.Contains(xml, "<workbookPr") {
				return strings.Replace(xml, "<workbookPr", `<workbookPr date1904="1"`, 1)
			}
			return strings.Replace(xml, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
		})),
		takes("a time as a date", book(func(f *excelize.File) { day(f, "B2", "[$-42A]dd/mm/yyyy hh:mm") })), takes("a time with words", book(func(f *excelize.File) { day(f, "B2", `hh"h"mm" ngày "dd/mm/yyyy`) })),
		takes("UTF-8 taken for Windows-1252 in cells", misreadBook(t, func(s string) string { return misread([]byte(s), false) })),
		takes("Windows-1258 taken for Windows-1252 in cells", misreadBook(t, func(s string) string { return misread(windows1258(s), false) })),
		stops("letters lost in cells", "dấu hỏi", misreadBook(t, func(s string) string { return lost(strings.ReplaceAll(s, "Đ", "D")) })),

		// values
		takes("one number as text", cell("C9", "\u00a0"+grouped(value(4), ".")+"\u00a0")), stops("one date as a value", "C9", cell("C9", time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC))),
		stops("a true value", "không phải là số", cell("C9", true)), stops("not there yet", "chưa có số liệu", cell("C9", "chưa có")), stops("a negative", "âm", cell("C9", -5)), stops("a fraction", "số nguyên", cell("C9", 1234.5)),
		takes("codes as numbers beside names", with(func(l *list) {
			l.header[0] = "Mã quận"
			for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
				l.rows[i][0] = strings.TrimLeft(d.Code, "0")
			}
		}).book(t, nil)),
	}, oddOpenBooks(t)...)
}

// counted is the plain list with a note at the right above its header, over two columns.
func counted(t *testing.T, note string) []byte {
	t.Helper()
	l := with(func(l *list) {
		l.header = append(l.header, "Ghi chú")
		l.source, l.after = "", []string{"Nguồn: Công an thành phố"}
	})
	return l.book(t, func(f *excelize.File) {
		f.SetCellStr("Sheet1", "C3", note)
		f.MergeCell("Sheet1", "C3", "D3")
	})
}

// strictly writes the names of the strict kind of workbook.
func strictly(xml string) string {
	return strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships").Replace(xml)
}

// misreadBook is the plain list with its words spoilt, in a workbook.
func misreadBook(t *testing.T, spoil func(string) string) []byte {
	t.Helper()
	l := plainList()
	for _, s := range []*string{&l.title, &l.asOf, &l.source, &l.header[1], &l.header[2]} {
		*s = spoil(*s)
	}
	for i := range l.rows {
		l.rows[i][1] = spoil(l.rows[i][1])
	}
	return l.book(t, nil)
}

// oddOpenBooks are sheets as LibreOffice keeps them.
func oddOpenBooks(t *testing.T) []made {
	list := func(change func(string) string) []byte { return openList(t, "Sheet1", "", change) }
	number := fmt.Sprintf(`office:value="%d"><text:p>%d</text:p>`, value(0), value(0))
	put := func(old, with string) []byte {
		return list(func(rows string) string { return strings.Replace(rows, old, with, 1) })
	}
	asOf := `office:value-type="string"><text:p>Tính đến 17h00 ngày 21/11/2024</text:p></table:table-cell>`
	return []made{
		stops("ODS, thousands in a remark", "nghìn", put(number, `office:value="`+fmt.Sprint(value(0))+`"><office:annotation><text:p>tính bằng nghìn</text:p></office:annotation><text:p>`+fmt.Sprint(value(0))+`</text:p>`)),
		takes("ODS, a box on a cell", put(number, number+`<draw:frame xmlns:draw="urn:d"><draw:text-box><text:p>Nội bộ</text:p></draw:text-box></draw:frame>`)),
		stops("ODS, thousands in a box", "nghìn", put(number, number+`<draw:frame xmlns:draw="urn:d"><draw:text-box><text:p>ĐVT: nghìn</text:p></draw:text-box></draw:frame>`)),
		takes("ODS, a time as a date", put(asOf, `office:value-type="string"><text:p>Tính đến</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-11-21T16:59:59.999999999"><text:p>21/11/24 17:00</text:p></table:table-cell>`)),
		stops("ODS, a filter that hides", "ẩn", list(func(rows string) string {
			i := strings.LastIndex(rows, "<table:table-row>")
			return rows[:i] + `<table:table-row table:visibility="filter">` + rows[i+len("<table:table-row>"):]
		})),
		takes("ODS, a merged title", put(`office:value-type="string"><text:p>BÁO CÁO KẾT QUẢ CÀI ĐẶT iHANOI</text:p></table:table-cell>`,
			`office:value-type="string" table:number-columns-spanned="3"><text:p>BÁO CÁO</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>`)),
		takes("ODS, repeated cells at the end", list(func(rows string) string {
			return strings.ReplaceAll(rows, "</table:table-row>", `<table:table-cell table:number-columns-repeated="1021"/></table:table-row>`) + `<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>`
		})),
		stops("ODS, one number twice beside itself", "không có tên", put(`office:value-type="float" `+number, `office:value-type="float" table:number-columns-repeated="2" `+number)),
		stops("ODS, a name that is an error", "B5", put(`office:value-type="string"><text:p>Quận Ba Đình</text:p>`, `office:value-type="string" table:formula="of:=VLOOKUP(1;[.X1];2)"><text:p>#N/A</text:p>`)),
	}
}

func TestOddBooks(t *testing.T) { come(t, oddBooks(t), 45) }
