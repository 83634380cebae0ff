package sheet_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// list is a sheet of districts as hands and programs vary it.
type list struct {
	title, asOf, source string
	header              []string
	rows                [][]string
	after               []string
}

// value is what the made sheets say of the i-th district.
func value(i int) int { return 20_011 + 1_373*i }

func plainList() list {
	l := list{title: "BÁO CÁO KẾT QUẢ CÀI ĐẶT iHANOI", asOf: "Tính đến 17h00 ngày 21/11/2024", source: "Nguồn: Công an thành phố", header: []string{"TT", "Đơn vị", "Số tài khoản"}}
	for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
		l.rows = append(l.rows, []string{fmt.Sprint(i + 1), d.Name, fmt.Sprint(value(i))})
	}
	return l
}

func (l list) lines() [][]string {
	all := [][]string{{l.title}, {l.asOf}, {l.source}, l.header}
	all = append(all, l.rows...)
	for _, a := range l.after {
		all = append(all, strings.Split(a, "|"))
	}
	return all
}

func (l list) csv(separator string) string {
	var b strings.Builder
	for _, line := range l.lines() {
		for i, f := range line {
			if i > 0 {
				b.WriteString(separator)
			}
			if strings.Contains(f, separator) {
				f = `"` + f + `"`
			}
			b.WriteString(f)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// with changes a copy of the plain list.
func with(change func(*list)) list {
	l := plainList()
	change(&l)
	return l
}

// names writes the name of every district again.
func names(write func(area.Area) string) list {
	return with(func(l *list) {
		for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
			l.rows[i][1] = write(d)
		}
	})
}

// counts rewrites every count.
func counts(write func(int) string) list {
	return with(func(l *list) {
		for i := range l.rows {
			l.rows[i][2] = write(value(i))
		}
	})
}

func grouped(n int, mark string) string {
	return strings.ReplaceAll(figure.FormatCount(int64(n)), ".", mark)
}

func wideText(text string, order binary.AppendByteOrder, mark bool) []byte {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// book is an XLSX of a list, numbers as numbers; change sets formats, hides rows and so on. Rows of
// districts begin at 5.
func (l list) book(t *testing.T, change func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, line := range l.lines() {
		for k, field := range line {
			cell, _ := excelize.CoordinatesToCellName(k+1, i+1)
			var n int
			if _, err := fmt.Sscanf(field, "%d", &n); err == nil && fmt.Sprint(n) == field {
				f.SetCellInt("Sheet1", cell, int64(n))
			} else {
				f.SetCellStr("Sheet1", cell, field)
			}
		}
	}
	if change != nil {
		change(f)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func formatted(code, from, to string) func(*excelize.File) {
	return func(f *excelize.File) {
		style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		f.SetCellStyle("Sheet1", from, to, style)
	}
}

// sumOfValues is the sum of the plain list.
func sumOfValues(n int) (sum int64) {
	for i := range n {
		sum += int64(value(i))
	}
	return sum
}

func sumOfKind(k area.Kind) (sum int64) {
	for i, d := range set.At(area.Nov2024, area.DistrictLevel) {
		if d.Kind == k {
			sum += int64(value(i))
		}
	}
	return sum
}

// byKind orders rows as official tables do: first quận, then huyện and the town, each with its
// sum below or above.
func byKind(rows [][]string, quan, huyen int64, above bool) (out [][]string) {
	one := func(name string, sum int64, of func(string) bool) {
		total := []string{"", name, fmt.Sprint(sum)}
		if above {
			out = append(out, total)
		}
		for _, r := range rows {
			if of(r[1]) {
				out = append(out, r)
			}
		}
		if !above {
			out = append(out, total)
		}
	}
	isQuan := func(name string) bool { return strings.HasPrefix(name, "Quận") }
	if above {
		one("I. Các quận", quan, isQuan)
		one("II. Các huyện, thị xã", huyen, func(n string) bool { return !isQuan(n) })
		return out
	}
	one("Cộng các quận", quan, isQuan)
	one("Cộng các huyện, thị xã", huyen, func(n string) bool { return !isQuan(n) })
	return append(out, []string{"", "Tổng cộng", fmt.Sprint(quan + huyen)})
}
