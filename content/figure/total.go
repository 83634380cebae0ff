package figure

import (
	"fmt"
	"strings"

	"ngatu/content/area"
)

// sum adds up the columns of the rows that a row of totals stands below.
type sum struct{ value, target, denominator, rows int64 }

// sum adds a figure to what the next row of totals must agree with. The city's own figure is not part of it.
func (m *matcher) sum(a area.Area, f Figure) {
	if isCity(a) {
		return
	}
	for _, s := range []*sum{&m.all, &m.part} {
		s.value += f.Value
		s.target += f.Target
		s.denominator += f.Denominator
		s.rows++
	}
}

// checkTotal compares a row of totals with the rows above it. Cells left empty are not compared.
func (m *matcher) checkTotal(r Row) {
	part := m.part
	m.part = sum{}
	if m.all.rows == 0 {
		return // it stands above the rows: what it is the total of is not known here, and it is not taken either
	}
	columns := []struct {
		vi, en    string
		seen      Number
		all, part int64
	}{
		{"giá trị", "value", r.Value, m.all.value, part.value},
		{"chỉ tiêu", "target", r.Target, m.all.target, part.target},
		{"mẫu số", "denominator", r.Denominator, m.all.denominator, part.denominator},
	}
	for _, c := range columns {
		if c.seen.IsEmpty() || c.seen.Fault == None && (c.seen.Count == c.all || part.rows > 0 && c.seen.Count == c.part) {
			continue
		}
		m.report(r, TotalDiffers, c.seen.Text,
			fmt.Sprintf("dòng tổng ghi %s %s nhưng các dòng trên cộng lại là %s: hãy kiểm tra có dòng nào sót hoặc sai.", c.vi, clip(c.seen.Text), FormatCount(c.all)),
			fmt.Sprintf("the row of totals says %s %s but the rows above add up to %s: check for a row left out or wrong.", c.en, clip(c.seen.Text), FormatCountEn(c.all)))
	}
}

// totalWords begin the name of a row of totals, folded; longer ones first.
var totalWords = []string{"tong cong", "tong so", "cong lai", "tong", "cong", "grand total", "total", "sum"}

// withoutTotalWords cuts the words for a total off a folded name: "Tổng cộng: toàn thành phố" leaves "toan thanh pho". A
// commune is called Cộng Hòa: what is left counts as a total only when it is empty or the city.
func withoutTotalWords(name string) (rest string, total bool) {
	rest = area.Fold(name)
	for again := true; again; {
		again = false
		for _, w := range totalWords {
			if rest == w || strings.HasPrefix(rest, w+" ") {
				rest = strings.TrimPrefix(strings.TrimPrefix(rest, w), " ")
				total, again = true, true
				break
			}
		}
	}
	return rest, total
}
