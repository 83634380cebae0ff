package layout

import "strconv"

// maxRows is how many rows a league has where Facts do not say.
const maxRows = 30

func (d board) rows() int {
	if d.facts.Rows > 0 {
		return d.facts.Rows
	}
	return maxRows
}

// league shows as many rows as fit on a large canvas: name, bar, value and what was gained.
func (d board) league(p *page) bool {
	if !p.rich {
		return false
	}
	b, ok := d.frame(p)
	if !ok {
		return false
	}
	b = shrunkTop(b, p.short*8/1000)
	b.h -= p.short * 16 / 1000
	size := max(p.scale.text, p.short*44/1000)
	return d.table(p, b, size, 1300) || d.stacked(p, b, size)
}

// smallLeague shows the first rows on an LED.
func (d board) smallLeague(p *page) bool {
	if p.rich {
		return false
	}
	b, ok := d.smallFrame(p)
	return ok && (d.table(p, b, p.scale.small, 1290) || d.stacked(p, b, p.scale.small))
}

// table sets the rows, each pitch thousandths of the size high at least, in columns as wide as their longest texts.
func (d board) table(p *page, b box, size, pitch int) bool {
	n := min(d.rows(), b.h/pixels(pitch, size))
	if n < 2 {
		return false
	}
	high := min(b.h/n, pixels(pitch, size)*13/10)
	b.y += (b.h - high*n) / 2
	name := pixels(p.facts.Faces[600].Width(d.facts.longest("row.name", longestName)), size) + 2
	value := pixels(p.facts.Faces[800].Width(d.facts.longest("row.value", longestValue)), size) + 2
	delta := pixels(p.facts.Faces[600].Width(d.facts.longest("row.delta", longestDelta)), size) + 2
	gap := size / 2
	bar := b.w - name - value - 2*gap
	if withDelta := bar - delta - gap; p.rich && withDelta >= b.w/6 {
		bar = withDelta
	} else {
		delta = 0
	}
	if name+value+gap > b.w {
		return false
	}
	if bar < b.w/10 { // no room for bars: names and values alone
		if p.rich {
			return false // stacked rows keep them
		}
		bar = 0
	}
	for i := range n {
		row := "row." + strconv.Itoa(i)
		at := box{b.x, b.y + i*high, b.w, high}
		texts := []struct {
			x, w int
			e    Element
			long string
		}{
			{at.x, name, d.bound(row+".name", 600, p.hue.Ink, Start), d.facts.longest("row.name", longestName)},
			{at.right() - value - delta - min(delta, gap), value, d.bound(row+".value", 800, p.hue.Gold, End), d.facts.longest("row.value", longestValue)},
			{at.right() - delta, delta, d.bound(row+".delta", 600, p.hue.Soft, End), d.facts.longest("row.delta", longestDelta)},
		}
		for _, t := range texts {
			if t.w > 0 && p.label(box{t.x, at.y, t.w, at.h}, t.e, t.long, size, size) == 0 {
				return false
			}
		}
		if bar > 0 {
			thick := max(4, size*38/100)
			p.add(Element{
				Op: Bar, X: at.x + name + gap, Y: at.y + (high-thick)/2, W: bar, H: thick, R: thick / 2,
				C: p.hue.Gold, C2: p.hue.Line, Bind: row + ".bar",
			})
		}
	}
	return true
}

// stacked sets each name above its bar and value, for names too long to stand beside them.
func (d board) stacked(p *page, b box, size int) bool {
	line, under := pixels(1290, size), pixels(1040, size) // the bar stands closer to its own name than to the next
	n := min(d.rows(), b.h/(line+under))
	if wide := b.h / ((line + under) * 12 / 10); wide > 1 {
		n = min(d.rows(), wide)
	}
	longest, figure := d.facts.longest("row.name", longestName), d.facts.longest("row.value", longestValue)
	value := pixels(p.facts.Faces[800].Width(figure), size) + 2
	bar := b.w - value - size/2
	if n < 1 || bar < b.w/10 {
		return false
	}
	high := min(b.h/n, 3*line)
	b.y += (b.h - high*n) / 2
	for i := range n {
		row, y := "row."+strconv.Itoa(i), b.y+i*high+(high-line-under)/2
		if p.label(box{b.x, y, b.w, line}, d.bound(row+".name", 600, p.hue.Ink, Start), longest, size, size) == 0 ||
			p.label(box{b.right() - value, y + line, value, under}, d.bound(row+".value", 800, p.hue.Gold, End), figure, size, size) == 0 {
			return false
		}
		thick := max(4, size*38/100)
		p.add(Element{
			Op: Bar, X: b.x, Y: y + line + (under-thick)/2, W: bar, H: thick, R: thick / 2,
			C: p.hue.Gold, C2: p.hue.Line, Bind: row + ".bar",
		})
	}
	return true
}
