package layout

import "strconv"

// maxRows is how many rows a league has where Facts do not say.
const maxRows = 30

// rows is how many rows are to be set: on a page, or in all.
func (d board) rows() int {
	if d.paged > 0 {
		return d.paged
	}
	if d.facts.Rows > 0 {
		return d.facts.Rows
	}
	return maxRows
}

// bodyOf is the room for rows or tiles under the heading of a large canvas; false on an LED, and
// where there is none.
func bodyOf(d board, p *page) (box, bool) {
	if !p.rich {
		return box{}, false
	}
	b, ok := d.frame(p)
	b = shrunkTop(b, p.short*8/1000)
	b.h -= p.short * 16 / 1000
	return b, ok
}

// league shows as many rows as fit on a large canvas: name, bar, value and what was gained.
func (d board) league(p *page) bool {
	b, ok := bodyOf(d, p)
	if !ok {
		return false
	}
	size := max(p.scale.text, p.short*44/1000)
	return d.few(p, b, size, p.short*80/1000, 1300) || d.table(p, b, size, 1300) || d.stacked(p, b, size)
}

// smallLeague shows the first rows on an LED.
func (d board) smallLeague(p *page) bool {
	if p.rich {
		return false
	}
	b, ok := d.smallFrame(p)
	b, size := forNames(p, b, p.scale.small), p.scale.small
	return ok && (d.few(p, b, size, p.short*15/100, 1290) || d.table(p, b, size, 1290) || d.stacked(p, b, size))
}

// few sets rows that leave room larger than least, up to most: beside their bars, or above them
// where that lets them be a fifth larger. It reports false, with nothing set, where the rows fill
// the canvas as it is.
func (d board) few(p *page, b box, least, most, pitch int) bool {
	beside, above := 0, 0
	cols := d.columns(p, b, least)
	for size := most; size > least; size-- {
		c := d.columns(p, b, size)
		sameColumns := (c.bar > 0) == (cols.bar > 0) && (c.delta > 0) == (cols.delta > 0) && c.bar >= min(cols.bar, b.w/5)
		if beside == 0 && c.fits && sameColumns && d.rows()*pixels(pitch, size) <= b.h {
			beside = size
		}
		if above == 0 && d.stack(p, b, size).n >= d.rows() {
			above = size
		}
	}
	trial := *p
	trial.els = append([]Element(nil), p.els...)
	switch {
	case above*5 > max(beside, least)*6 && d.stacked(&trial, b, above), beside > 0 && d.table(&trial, b, beside, pitch):
		p.els = trial.els
		return true
	}
	return false
}

// columns are the widths of a row's parts at a size, in pixels.
type columns struct {
	name, value, delta, bar, gap int
	fits                         bool
}

// columns are as wide as their longest texts; a bar has what is left. What was gained is left out
// where the bar would be short, and on a small canvas the bar where it would be nothing.
func (d board) columns(p *page, b box, size int) columns {
	c := columns{
		name:  pixels(p.facts.Faces[600].Width(d.facts.longest("row.name", longestName)), size) + 2,
		value: d.valueWidth(p, size) + 2,
		delta: pixels(p.facts.Faces[600].Width(d.facts.longest("row.delta", longestDelta)), size) + 2,
		gap:   size / 2,
	}
	c.bar = b.w - c.name - c.value - 2*c.gap
	if withDelta := c.bar - c.delta - c.gap; !d.count && p.rich && withDelta >= b.w/6 {
		c.bar = withDelta
	} else {
		c.delta = 0
	}
	c.fits = c.name+c.value+c.gap <= b.w
	if c.bar < b.w/10 { // no room for bars: names and values alone
		c.fits = c.fits && !p.rich // stacked rows keep them
		c.bar = 0
	}
	return c
}

// table sets the rows, each pitch thousandths of the size high at least, in columns.
func (d board) table(p *page, b box, size, pitch int) bool {
	n := min(d.rows(), b.h/pixels(pitch, size))
	c := d.columns(p, b, size)
	if n < min(2, d.rows()) || !c.fits {
		return false
	}
	high := min(b.h/n, pixels(pitch, size)*13/10)
	b = d.block(p, b, n, high)
	for i := range n {
		row := "row." + strconv.Itoa(i)
		at := box{b.x, b.y + i*high, b.w, high}
		texts := []struct {
			x, w int
			e    Element
			long string
		}{
			{at.x, c.name, d.bound(row+".name", 600, p.hue.Ink, Start), d.facts.longest("row.name", longestName)},
			{at.right() - c.value - c.delta - min(c.delta, c.gap), c.value, d.bound(row+".value", 800, p.hue.Gold, End), d.facts.longest("row.value", longestValue)},
			{at.right() - c.delta, c.delta, d.bound(row+".delta", 600, p.hue.Soft, End), d.facts.longest("row.delta", longestDelta)},
		}
		for _, t := range texts {
			if t.w > 0 && p.label(box{t.x, at.y, t.w, at.h}, t.e, t.long, size, size) == 0 {
				return false
			}
		}
		if !note(d, p, row, box{at.right() - c.value - c.delta - min(c.delta, c.gap), at.y, c.value, at.h}, size, p.hue.Soft, End) {
			return false
		}
		if c.bar > 0 {
			d.rowBar(p, row, box{at.x + c.name + c.gap, at.y, c.bar, high}, size)
		}
	}
	return true
}

// rowBar draws the bar of a row in the middle of at.
func (d board) rowBar(p *page, row string, at box, size int) {
	thick := max(4, size*38/100)
	p.add(Element{
		Op: Bar, X: at.x, Y: at.y + (at.h-thick)/2, W: at.w, H: thick, R: thick / 2,
		C: p.hue.Gold, C2: p.hue.Line, Bind: row + ".bar",
	})
}

// pile is how names above their bars and values are set.
type pile struct {
	n           int // rows that fit
	line, under int // of name and of bar, pixels
	value, bar  int // widths, pixels
}

func (d board) stack(p *page, b box, size int) pile {
	// the bar stands closer to its own name than to the next
	k := pile{line: pixels(1290, size), under: d.valueLine(p, size)}
	k.n = min(d.rows(), b.h/(k.line+k.under))
	if wide := b.h / ((k.line + k.under) * 12 / 10); wide > 1 {
		k.n = min(d.rows(), wide)
	}
	k.value = d.valueWidth(p, size) + 2
	k.bar = b.w - k.value - size/2
	if k.bar < b.w/10 && d.count && k.value <= b.w { // the value alone
		k.bar = 0
	}
	if name := d.facts.longest("row.name", longestName); k.bar > 0 && k.bar < b.w/10 || k.bar < 0 || p.sizeFor(name, 600, b.w, k.line, size, size) == 0 {
		k.n = 0
	}
	return k
}

// valueLine is the height of a line for a row's value: digits need less than the words that may
// stand in their place.
func (d board) valueLine(p *page, size int) int {
	top, bottom := p.facts.Faces[600].Ink(d.facts.Longest["row.note"])
	return max(pixels(1040, size), pixels(top, size)+pixels(bottom, size))
}

// valueWidth is the width of a row's value, or of the words in its place.
func (d board) valueWidth(p *page, size int) int {
	return max(pixels(p.facts.Faces[800].Width(d.facts.longest("row.value", longestValue)), size), pixels(p.facts.Faces[600].Width(d.facts.Longest["row.note"]), size))
}

// note sets the words that stand in place of a row's value, where some row has none.
func note(d board, p *page, row string, b box, size int, colour string, align Align) bool {
	words := d.facts.Longest["row.note"]
	return words == "" || p.label(b, d.bound(row+".note", 600, colour, align), words, size, size) > 0
}

// stacked sets each name above its bar and value, for names too long to stand beside them.
func (d board) stacked(p *page, b box, size int) bool {
	k := d.stack(p, b, size)
	if k.n < 1 {
		return false
	}
	longest, figure := d.facts.longest("row.name", longestName), d.facts.longest("row.value", longestValue)
	high := min(b.h/k.n, 3*k.line)
	b = d.block(p, b, k.n, high)
	for i := range k.n {
		row, y := "row."+strconv.Itoa(i), b.y+i*high+(high-k.line-k.under)/2
		if p.label(box{b.x, y, b.w, k.line}, d.bound(row+".name", 600, p.hue.Ink, Start), longest, size, size) == 0 ||
			p.label(box{b.right() - k.value, y + k.line, k.value, k.under}, d.bound(row+".value", 800, p.hue.Gold, End), figure, size, size) == 0 ||
			!note(d, p, row, box{b.right() - k.value, y + k.line, k.value, k.under}, size, p.hue.Soft, End) {
			return false
		}
		if k.bar > 0 {
			d.rowBar(p, row, box{b.x, y + k.line, k.bar, k.under}, size)
		}
	}
	return true
}

// block is where n rows of a height begin, in the middle of b; in the upper third of a high canvas
// that they leave much of free. Where all rows are shown and room is left, it says below them how
// many areas have no figure yet.
func (d board) block(p *page, b box, n, high int) box {
	missing := d.facts.Longest["missing"]
	size := max(p.scale.small, p.short*40/1000)
	line := pixels(1290, size)
	free := b.h - n*high
	note := missing != "" && n == d.rows() && free >= line*13/10 && p.sizeFor(missing, 600, b.w, line, p.scale.small, size) > 0
	if note {
		free -= line * 13 / 10
	}
	b.y += free / 2
	if !p.wide() && p.rich && n == d.rows() {
		b.y -= free / 6
	}
	if note {
		p.label(box{b.x, b.y + n*high + line*3/10, b.w, line}, d.bound("missing", 600, p.hue.Soft, Start), missing, p.scale.small, size)
	}
	return b
}
