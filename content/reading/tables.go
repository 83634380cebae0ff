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
