package reading

// checkTables asks where a sheet holds a second table: its rows would be read by the columns of the
// first.
func (t *table) checkTables() {
	var rows []int
	for i, l := range t.sheet.Lines {
		above := i < t.h.first
		if (above || i > t.h.last) && !t.head[l.Number] && namesColumns(l, above) {
			rows = append(rows, l.Number)
		}
	}
	if len(rows) > 0 {
		t.ask(Unknown, "Trang tính có nhiều bảng (có thêm dòng tiêu đề ở dòng %s): hãy chỉ giữ một bảng trên một trang tính.",
			"The sheet holds several tables (with another header in row %s): keep one table on a sheet.", rowsNamed(rows))
	}
}

// named is what stands right above a column of numbers, in a line that is neither a title from the
// first column on nor a note: a name that no merged cell ties to the column. "" where nothing does.
func (t *table) named() (heading, column string) {
	if t.h.first == 0 {
		return "", ""
	}
	above, header := t.sheet.Lines[t.h.first-1], t.sheet.Lines[t.h.first]
	if above.Number != header.Number-1 || t.isNote(above) || !above.At(0).empty() || !above.At(t.h.column(Unit)).empty() {
		return "", ""
	}
	for _, r := range []Role{Value, Target, Denominator} {
		if i := t.h.column(r); i > 0 && !above.At(i).empty() && !covered(t.sheet, above, i, t.h.column(Unit)) {
			return above.At(i).Text, t.h.path(r)
		}
	}
	return "", ""
}

// covered says whether a cell is part of a merged one that is a title: it reaches to the column of
// units.
func covered(s Sheet, l Line, column, unit int) bool {
	for _, m := range s.Merges {
		if m.Top <= l.Number && l.Number <= m.Bottom && m.Left <= column && column <= m.Right && m.Left <= unit && unit <= m.Right {
			return true
		}
	}
	return false
}

// namesColumns says whether a line looks like the header of a table: it names a column of units,
// and others, and holds no number. Above a table labels stand as well ("Đơn vị | Công an quận"),
// so there the other names must be known.
func namesColumns(l Line, known bool) bool {
	units, words, named := 0, 0, 0
	for _, c := range l.Cells {
		switch {
		case c.empty():
			continue
		case c.numeric():
			return false
		}
		words++
		switch roleOf(c.Text) {
		case Unit, Code, Parent, district, commune:
			units++
		case Unknown:
			continue
		}
		named++
	}
	return units > 0 && words > 1 && (named > 1 || !known)
}
