package sheet_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
)

var set = load()

func load() *area.Set {
	s, err := area.Load(areas.Files)
	if err != nil {
		panic(err)
	}
	return s
}

// read is what a file says, with nothing to ask.
func read(t *testing.T, name string, data []byte) reading.Reading {
	t.Helper()
	b, err := sheet.Read(context.Background(), name, bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	r := reading.Of(b, reading.Answers{})
	if r.Fault != nil || len(r.Asks) > 0 {
		t.Fatalf("%s: %v %v", name, r.Fault, r.Asks)
	}
	return r
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// taken is the figures of a file as text, through the matching that they go through in life.
func taken(t *testing.T, f reading.Reading) string {
	t.Helper()
	figures, problems, err := figure.Match(t.Context(), f.Rows, set, area.Nov2024, nil)
	if len(problems) > 0 || err != nil {
		t.Fatal(problems, err)
	}
	var out []string
	for _, x := range figures {
		out = append(out, fmt.Sprintf("%s=%d/%d/%d", x.Area.Code, x.Value, x.Target, x.Denominator))
		if got := figure.FormatAsOf(x.AsOf); got != "17:00 21/11/2024" {
			t.Errorf("as of %s", got)
		}
		if !strings.HasPrefix(x.Source, "Số liệu mẫu") {
			t.Errorf("source %q", x.Source)
		}
	}
	return strings.Join(out, " ")
}

func TestFilesOfOtherPrograms(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"openpyxl.xlsx", "001=91234/120000/0 002=60500/80000/0 009=1234/150000/0 281=48765/99000/0"},
		{"xlsxwriter.xlsx", "001=91234/0/120000 002=60500/0/80000 009=1234/0/150000 281=48765/0/99000"},
		{"unicode-text.txt", "001=91234/0/0 002=60500/0/0 009=1234/0/0 281=48765/0/0"},
		{"semicolon.csv", "001=91234/0/0 002=60500/0/0 009=1234/0/0 281=48765/0/0"},
	} {
		if got := taken(t, read(t, c.name, fixture(t, c.name))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWhatIsSaidOfTheFile(t *testing.T) {
	f := read(t, "openpyxl.xlsx", fixture(t, "openpyxl.xlsx"))
	if f.Sheet != "Số liệu" || f.HeaderRow != 5 || f.Rows[0].Line != 8 {
		t.Errorf("%+v, the first row is %d", f, f.Rows[0].Line)
	}
	f = read(t, "xlsxwriter.xlsx", fixture(t, "xlsxwriter.xlsx"))
	if f.Rows[0].DenominatorName != "Dân số 15+" {
		t.Errorf("denominator %q", f.Rows[0].DenominatorName)
	}
}

const about = "Tính đến 17h ngày 21/11/2024\nNguồn: Số liệu mẫu\n"

func TestCSV(t *testing.T) {
	long := "Mã,Đơn vị,Số tài khoản,Tính đến,Nguồn\n001,Quận Ba Đình,\"91.234\",21/11/2024 17:00,Số liệu mẫu\n"
	for _, c := range []struct{ name, text, want string }{
		{"comma", long, "001=91234/0/0"},
		{"byte order mark", "\ufeff" + long, "001=91234/0/0"},
		{"Windows lines", strings.ReplaceAll(long, "\n", "\r\n"), "001=91234/0/0"},
		{"old Mac lines", strings.ReplaceAll(long, "\n", "\r"), "001=91234/0/0"},
		{"decomposed", norm.NFD.String(long), "001=91234/0/0"},
		{"hint of Excel", "sep=,\n" + long, "001=91234/0/0"},
		{"lines above and total below", about + "Đơn vị,Số tài khoản,Chỉ tiêu\nQ. Ba Đình,\"1,234\",2000\nHoàn Kiếm,1,\nTổng cộng,1235,2000\n", "001=1234/2000/0 002=1/0/0"},
		{"source below", "Tính đến: 21/11/2024 17:00\nĐơn vị,Số tài khoản\nBa Đình,5\n\nNguồn: Số liệu mẫu,\nNgười lập,\n", "001=5/0/0"},
		{"English", "code,area,accounts,target,denominator,denominator name,as-of,source\n001,Ba Dinh District,5,6,7,15+,2024-11-21T17:00,Số liệu mẫu\n", "001=5/6/7"},
		{"district over communes", about + "Quận/huyện,Phường/xã,Số tài khoản\nSóc Sơn,Xã Đông Xuân,5\n,Xã Phù Linh,6\nQuốc Oai,Xã Đông Xuân,7\n,Tổng,18\n", "00436=5/0/0 00400=6/0/0 04939=7/0/0"},
		{"columns numbered", about + "TT,Đơn vị,Số tài khoản\nA,B,1\n1,Ba Đình,5\n", "001=5/0/0"},
		{"commas in a line above", "Kết quả, tạm tính, đã kiểm tra\n" + about + "\nĐơn vị;Số tài khoản\nBa Đình;1 234\n", "001=1234/0/0"},
		{"UTF-16 without its mark", wide("Mã\tĐơn vị\tSố tài khoản\tTính đến\tNguồn\n001\tQuận Ba Đình\t91234\t21/11/2024 17:00\tSố liệu mẫu\n"), "001=91234/0/0"},
		{"codes kept as text by a formula", "Tính đến 17h ngày 21/11/2024;;\nNguồn: Số liệu mẫu;;\nMã;Đơn vị;Số tài khoản\n=\"001\";Ba Đình;=\"5\"\n", "001=5/0/0"},
		{"unit of count", about + "Đơn vị tính: tài khoản\nĐơn vị,Số tài khoản\nBa Đình,5\n", "001=5/0/0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := taken(t, read(t, c.name+".csv", []byte(c.text))); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// wide is text as UTF-16, little end first, without a byte order mark.
func wide(text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func TestRowNumbersAreThoseOfTheSheet(t *testing.T) {
	f := read(t, "a.csv", []byte("\"two\nlines\",\n\n\nĐơn vị,Số tài khoản\nBa Đình,1\n\n\"Hoàn\nKiếm\",2\nTây Hồ,3\n"))
	var lines []int
	for _, r := range f.Rows {
		lines = append(lines, r.Line)
	}
	if f.HeaderRow != 4 || fmt.Sprint(lines) != "[5 7 8]" || f.Rows[1].Name != "Hoàn Kiếm" {
		t.Errorf("header %d, rows %v, %q", f.HeaderRow, lines, f.Rows[1].Name)
	}
}

func TestRefusals(t *testing.T) {
	zipped := func(names ...string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, n := range names {
			if _, err := w.Create(n); err != nil {
				t.Fatal(err)
			}
		}
		w.Close()
		return b.Bytes()
	}
	table := func(n, columns int, value string) []byte {
		return []byte("Đơn vị,Số tài khoản" + strings.Repeat(",x", columns) + "\n" + strings.Repeat("Ba Đình,"+value+"\n", n))
	}
	good := book(t, func(*excelize.File) {})
	var locked bytes.Buffer
	if err := excelize.NewFile().Write(&locked, excelize.Options{Password: "x"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		code content.Code
		says string
	}{
		{"empty.csv", nil, content.Invalid, "trống"},
		{"blank.csv", []byte(" \n\n"), content.Invalid, "trống"},
		{"windows-1258.csv", fixture(t, "windows-1258.csv"), content.Invalid, "Windows-1258"},
		{"older.xls", []byte("\x09\x08\x10\x00 and more"), content.Invalid, ".xlsx"},
		{"locked.xlsx", locked.Bytes(), content.Invalid, "mật khẩu"},
		{"page.xls", []byte("<html><table><tr><td>Mã"), content.Invalid, ".xlsx"},
		{"page.csv", []byte("\ufeff\n<!DOCTYPE html>"), content.Invalid, "trang web"},
		{"a.pdf", []byte("%PDF-1.7 …"), content.Invalid, "PDF"},
		{"a.odt", zipped("mimetype", "content.xml"), content.Invalid, "OpenDocument"},
		{"a.xlsb", zipped("xl/workbook.bin"), content.Invalid, "xlsb"},
		{"a.docx", zipped("word/document.xml"), content.Invalid, "không phải bảng tính Excel"},
		{"hollow.xlsx", zipped("xl/workbook.xml"), content.Invalid, "hỏng"},
		{"cut.xlsx", good[:len(good)/2], content.Invalid, "hỏng"},
		{"picture.csv", []byte("\x89PNG\r\n\x1a\n\x00\x00"), content.Invalid, "không phải bảng tính"},
		{"rows.csv", table(sheet.MaxRows, 0, "1"), content.TooLarge, "20.000"},
		{"columns.csv", table(1, 70, "1"), content.TooLarge, "cột"},
		{"cell.csv", table(1, 0, strings.Repeat("1", 40000)), content.TooLarge, "dòng 2"},
		{"swallowed.csv", []byte("Đơn vị,Số tài khoản\n\"Ba Đình,1\nHoàn Kiếm,2\nTây Hồ\",3\n"), content.Invalid, "dòng 2"},
		{"quote.csv", append([]byte("Đơn vị,Số tài khoản\n\"Ba Đình,1\n"), bytes.Repeat([]byte("Hoàn Kiếm,2\n"), 5000)...), content.TooLarge, "dấu nháy"},
		{"big.csv", make([]byte, sheet.MaxBytes+1), content.TooLarge, "20 MB"},
	} {
		f, err := sheet.Read(context.Background(), `C:\tmp/`+c.name, bytes.NewReader(c.data))
		if err == nil {
			t.Errorf("%s was opened: %d sheets", c.name, len(f.Sheets))
			continue
		}
		if content.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "“"+c.name+"”") {
			t.Errorf("%s: %s %v, want %s and %q", c.name, content.CodeOf(err), err, c.code, c.says)
		}
	}
}

func TestBombs(t *testing.T) {
	plain := book(t, func(f *excelize.File) { fill(t, f, []any{"Đơn vị", "Số tài khoản"}, []any{"Ba Đình", 1}) })
	swap := func(name string, with func(w interface{ Write([]byte) (int, error) })) []byte {
		in, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		out := zip.NewWriter(&b)
		for _, part := range in.File {
			if part.Name != name {
				if err := out.Copy(part); err != nil {
					t.Fatal(err)
				}
				continue
			}
			w, err := out.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			with(w)
		}
		out.Close()
		return b.Bytes()
	}
	const sheet1 = "xl/worksheets/sheet1.xml"
	open := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	for name, data := range map[string][]byte{
		"zeros": swap(sheet1, func(w interface{ Write([]byte) (int, error) }) {
			for range 80 {
				w.Write(make([]byte, 1<<20))
			}
		}),
		"rows": swap(sheet1, func(w interface{ Write([]byte) (int, error) }) {
			fmt.Fprint(w, open)
			for i := range 30000 {
				fmt.Fprintf(w, `<row r="%d"><c r="A%d"><v>1</v></c></row>`, i+1, i+1)
			}
			fmt.Fprint(w, `</sheetData></worksheet>`)
		}),
		"many texts": swap("xl/sharedStrings.xml", func(w interface{ Write([]byte) (int, error) }) {
			fmt.Fprint(w, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
			for range 1300 {
				fmt.Fprint(w, strings.Repeat("<si/>", 10_000)) // 13 million
			}
			fmt.Fprint(w, `</sst>`)
		}),
		"far column": swap(sheet1, func(w interface{ Write([]byte) (int, error) }) {
			fmt.Fprint(w, open, `<row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`)
		}),
		"broken": swap(sheet1, func(w interface{ Write([]byte) (int, error) }) { fmt.Fprint(w, open, `<row r="-5"><c r="!!"><v>1</v>`) }),
	} {
		begun := time.Now()
		f, err := sheet.Read(context.Background(), name+".xlsx", bytes.NewReader(data))
		if content.CodeOf(err) == "" {
			t.Errorf("%s: %v, %v", name, f, err)
		}
		if took := time.Since(begun); took > 50*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	// One row at the far end of the sheet is slow to reach, not wrong.
	data := swap(sheet1, func(w interface{ Write([]byte) (int, error) }) {
		fmt.Fprint(w, open, `<row r="1"><c r="A1" t="inlineStr"><is><t>Mã</t></is></c><c r="B1" t="inlineStr"><is><t>Số tài khoản</t></is></c></row><row r="1048576"><c r="A1048576"><v>1</v></c><c r="B1048576"><v>7</v></c></row></sheetData></worksheet>`)
	})
	if f := read(t, "far.xlsx", data); len(f.Rows) != 1 || f.Rows[0].Line != 1048576 || f.Rows[0].Value.Count != 7 {
		t.Errorf("%+v", f.Rows)
	}
}

func TestReadStopsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := sheet.Read(ctx, "a.csv", strings.NewReader("Đơn vị,Số tài khoản\nBa Đình,1\n")); content.CodeOf(err) != content.TooLarge {
		t.Errorf("%v", err)
	}
}
