package sheet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
)

// book is an XLSX with one sheet, "Sheet1".
func book(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fill(t testing.TB, f *excelize.File, rows ...[]any) {
	t.Helper()
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCellsOfXLSX(t *testing.T) {
	head := []any{"Đơn vị", "Số tài khoản"}
	for _, c := range []struct {
		name  string
		value any
		style string
		want  figure.Number
	}{
		{"whole", 1234567, "", figure.Number{Count: 1234567}},
		{"grouped", 1234567, "#,##0", figure.Number{Count: 1234567}},
		{"shown in thousands", 1234567, "#,##0,", figure.Number{Fault: figure.Shown}},
		{"shown with decimals", 91, "0.000", figure.Number{Fault: figure.Shown}},
		{"shown with a word", 91, `0" nghìn"`, figure.Number{Fault: figure.Shown}},
		{"typed 1/2", 45293, "d/m/yyyy", figure.Number{Fault: figure.IsDate}},
		{"left by a formula", 91234.00000000001, "", figure.Number{Count: 91234}},
		{"with two zeros", 91234, "#,##0.00", figure.Number{Count: 91234}},
		{"hidden by format", 1234567, ";;;", figure.Number{Fault: figure.Shown}},
		{"fraction with three digits", 1.234, "", figure.Number{Fault: figure.NotWhole}},
		{"text with three digits", "1.234", "", figure.Number{Count: 1234}},
		{"text", "1.234.567", "", figure.Number{Count: 1234567}},
		{"great", 1.5e9, "", figure.Number{Count: 1500000000}},
		{"percent", 0.268, "0.0%", figure.Number{Fault: figure.IsPercent}},
		{"hundred percent", 1, "0%", figure.Number{Fault: figure.IsPercent}},
		{"negative", -5, "", figure.Number{Fault: figure.Negative}},
		{"error", "#DIV/0!", "", figure.Number{Fault: figure.Failed}},
		{"boolean", true, "", figure.Number{Fault: figure.NoNumber}},
		{"nothing", nil, "", figure.Number{Fault: figure.Empty}},
	} {
		data := book(t, func(f *excelize.File) {
			fill(t, f, head, []any{"Ba Đình", c.value})
			if c.style != "" {
				id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.style})
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStyle("Sheet1", "B2", "B2", id); err != nil {
					t.Fatal(err)
				}
			}
		})
		got := read(t, c.name+".xlsx", data).Rows[0].Value
		if got.Count != c.want.Count || got.Fault != c.want.Fault {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestDatesOfXLSX(t *testing.T) {
	want := time.Date(2024, 11, 21, 17, 0, 0, 0, area.Local)
	for _, from1904 := range []bool{false, true} {
		serial := 45617 + 17.0/24
		if from1904 {
			serial -= 1462
		}
		data := book(t, func(f *excelize.File) {
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}); err != nil {
				t.Fatal(err)
			}
			fill(t, f, []any{"Tính đến", nil, serial}, []any{"Đơn vị", "Số tài khoản", "Thời điểm số liệu"}, []any{"Ba Đình", 1, serial}, []any{"Tây Hồ", 1, 20241121}, []any{"Hoàn Kiếm", 1})
			dates(t, f, "C1", "C3", "C4")
		})
		f := read(t, "dates.xlsx", data)
		if !f.Rows[2].AsOf.Time.Equal(want) || !f.Rows[0].AsOf.Time.Equal(want) || f.Rows[1].AsOf.Fault != figure.NoDate {
			t.Errorf("1904 %v: %v, %v, %+v", from1904, f.Rows[2].AsOf, f.Rows[0].AsOf, f.Rows[1].AsOf)
		}
	}
}

// dates has cells shown as dates.
func dates(t *testing.T, f *excelize.File, cells ...string) {
	t.Helper()
	code := "dd/mm/yyyy hh:mm"
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cells {
		if err := f.SetCellStyle("Sheet1", c, c, id); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatIsHiddenIsTold(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		fill(t, f, []any{"Đơn vị", "Số tài khoản"}, []any{"Hoàn Kiếm", 1})
		for _, name := range []string{"Bảng 1", "Khác"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		f.SetActiveSheet(1)
		_ = f.SetSheetVisible("Sheet1", false)
		_ = f.SetSheetRow("Bảng 1", "A1", &[]any{"Đơn vị", "Số tài khoản", "Ghi chú"})
		_ = f.SetSheetRow("Bảng 1", "A2", &[]any{"Ba Đình", 1, "x"})
		_ = f.SetSheetRow("Bảng 1", "A9", &[]any{"Tây Hồ", 2})
		_ = f.SetRowVisible("Bảng 1", 9, false)
		_ = f.SetColVisible("Bảng 1", "C", false)
	})
	b, err := sheet.Read(t.Context(), "hidden.xlsx", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r := reading.Of(b, reading.Answers{})
	if len(b.Sheets) != 3 || !b.Sheets[0].Hidden || r.Sheet != "Bảng 1" || len(r.Asks) != 2 || len(r.Rows) != 0 ||
		!strings.Contains(r.Asks[0].Vi, "dòng 9") || !strings.Contains(r.Asks[1].Vi, "“Ghi chú (C)” đang ẩn") {
		t.Errorf("%+v", r)
	}
}
