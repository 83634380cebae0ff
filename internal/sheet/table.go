package sheet

import (
	"fmt"
	"regexp"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
)

// readTable finds the header and makes rows of what is below it.
func (f *File) readTable(g *grid) error {
	h, ok := findHeader(g)
	if !ok {
		return refuse(content.Invalid, f.Name,
			"không có dòng tiêu đề với cột đơn vị (“Mã” hoặc “Đơn vị”) và cột số lũy kế (“Số tài khoản” hoặc “Giá trị”): hãy thêm dòng tiêu đề.",
			"has no header with a column of units (“Code” or “Name”) and one of totals (“Accounts” or “Value”): add a header row.", nil)
	}
	if len(h.double) > 1 {
		names := strings.Join(h.double, "”, “")
		return refuse(content.Invalid, f.Name, fmt.Sprintf("có nhiều cột giá trị (“%s”): hãy giữ một cột, hoặc đặt tên cột cần lấy là “Giá trị”.", names),
			fmt.Sprintf("has several columns of values (“%s”): keep one, or name the one to take “Value”.", names), nil)
	}
	f.HeaderRow, f.ValueHeader = h.number, h.text(valueRole)
	if scaled(f.ValueHeader) {
		return f.refuseScaled(f.ValueHeader)
	}
	for _, l := range g.lines[:h.last+1] {
		if err := f.readNotes(g, l); err != nil {
			return err
		}
	}
	f.nameDenominator(h)
	return f.readRows(g, h)
}

// readRows makes the rows, then gives each what the file says of all.
func (f *File) readRows(g *grid, h header) error {
	parent := ""
	for i, l := range g.lines[h.last+1:] {
		if i == 0 && numbersColumns(l, h) {
			continue
		}
		r := rowOf(g, l, h)
		if r.Code == "" && r.Name == "" && r.Value.Fault == figure.NoNumber && !strings.ContainsAny(r.Value.Text, "0123456789#") {
			continue // words below the table: who made it, who signs
		}
		if r.Value.IsEmpty() && r.Code == "" {
			noted, err := f.readNote(g, l)
			if err != nil {
				return err
			}
			if noted {
				continue
			}
		}
		if r.Parent == "" && r.Name != "" && h.column(parentRole) >= 0 && !isTotal(r.Name) {
			r.Parent = parent
		}
		parent = r.Parent
		f.Rows = append(f.Rows, r)
	}
	for i := range f.Rows {
		r := &f.Rows[i]
		if r.AsOf.IsEmpty() {
			r.AsOf = f.AsOf
		}
		if r.Source == "" {
			r.Source = f.Source
		}
		if r.DenominatorName == "" {
			r.DenominatorName = f.DenominatorName
		}
	}
	return nil
}

func isTotal(name string) bool {
	first, _, _ := strings.Cut(area.Fold(name), " ")
	return first == "tong" || first == "cong" || first == "toan" || first == "total"
}

func rowOf(g *grid, l line, h header) figure.Row {
	return figure.Row{
		Line:            l.number,
		Code:            codeText(l.at(h.column(codeRole))),
		Name:            l.at(h.column(nameRole)).text,
		Parent:          l.at(h.column(parentRole)).text,
		Value:           number(l.at(h.column(valueRole))),
		Target:          number(l.at(h.column(targetRole))),
		Denominator:     number(l.at(h.column(denominatorRole))),
		DenominatorName: l.at(h.column(denominatorNameRole)).text,
		AsOf:            g.instant(l.at(h.column(asOfRole))),
		Source:          l.at(h.column(sourceRole)).text,
	}
}

// codeText is a code as shown; Excel's apostrophe for "this is text" sometimes comes along.
func codeText(c cell) string { return strings.TrimLeft(c.text, "'’") }

// number reads a count. A cell that is shown as a percentage is one, though 100 % is stored as 1.
func number(c cell) figure.Number {
	switch {
	case c.raw == "":
		return figure.ParseNumber(c.text)
	case strings.Contains(c.text, "%"):
		return figure.Number{Text: c.text, Fault: figure.IsPercent}
	}
	return figure.MachineNumber(c.raw)
}

var columnNumber = regexp.MustCompile(`^\(?(?:[0-9]{1,2}|[A-Za-z])\)?$`)

// numbersColumns says whether a row below the header only numbers the columns: A, B, 1, 2 or (1), (2), (3).
func numbersColumns(l line, h header) bool {
	if name := l.at(h.column(nameRole)).text; name == "" {
		return false
	}
	for _, c := range l.cells {
		if c.text != "" && !columnNumber.MatchString(c.text) {
			return false
		}
	}
	return true
}

// scaled says whether a text speaks of thousands or millions: 1.446 would be shown as one thousand.
func scaled(text string) bool {
	folded := area.Fold(text)
	for _, w := range []string{"nghin", "ngan", "trieu", "thousand", "thousands", "million", "millions"} {
		if hasWords(folded, w) {
			return true
		}
	}
	return false
}

func (f *File) refuseScaled(text string) error {
	return refuse(content.Invalid, f.Name, fmt.Sprintf("ghi số liệu theo nghìn hoặc triệu (“%s”): hãy ghi đủ số đếm.", text),
		fmt.Sprintf("gives its figures in thousands or millions (“%s”): write the full counts.", text), nil)
}

// nameDenominator takes the name of the denominator from the column's: "Mẫu số (người từ 15 tuổi)", "Dân số 15+". A bare
// "Mẫu số" or "Dân số" does not say of whom.
func (f *File) nameDenominator(h header) {
	text := h.text(denominatorRole)
	if text == "" || f.DenominatorName != "" {
		return
	}
	if open := strings.IndexByte(text, '('); open >= 0 {
		if inner := strings.TrimSpace(strings.TrimRight(text[open+1:], " )")); inner != "" && strings.HasPrefix(area.Fold(text), "mau so") {
			f.DenominatorName = inner
			return
		}
	}
	switch area.Fold(text) {
	case "mau so", "denominator", "dan so", "population":
		return
	}
	f.DenominatorName = text
}
