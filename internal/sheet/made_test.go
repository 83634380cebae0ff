package sheet_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"ngatu/content/area"
)

// made is one sheet of our own and what must come of it: the figures of all districts, a question,
// or a refusal with a word.
type made struct {
	name string
	data []byte
	take bool
	asOf string // where it is not the usual one
	says string // of a question or refusal: one of these words, separated by |
}

func takes(name string, data []byte) made { return made{name: name, data: data, take: true} }
func takesAs(name, asOf string, data []byte) made {
	return made{name: name, data: data, take: true, asOf: asOf}
}

func stops(name, says string, data []byte) made { return made{name: name, data: data, says: says} }

func text(l list) []byte { return []byte(l.csv(";")) }

func dated(asOf string) []byte { return text(with(func(l *list) { l.asOf = asOf })) }

func titled(title string) []byte { return text(with(func(l *list) { l.title = title })) }

func headed(header ...string) []byte {
	return text(with(func(l *list) {
		l.header = header
		for i := range l.rows {
			for len(l.rows[i]) < len(header) {
				l.rows[i] = append(l.rows[i], fmt.Sprint(7*i+3))
			}
		}
	}))
}

func below(lines ...string) []byte { return text(with(func(l *list) { l.after = lines })) }

// texts are the sheets that are text.
func texts() []made {
	whole := plainList()
	total := sumOfValues(30)
	quan, huyen := sumOfKind(area.Quan), sumOfKind(area.Huyen)+sumOfKind(area.ThiXa)
	return []made{
		takes("comma", []byte(whole.csv(","))), takes("tab", []byte(whole.csv("\t"))), takes("semicolon", text(whole)), takes("bar", []byte(whole.csv("|"))),
		takes("byte order mark", []byte("\ufeff"+whole.csv(";"))), takes("two marks", []byte("\ufeff\ufeff"+whole.csv(";"))),
		takes("sep=", []byte("sep=;\n"+whole.csv(";"))),
		takes("Windows line ends", bytes.ReplaceAll(text(whole), []byte("\n"), []byte("\r\n"))),
		takes("old Mac line ends", bytes.ReplaceAll(text(whole), []byte("\n"), []byte("\r"))),
		takes("UTF-16 little", wideText(whole.csv("\t"), binary.LittleEndian, true)), takes("UTF-16 big", wideText(whole.csv("\t"), binary.BigEndian, true)),
		takes("UTF-16 little, no mark", wideText(whole.csv("\t"), binary.LittleEndian, false)), takes("UTF-16 big, no mark", wideText(whole.csv("\t"), binary.BigEndian, false)),
		takes("decomposed", norm.NFD.Bytes(text(whole))), takes("upper case", []byte(strings.ToUpper(whole.csv(";")))),
		takes("dots", text(counts(func(n int) string { return grouped(n, ".") }))), takes("commas", text(counts(func(n int) string { return grouped(n, ",") }))),
		takes("blanks", text(counts(func(n int) string { return grouped(n, " ") }))), takes("apostrophes", text(counts(func(n int) string { return grouped(n, "'") }))),
		takes("narrow blanks", text(counts(func(n int) string { return grouped(n, "\u202f") }))), takes("zero decimals", text(counts(func(n int) string { return fmt.Sprint(n, ",0") }))),
		takes("without kinds", text(names(func(a area.Area) string { return a.Short }))),
		takes("short kinds", text(names(func(a area.Area) string {
			return map[area.Kind]string{area.Quan: "Q. ", area.Huyen: "H. ", area.ThiXa: "TX "}[a.Kind] + a.Short
		}))),
		takes("no marks", text(names(func(a area.Area) string { return area.Fold(a.Name) }))),
		takes("stars", text(names(func(a area.Area) string { return a.Name + "*" }))),
		takes("as codes", text(with(func(l *list) {
			l.header[1] = "Mã đơn vị"
			for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
				l.rows[i][1] = `="` + d.Code + `"`
			}
		}))),
		takes("a total", below(fmt.Sprint("|Tổng cộng|", total))), takes("a total of units", below(fmt.Sprint("|Tổng cộng (30 quận, huyện, thị xã)|", total))),
		takes("the city", below(fmt.Sprint("|Toàn thành phố|", total))),
		takes("subtotals", text(with(func(l *list) { l.rows = byKind(l.rows, quan, huyen, false) }))),
		takes("groups", text(with(func(l *list) { l.rows = byKind(l.rows, quan, huyen, true) }))),
		takes("the header again", text(with(func(l *list) { l.rows = slices.Insert(l.rows, 15, l.header) }))),
		takes("numbered columns", text(with(func(l *list) { l.rows = slices.Insert(l.rows, 0, []string{"(1)", "(2)", "(3)"}) }))),
		takes("blank lines", text(with(func(l *list) { l.rows = slices.Insert(l.rows, 10, []string{""}, []string{"", "", ""}) }))),
		takes("a signature", below("||Hà Nội, ngày 22 tháng 11 năm 2024", "||TRƯỞNG PHÒNG", "||(Đã ký)", "||Nguyễn Văn A")),
		takes("remarks", headed("STT", "Tên đơn vị", "Tổng số tài khoản", "Ghi chú")), takes("a target", headed("TT", "Đơn vị", "Số tài khoản", "Ghi chú")),
		takesAs("end of the day", "2024-12-10T23:59", dated("Tính đến hết ngày 10/12/2024")), takesAs("24h00", "2024-12-31T23:59", dated("Số liệu tính đến 24h00 ngày 31/12/2024")),
		takesAs("minutes", "2024-11-21T17:30", dated("Tính đến 17 giờ 30 phút ngày 21 tháng 11 năm 2024")), takesAs("PM", "2024-11-21T17:00", dated("Tính đến 5:00 PM ngày 21/11/2024")),
		takesAs("dashes", "2024-11-21T08:05", dated("Tính đến 08:05 ngày 21-11-2024")), takesAs("a day", "2024-11-21T00:00", dated("Tính đến ngày 21/11/2024")),

		stops("percent in the name", "%", headed("TT", "Đơn vị", "Số tài khoản (%)")), stops("thousands in the title", "nghìn", titled("KẾT QUẢ (ĐVT: nghìn tài khoản)")),
		stops("thousands below", "1.000", below("Đơn vị tính: 1.000 tài khoản")), stops("a result", "Kết quả", headed("TT", "Đơn vị", "Kết quả")),
		stops("a week's", "tuần", headed("TT", "Đơn vị", "Số tài khoản trong tuần")), stops("a month's", "tháng", titled("KẾT QUẢ THÁNG 11")),
		stops("an increase beside it", "tăng", headed("TT", "Đơn vị", "Số tài khoản", "Tăng so với hôm trước")), stops("two of them", "cùng ý nghĩa", headed("TT", "Đơn vị", "Số tài khoản", "Tổng số tài khoản")),
		stops("a span", "khoảng|từ … đến", dated("Số liệu từ ngày 1/11/2024 đến ngày 21/11/2024")), stops("an American date", "chưa rõ", dated("Tính đến 11/21/2024")),
		stops("two digits of a year", "chưa rõ", dated("Tính đến 21/11/24")), stops("no such day", "chưa rõ", dated("Tính đến 31/11/2024")), stops("no time", "thời điểm", dated("Số liệu sơ bộ")),
		stops("no source", "nguồn", text(with(func(l *list) { l.source = "" }))), stops("offices", "cơ quan", text(names(func(a area.Area) string { return "UBND " + a.Name }))),
		stops("a wrong total", "tổng", below(fmt.Sprint("|Tổng cộng|", total+5))), stops("a wrong subtotal", "tổng", text(with(func(l *list) { l.rows = byKind(l.rows, quan+1, huyen, false) }))),
		stops("a wrong group", "tổng", text(with(func(l *list) { l.rows = byKind(l.rows, quan+1, huyen, true) }))),
		stops("a total on top", "tổng", text(with(func(l *list) { l.rows = slices.Insert(l.rows, 0, []string{"", "Tổng số", fmt.Sprint(total - 9)}) }))),
		stops("N. and B.", "Nam Từ Liêm", text(names(func(a area.Area) string {
			return strings.NewReplacer("Quận Nam ", "N. ", "Quận Bắc ", "B. ").Replace(a.Name)
		}))),
		stops("numbered names", "Ba Đình", text(names(func(a area.Area) string { return "1. " + a.Name }))), stops("footnotes", "Ba Đình", text(names(func(a area.Area) string { return a.Name + " (2)" }))),
		stops("a slip", "Hoàn Kiếm", text(names(func(a area.Area) string { return strings.Replace(a.Name, "Kiếm", "Kím", 1) }))),
		stops("a unit twice", "đã có", below("31|Q. Ba Đình|5")), stops("a dash", "gạch", text(with(func(l *list) { l.rows[3][2] = "-" }))),
		stops("a percentage among counts", "phần trăm", text(with(func(l *list) { l.rows[3][2] = "26,8%" }))), stops("a negative", "âm", text(with(func(l *list) { l.rows[3][2] = "-5" }))),
		stops("a fraction", "số nguyên", text(with(func(l *list) { l.rows[3][2] = "12,5" }))), stops("an error", "công thức", text(with(func(l *list) { l.rows[3][2] = "#REF!" }))),
		stops("running numbers", "số thứ tự|100", text(counts(func(n int) string { return fmt.Sprint((n-20_011)/1_373 + 1) }))), stops("all small", "100", text(counts(func(n int) string { return fmt.Sprint(n % 97) }))),
		stops("a stray quote", "nháy", bytes.Replace(text(whole), []byte("Quận Tây Hồ"), []byte(`"Quận Tây Hồ`), 1)),
		stops("districts with a commune", "hai lần|hai bảng", below("|Phường Phúc Xá|5")), stops("bytes of no known letters", "VNI", []byte("B\xe3ng\n\xd1\xf4n;So\xe1\nQua Ba;5\n")),
		takes("Windows-1258", windows1258(string(text(whole)))), stops("Windows-1258 without known names", "1258|UTF-8", windows1258("Nơi nào;Bao nhiêu\nQuận Ba Đình;5\n")), stops("empty", "trống", nil), stops("a page", "trang web", []byte("<html><table><tr><td>Đơn vị</td></tr></table>")),
		stops("header alone", "Không có dòng", text(with(func(l *list) { l.rows = nil }))),
	}
}

// windows1258 writes text as Vietnamese Windows did: letters with their hats, tone
// marks behind them.
func windows1258(text string) []byte {
	apart := ""
	for _, r := range text {
		base, tone := "", ""
		for _, part := range norm.NFD.String(string(r)) {
			if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", part) {
				tone += string(part)
			} else {
				base += string(part)
			}
		}
		apart += norm.NFC.String(base) + tone
	}
	b, err := charmap.Windows1258.NewEncoder().Bytes([]byte(apart))
	if err != nil {
		panic(err)
	}
	return b
}

// books are the sheets that are workbooks.
func books(t *testing.T) []made {
	whole := plainList()
	book := func(change func(*excelize.File)) []byte { return whole.book(t, change) }
	summed := with(func(l *list) { l.after = []string{"|Tổng cộng|" + fmt.Sprint(sumOfValues(30))} })
	return []made{
		takes("a workbook", book(nil)), takes("#,##0", book(formatted("#,##0", "C5", "C34"))), takes("#,##0.00", book(formatted("#,##0.00", "C5", "C34"))),
		takes("a cover", book(func(f *excelize.File) { f.NewSheet("Bìa"); f.SetCellStr("Bìa", "A1", "BÁO CÁO") })),
		takes("a hidden copy", book(func(f *excelize.File) {
			i, _ := f.NewSheet("Cũ")
			f.CopySheet(0, i)
			f.SetSheetVisible("Cũ", false)
		})),
		takes("a merged header", book(func(f *excelize.File) {
			f.SetCellStr("Sheet1", "A1", "")
			f.MergeCell("Sheet1", "A1", "C1")
		})),
		takes("a sum", summed.book(t, func(f *excelize.File) {
			f.SetCellFormula("Sheet1", "C35", "SUM(C5:C34)")
			keepValue(f, "C35", sumOfValues(30))
		})),

		stops("0.000", "hiện khác", book(formatted("0.000", "C5", "C34"))), stops("thousands by format", "hiện khác", book(formatted("#,##0,", "C5", "C34"))),
		stops("percent by format", "phần trăm", book(formatted("0%", "C5", "C34"))), stops("dates by format", "ngày tháng", book(formatted("dd/mm/yyyy", "C5", "C34"))),
		stops("with a word by format", "hiện khác", book(formatted(`#,##0" nghìn"`, "C5", "C34"))), stops("shown as nothing", "hiện khác", book(formatted(";;;", "C5", "C34"))),
		stops("hidden rows", "ẩn", book(func(f *excelize.File) { f.SetRowVisible("Sheet1", 9, false) })),
		stops("a hidden column", "ẩn", book(func(f *excelize.File) { f.SetColVisible("Sheet1", "C", false) })),
		stops("two tables", "trang tính", book(func(f *excelize.File) {
			i, _ := f.NewSheet("Bảng 2")
			f.CopySheet(0, i)
		})),
		stops("a week by the sheet's name", "tuần", book(func(f *excelize.File) { f.SetSheetName("Sheet1", "Tuần 47") })),
		stops("no result", "công thức", book(func(f *excelize.File) { f.SetCellFormula("Sheet1", "C7", "D7+E7") })),
		stops("an old sum", "kết quả cũ", summed.book(t, func(f *excelize.File) {
			f.SetCellInt("Sheet1", "D5", 5)
			f.SetCellInt("Sheet1", "E5", 7)
			f.SetCellFormula("Sheet1", "C5", "D5+E5")
			keepValue(f, "C5", int64(value(0)))
			f.SetCellStr("Sheet1", "D4", "Ghi chú")
			f.SetCellStr("Sheet1", "E4", "Remarks")
		})),
	}
}

// keepValue stores a result beside a formula, as programs do that compute nothing.
func keepValue(f *excelize.File, cell string, n int64) {
	sheet, _ := f.GetCellFormula("Sheet1", cell)
	f.SetCellInt("Sheet1", cell, n)
	f.SetCellFormula("Sheet1", cell, sheet)
}

// What our own hands and programs made: all districts are taken with the right numbers, or a
// sentence says why not.
func TestMadeSheets(t *testing.T) { come(t, append(texts(), books(t)...), 60) }

// right says whether all districts have the values of the plain list.
func right(t *testing.T, g got, asOf string) {
	t.Helper()
	if asOf == "" {
		asOf = "2024-11-21T17:00"
	}
	units := 0
	for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
		for _, f := range g.figures {
			if f.Area == d.Key() {
				units++
				if f.Value != int64(value(i)) || f.AsOf.Format("2006-01-02T15:04") != asOf || !strings.EqualFold(f.Source, "Công an thành phố") {
					t.Errorf("%s: %d as of %v, %s", d.Name, f.Value, f.AsOf, f.Source)
					return
				}
			}
		}
	}
	if units != 30 {
		t.Errorf("%d units, says %q", units, g.says)
	}
}

// The order of rows and columns changes nothing.
func TestOrderOfASheetChangesNothing(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 7))
		l := plainList()
		r.Shuffle(len(l.rows), func(i, j int) { l.rows[i], l.rows[j] = l.rows[j], l.rows[i] })
		order := r.Perm(len(l.header))
		permute := func(row []string) []string {
			out := make([]string, len(row))
			for i, k := range order {
				out[i] = row[k]
			}
			return out
		}
		l.header = permute(l.header)
		for i := range l.rows {
			l.rows[i] = permute(l.rows[i])
		}
		right(t, understand(t, "x.csv", text(l)), "")
	}
}
