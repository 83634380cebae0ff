package layout

import (
	"strconv"
	"strings"
)

// register is a board of every area.
type register struct{ board }

// list shows every area on a large canvas, page by page.
func (d register) list(p *page) bool {
	b, ok := bodyOf(d.board, p)
	if !ok {
		return false
	}
	size := max(p.scale.text, p.short*44/1000)
	if !d.columns(p, b, size).fits { // long names: smaller letters rather than two rows on a page
		size = p.scale.small
	}
	return d.leaves(p, b, size, p.short*80/1000, 1300)
}

// smallList shows every area on an LED, page by page.
func (d register) smallList(p *page) bool {
	if p.rich {
		return false
	}
	b, ok := d.smallFrame(p)
	return ok && d.leaves(p, b, p.scale.small, p.short*15/100, 1290)
}

// leaves sets the rows of a page, as many as fit at the least size, evenly over the pages.
func (d register) leaves(p *page, b box, least, most, pitch int) bool {
	all := d.rows()
	b = forNames(p, b, least)
	fit := 0
	if d.columns(p, b, least).fits {
		fit = b.h / pixels(pitch, least)
	}
	if fit < min(2, all) { // a page of one row is for where no two have room
		fit = max(fit, d.stack(p, b, least).n)
	}
	if fit < 1 {
		return false
	}
	d.paged = evenly(all, fit)
	set := len(p.els)
	if !d.few(p, b, least, most, pitch) && !d.table(p, b, least, pitch) && !d.stacked(p, b, least) {
		return false
	}
	p.pages = pagesOf(all, rowsIn(p.els[set:]))
	return true
}

// forNames is b, with most of the margins where the longest name is wider than the area.
func forNames(p *page, b box, size int) box {
	if name := p.facts.longest("row.name", longestName); p.sizeFor(name, 600, b.w, b.h, size, size) == 0 {
		return intoMargin(p, b)
	}
	return b
}

// intoMargin is b with all but a pixel of the margins at its sides.
func intoMargin(p *page, b box) box {
	return box{b.x - p.margin + 1, b.y, b.w + 2*p.margin - 2, b.h}
}

// evenly is how many of all are on a page that has room for fit, so that the last page is not left
// with a few.
func evenly(all, fit int) int { return ceilDiv(all, ceilDiv(all, fit)) }

// rowsIn counts the rows that elements show.
func rowsIn(els []Element) (n int) {
	for _, e := range els {
		if strings.HasPrefix(e.Bind, "row.") && strings.HasSuffix(e.Bind, ".name") {
			n++
		}
	}
	return n
}

// How long a page stays at least. People look for one name on it: that takes less than reading
// every row.
const (
	perRow   = 700   // milliseconds
	leastRow = 6_000 // milliseconds, the time to look up
)

// pagesOf has rows come page by page.
func pagesOf(all, onPage int) *Paging {
	return &Paging{Rows: onPage, Of: all, Every: int64(max(leastRow, onPage*perRow))}
}

// plates show every area as a tile with its name on a large canvas, page by page.
func (d register) plates(p *page) bool {
	b, ok := bodyOf(d.board, p)
	if !ok {
		return false
	}
	legend := pixels(1250, max(p.scale.small, p.short*32/1000))
	at := box{b.x, b.bottom() - legend, min(b.w, p.short*7/10), legend}
	b.h -= legend + p.margin/3
	return d.legend(p, at) && d.mosaic(p, b, max(p.scale.small, p.short*36/1000))
}

// smallPlates show every area as a tile with its name on an LED, page by page.
func (d register) smallPlates(p *page) bool {
	if p.rich {
		return false
	}
	b, ok := d.smallFrame(p)
	return ok && d.mosaic(p, b, p.scale.small)
}

// mosaic sets tiles of one size: the name above the value, both dark on the colour of the value.
func (d register) mosaic(p *page, b box, size int) bool {
	name, value := d.facts.longest("row.name", longestName), d.facts.longest("row.value", longestValue)
	line, under := pixels(1290, size), d.valueLine(p, size)
	pad, gap := max(2, size/4), max(1, size/8)
	if pixels(p.facts.Faces[600].Width(name), size)+2+2*pad > b.w { // the longest names are wider than the area
		pad, b = 0, intoMargin(p, b)
	}
	wide := max(pixels(p.facts.Faces[600].Width(name), size), d.valueWidth(p, size)) + 1 + 2*pad
	high := line + under
	if p.rich {
		high += pad
	}
	cols, rows := (b.w+gap)/(wide+gap), (b.h+gap)/(high+gap)
	if cols < 1 || rows < 1 {
		return false
	}
	all := d.rows()
	n := min(evenly(all, cols*rows), cols*rows)
	rows = ceilDiv(n, cols)
	w, h := (b.w+gap)/cols-gap, min((b.h+gap)/rows-gap, high*3/2)
	top := b.y + (b.h-rows*(h+gap)+gap)/2
	for i := range n {
		row := "row." + strconv.Itoa(i)
		at := box{b.x + i%cols*(w+gap), top + i/cols*(h+gap), w, h}
		p.add(Element{Op: Tile, X: at.x, Y: at.y, W: at.w, H: at.h, R: max(1, h*6/100), C: NoData, Scale: Levels, Bind: row + ".bar"})
		text := box{at.x + pad, at.y + (h-line-under)/2, w - 2*pad, line}
		if p.label(text, d.bound(row+".name", 600, OnPaper, Start), name, size, size) == 0 ||
			p.label(box{text.x, text.y + line, text.w, under}, d.bound(row+".value", 800, OnPaper, Start), value, size, size) == 0 ||
			!note(d.board, p, row, box{text.x, text.y + line, text.w, under}, size, OnPaper, Start) {
			return false
		}
	}
	p.pages = pagesOf(all, n)
	return true
}
