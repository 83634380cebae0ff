package reading

import (
	"regexp"
	"slices"
)

// signatory begins the lines at the end of an official table: place and date, who made it, who
// signs, who gets a copy. The names of people follow, and Quý or Mới may be one.
var signatory = regexp.MustCompile(`^\(?(?:người (?:lập|tổng hợp|báo cáo|kiểm|ký)|nơi nhận|kt\.|tl\.|tm\.|tuq\.|thủ trưởng|trưởng |phó |giám đốc|chủ tịch|đại diện|cán bộ (?:lập|tổng hợp)|ký|đã ký|xác nhận|lãnh đạo|kế toán)`)

// signed is the number of the line at which the signature begins; one that is never reached where
// there is none.
func (t *table) signed() int {
	body, last := t.body(), 0
	for i, l := range body {
		if t.holdsNumber(l) {
			last = i
		}
	}
	for i := last; i < len(body); i++ {
		if slices.ContainsFunc(body[i].Cells, func(c Cell) bool {
			p := plain(c.Text)
			return placeAndDate.MatchString(p) || signatory.MatchString(p)
		}) {
			return body[i].Number
		}
	}
	return 1 << 30
}

// remarks lists the texts of lines without figures below the header: notes, headings of groups,
// what stands in the middle of a table. The signature is no part of them.
func (t *table) remarks() (out []string) {
	end := t.signed()
	for _, l := range t.body() {
		if l.Number >= end && !isUnitNote(l) || t.holdsNumber(l) {
			continue
		}
		name := l.At(t.h.column(Unit))
		for i, c := range l.Cells {
			if c.Kind != Text || c.empty() || behindAsOf(l, i) {
				continue
			}
			if t.passed(l.Number) && !t.head[l.Number] || c.Text == name.Text {
				out = append(out, c.Text)
			}
		}
	}
	return out
}

// beside lists the words that stand beside rows of figures, in columns without a name.
func beside(t *table) (out []string) {
	for _, l := range t.body() {
		if t.passed(l.Number) {
			continue
		}
		for i, c := range l.Cells {
			if unnamed := i >= len(t.h.columns) || t.h.columns[i].Path == ""; unnamed && c.Kind == Text && !c.empty() && !c.numeric() {
				out = append(out, c.Text)
			}
		}
	}
	return out
}
