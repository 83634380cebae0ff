package sheet

import "context"

// cell is one cell as it is seen, and as it is stored where that is a number.
type cell struct {
	text string // as shown, trimmed
	raw  string // the number as stored; empty for text
}

// line is one row of a sheet.
type line struct {
	number int // as the sheet shows it, the first is 1
	cells  []cell
}

// at is the cell in a column; the zero cell beyond the end and for column -1.
func (l line) at(column int) cell {
	if column < 0 || column >= len(l.cells) {
		return cell{}
	}
	return l.cells[column]
}

// grid is the rows of a sheet that have anything in them, within the limits.
type grid struct {
	name  string // of the file, for refusals
	date4 bool   // whether days are counted from 1904
	lines []line
	cells int
}

// add takes one row, unless it is empty or a limit is passed.
func (g *grid) add(ctx context.Context, l line) error {
	if err := ctx.Err(); err != nil {
		return tookTooLong(g.name, err)
	}
	last := -1
	for i, c := range l.cells {
		if c.text == "" {
			continue
		}
		last = i
		if len(c.text) > MaxCellBytes {
			return cellTooLong(g.name, l.number)
		}
	}
	if last < 0 {
		return nil
	}
	l.cells = l.cells[:last+1]
	g.cells += len(l.cells)
	switch {
	case len(l.cells) > MaxColumns:
		return tooManyColumns(g.name)
	case len(g.lines) >= MaxRows || g.cells > MaxCells:
		return tooManyRows(g.name)
	}
	g.lines = append(g.lines, l)
	return nil
}
