package reading

import (
	"fmt"
	"slices"
	"strings"

	"ngatu/content/figure"
)

// checkBroken asks about formulas without a result, and errors, in titles and in the columns that
// name units and times: what they should say is not known. Numbers are refused by row.
func checkBroken(t *table) {
	var cells []string
	look := func(l Line, column int) {
		if c := l.At(column); c.Kind == Unworked || c.Kind == Failed || c.Kind == Text && failed(c.Text) {
			cells = append(cells, fmt.Sprintf("%s%d", Letter(column), l.Number))
		}
	}
	for _, l := range t.sheet.Lines[:t.h.last+1] {
		for i := range l.Cells {
			look(l, i)
		}
	}
	for _, l := range t.body() {
		for _, r := range []Role{Unit, Code, Parent, AsOf, Source, DenominatorOf} {
			look(l, t.h.column(r))
		}
	}
	if len(cells) > 0 {
		t.ask(Unknown, "Ô %s là công thức báo lỗi hoặc chưa có kết quả trong tệp: hãy mở bằng Excel hoặc LibreOffice, sửa công thức, lưu lại rồi gửi tệp mới.",
			"The cell %s is a formula with an error, or without a result in the file: open it in Excel or LibreOffice, correct the formula, save it and send the new file.",
			clip(strings.Join(cells, ", ")))
	}
}

// failed says whether a text is the error of a formula, as a CSV keeps it.
func failed(text string) bool {
	return slices.Contains([]string{"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}, text)
}

// few is from how many rows on the shape of a column says something.
const few = 2

// checkCut asks where numbers were cut in two at their commas: "91,234" between commas without quotes
// is 91 and, in the next column, 234. Only a column whose numbers are of no use hides that: remarks, or
// rates.
func checkCut(t *table) {
	for _, r := range []Role{Value, Target, Denominator} {
		at := t.h.column(r)
		if at < 0 || at+1 >= len(t.h.columns) {
			continue
		}
		rest := slices.ContainsFunc(t.h.columns[at+1:], func(c Column) bool {
			return (c.Role == Ignored || c.Role == Rate) && !c.Said && cutInto(t, at, c.Index)
		})
		if rest {
			t.choice(r, "Số ở cột “%s” có thể đã bị cắt tại dấu phẩy: “91,234” thành 91 và 234 ở cột bên cạnh", "The numbers of the column “%s” may have been cut at their commas: “91,234” into 91 and 234 in the next column",
				"hãy lưu lại dạng “Excel Workbook (.xlsx)”, hoặc CSV có dấu phân cách chấm phẩy.", "save the sheet as “Excel Workbook (.xlsx)”, or as a CSV with semicolons.", clip(t.h.path(r)))
			return
		}
	}
}

// cutInto says whether nearly all rows have up to three digits in a column, three in the next, and a
// number in the one that needs none.
func cutInto(t *table, column, last int) bool {
	rows, cut := 0, 0
	for _, l := range t.body() {
		c, next, end := l.At(column), l.At(column+1), l.At(last)
		if t.passed(l.Number) || c.Kind != Text || c.empty() {
			continue
		}
		rows++
		if digits(c.Text) && len(c.Text) <= 3 && digits(next.Text) && len(next.Text) == 3 && next.Kind == Text && figure.ParseNumber(end.Text).Fault == figure.None {
			cut++
		}
	}
	return cut >= few && cut*10 >= rows*9
}

func digits(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}
