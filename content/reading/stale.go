package reading

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"ngatu/content/figure"
)

// checkFormulas computes the formulas of taken cells again: a file whose cells were changed by a
// program that computes nothing keeps the old result. One that cannot be computed here is a
// question, until a person typed the total of the signed report. Totals are held against their rows
// anyway.
func (t *table) checkFormulas(b Book) {
	again := newReckoner(b)
	var stale, unknown []string
	for _, l := range t.body() {
		if t.passed(l.Number) {
			continue
		}
		name, _ := t.totalName(l)
		sums := figure.IsTotal(name) || figure.IsTotal(l.At(t.h.column(Unit)).Text)
		for _, r := range []Role{Value, Target, Denominator} {
			column := t.h.column(r)
			c := l.At(column)
			if c.Formula == "" || c.count().Fault != figure.None {
				continue
			}
			at := fmt.Sprintf("%s%d", Letter(column), l.Number)
			got := again.at(spot{plain(t.sheet.Name), l.Number, column})
			held, err := strconv.ParseFloat(c.Raw, 64)
			if err != nil {
				held = float64(c.count().Count) // a number as text
			}
			switch {
			case !got.ok && sums:
			case !got.ok:
				unknown = append(unknown, at)
			case math.Abs(got.n-held) > 1e-6*math.Max(1, math.Abs(held)):
				stale = append(stale, at)
			}
		}
	}
	if len(stale) > 0 {
		t.ask(Value, "Ô %s giữ kết quả cũ của công thức, khác kết quả tính lại: hãy mở bằng Excel hoặc LibreOffice, tính lại, lưu rồi gửi tệp mới.",
			"The cell %s keeps an old result of its formula, which comes out differently now: open the file in Excel or LibreOffice, compute it again, save and send it.",
			clip(strings.Join(stale, ", ")))
	}
	if len(unknown) > 0 && !t.answers.Totalled {
		t.choice(Value, "Ô %s có công thức không tính lại được ở đây (như VLOOKUP, SUMIF), nên kết quả lưu trong tệp có thể đã cũ",
			"The cell %s has a formula that cannot be computed again here (such as VLOOKUP, SUMIF), so the result in the file may be an old one",
			"hãy sao chép cột rồi dán giá trị (Paste Special → Values), lưu và gửi lại.", "copy the column, paste it as values (Paste Special → Values), save and send it again.",
			clip(strings.Join(unknown, ", ")))
	}
}
