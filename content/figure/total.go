package figure

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ngatu/content/area"
)

// sum adds up the columns of the rows that a row of totals stands below.
type sum struct{ value, target, denominator, rows int64 }

// sum adds a figure to what the next row of totals must agree with. The city's own figure is no
// part of it.
func (m *matcher) sum(f Figure) {
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
		m.top = &r // it stands above the rows
		return
	}
	m.agree(r, m.all, part)
}

// openGroup takes the sum at the head of a group, which may as well stand below its rows.
func (m *matcher) openGroup(r Row) {
	m.closeGroup()
	if m.part.rows == 0 || len(differing(r, m.part, m.part)) > 0 {
		m.head, m.headed, m.behind = &r, m.all, m.part
	}
	m.part = sum{}
}

// closeGroup compares the sum at the head of a group with the rows that followed it, or with those
// above where none did.
func (m *matcher) closeGroup() {
	if m.head == nil {
		return
	}
	r, since := *m.head, sum{m.all.value - m.headed.value, m.all.target - m.headed.target, m.all.denominator - m.headed.denominator, m.all.rows - m.headed.rows}
	m.head = nil
	if since.rows == 0 {
		since = m.behind
	}
	if since.rows > 0 {
		m.agree(r, since, since)
	}
}

// checkTop compares a row of totals above all rows with them.
func (m *matcher) checkTop() {
	if m.top != nil && m.all.rows > 0 {
		m.agree(*m.top, m.all, m.all)
	}
}

// summed is one number of a row of totals, with what it should be.
type summed struct {
	vi, en    string
	seen      Number
	all, part int64
}

// differing lists the numbers of a row of totals that are neither the sum of all rows nor that of a
// part of them.
func differing(r Row, all, part sum) []summed {
	columns := []summed{
		{"giá trị", "value", r.Value, all.value, part.value},
		{"chỉ tiêu", "target", r.Target, all.target, part.target},
		{"mẫu số", "denominator", r.Denominator, all.denominator, part.denominator},
	}
	return slices.DeleteFunc(columns, func(c summed) bool {
		return c.seen.IsEmpty() || c.seen.Fault == None && (c.seen.Count == c.all || part.rows > 0 && c.seen.Count == c.part)
	})
}

// agree reports where a row of totals does not agree with its rows.
func (m *matcher) agree(r Row, all, part sum) {
	for _, c := range differing(r, all, part) {
		if c.seen.Fault != None {
			m.reportNumber(r, TotalDiffers, "tổng "+c.vi, "the total "+c.en, c.seen)
			continue
		}
		m.report(r, TotalDiffers, c.seen.Text,
			fmt.Sprintf("dòng tổng ghi %s %s nhưng các dòng cộng lại là %s: hãy kiểm tra có dòng nào sót hoặc sai.", c.vi, clip(c.seen.Text), FormatCount(c.all)),
			fmt.Sprintf("the row of totals says %s %s but its rows add up to %s: check for a row left out or wrong.", c.en, clip(c.seen.Text), FormatCountEn(c.all)))
	}
}

// IsTotal says whether a name is that of a row of totals: of all rows, or of the city.
func IsTotal(name string) bool {
	rest, total := withoutTotalWords(name)
	return total && (rest == "" || grouping.MatchString(rest)) || rest == "toan thanh pho"
}

// heads says whether a row stands at the head of a group of units: "I. Các quận", "A. QUẬN" with the
// sum of those that follow.
func heads(r Row) bool {
	if strings.TrimSpace(r.Code) != "" || numberless(r) {
		return false
	}
	name := area.Fold(leadingLetter.ReplaceAllString(r.Name, ""))
	return grouping.MatchString(name) && unitWord.MatchString(name) && !numberedUnit.MatchString(name)
}

// leadingLetter is what stands before the head of a group: "I.", "A)", "1 -".
var leadingLetter = regexp.MustCompile(`^\s*(?:\d{1,3}|[IVXivx]{1,5}|[A-Za-z])\s*[.)/:-]\s*`)

// numberedUnit is a unit of another city: Quận 1.
var numberedUnit = regexp.MustCompile(`[a-z] \d`)

// unitWord is a word for units in the name of a group.
var unitWord = regexp.MustCompile(`(?:^| )(?:quan|huyen|thi xa|phuong|xa|thi tran|noi thanh|ngoai thanh)(?: |$)`)

// grouping is what a row of totals may say it is the total of: "30 quận, huyện", "các phường".
var grouping = regexp.MustCompile(`^(?:(?:cua|toan|cac|khoi|cum|nhom|\d{1,3}|va|don vi|quan|huyen|thi xa|phuong|xa|thi tran|noi thanh|ngoai thanh)(?: |$))+$`)

// totalWords begin the name of a row of totals, folded; longer ones first.
var totalWords = []string{"tong cong", "tong so", "cong lai", "tong", "cong", "grand total", "total", "sum"}

// withoutTotalWords cuts the words for a total off a folded name: "Tổng cộng: toàn thành phố"
// leaves "toan thanh pho". A commune is called Cộng Hòa: what is left counts as a total only when
// it is empty or the city.
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
