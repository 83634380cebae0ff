package reading

import (
	"regexp"
	"strings"

	"ngatu/content/figure"
)

var (
	asOfWords = regexp.MustCompile(`(?:(?:^|[ (*,;–-])(?:số liệu )?(?:được )?(?:tính|cập nhật|chốt|thống kê|lũy kế|tổng hợp) (?:đến|tới)|(?:^|[ (])số liệu (?:đến|tới)|(?:^|[ (])as of|` +
		`(?:^|[ (])thời điểm (?:chốt |lấy )?số liệu)(?: ?:| |$)`)
	goesOn    = regexp.MustCompile(`\d|[ap]\.?m|\b(?:sa|ch|sáng|trưa|chiều|tối|đêm)\b`)
	timeWords = regexp.MustCompile(`^ ?(?:(?:\d+|[/.:'’+tzhg-]|giờ|phút|ngày|tháng|năm|lúc|hết|am|pm|a\.m\.|p\.m\.|sa|ch|sáng|trưa|chiều|tối|đêm|vào|của|,)(?: |$|\b)? ?)*`)
)

// withoutAsOf cuts the phrase of an as-of time out of a plain text: "kết quả tính đến 17h00 ngày
// 21/11/2024 (sơ bộ)" leaves "kết quả (sơ bộ)". phrase is the time alone; "" where there is none.
func withoutAsOf(p string) (rest, phrase string) {
	at := asOfWords.FindStringIndex(p)
	if at == nil {
		return p, ""
	}
	tail := p[at[1]:]
	end := longestInstant(tail)
	// What goes on like a time is part of it: "21/11/2024 25h00" is none.
	if more := len(timeWords.FindString(tail)); end == 0 || more > end && goesOn.MatchString(tail[end:more]) {
		end = more
	}
	return strings.TrimSpace(p[:at[0]] + " " + tail[end:]), strings.TrimSpace(tail[:end])
}

// longestInstant is the length of the longest beginning of a text that is a whole time, ended by a
// blank or a bracket.
func longestInstant(text string) int {
	best := 0
	for i := range len(text) + 1 {
		if i < len(text) && !strings.ContainsRune(" ),.;", rune(text[i])) {
			continue
		}
		if i > 80 {
			break
		}
		if figure.ParseInstant(text[:i]).Fault == figure.None {
			best = i
		}
	}
	return best
}

// asOfIn reads the as-of time that a line tells: in the words of one cell, or in the next one. It
// reports whether the line speaks of one at all.
func asOfIn(l Line, i int) (found figure.Instant, some bool) {
	text := l.Cells[i].Text
	p := plain(text)
	at := asOfWords.FindStringIndex(p)
	if at == nil {
		return found, false
	}
	if strings.Trim(p[at[1]:], " :") == "" {
		next := following(l, i)
		if next.empty() {
			return found, false // the words alone
		}
		if at[0] > 0 { // words before: a title that happens to end so
			return figure.Instant{Text: text, Fault: figure.NoDate}, true
		}
		return next.instant(), true
	}
	rest, phrase := withoutAsOf(p)
	found = figure.ParseInstant(phrase)
	found.Text = text
	if found.Fault == figure.Empty || found.Fault == figure.None && another.MatchString(rest) {
		found = figure.Instant{Text: text, Fault: figure.NoDate}
	}
	return found, true
}

// another finds a second date beside the first.
var another = regexp.MustCompile(`\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{2,4})?`)

// following is the next cell of a line with something in it.
func following(l Line, i int) Cell {
	for _, c := range l.Cells[i+1:] {
		if !c.empty() {
			return c
		}
	}
	return Cell{}
}

// checkTimes asks where the as-of time of a row is not the one that the sheet tells of all.
func (t *table) checkTimes() {
	if t.asOf.Fault != figure.None || t.asOf.Time.IsZero() {
		return
	}
	var rows []int
	for _, r := range t.out.Rows {
		if r.AsOf.Fault == figure.None && !r.AsOf.IsEmpty() && !r.AsOf.Time.Equal(t.asOf.Time) {
			rows = append(rows, r.Line)
		}
	}
	if len(rows) > 0 {
		t.ask(AsOf, "Cột “%s” (dòng %s) khác thời điểm “%s” ghi ngoài bảng: hãy giữ một thời điểm.",
			"The column “%s” (row %s) differs from the time “%s” outside of the table: keep one.", clip(t.h.path(AsOf)), rowsNamed(rows), clip(t.asOf.Text))
	}
}
