package layout

// longestDay is the longest day of a trend.
const longestDay = "24/04"

// trend shows on a large canvas the total now, and the line of the releases so far with the day and
// the total at its beginning.
func (d board) trend(p *page) bool {
	if !p.rich {
		return false
	}
	b, ok := d.frame(p)
	if !ok {
		return false
	}
	big, low := p.short*16/100, pixels(1290, max(p.scale.text, p.short*44/1000))
	gap := p.short * 24 / 1000
	count := d.facts.longest("gauge.value", longestCount)
	if p.label(box{b.x, b.y + gap, b.w, big}, d.bound("gauge.value", 800, p.hue.Gold, Start), count, p.least, big) == 0 {
		return false
	}
	b = shrunkTop(b, big+2*gap)
	b.h = min(b.h-gap, b.w*7/10)
	return d.chart(p, b, low, max(4, p.short*7/1000))
}

// smallTrend shows the line on an LED, with its ends below it.
func (d board) smallTrend(p *page) bool {
	if p.rich {
		return false
	}
	b, ok := d.smallFrame(p)
	return ok && d.chart(p, b, pixels(1290, p.scale.small), 2)
}

// chart sets the line above its ground, and below that where it begins and where it ends.
func (d board) chart(p *page, b box, low, thick int) bool {
	size := low * Em / 1290
	high := b.h - low - thick
	if high < 4*thick {
		return false
	}
	p.add(
		Element{Op: Fill, X: b.x, Y: b.y + high, W: b.w, H: max(1, thick/2), C: p.hue.Line},
		Element{Op: Line, X: b.x + thick, Y: b.y + thick, W: b.w - 2*thick, H: high - thick, R: thick, C: p.hue.Gold, Bind: "trend"},
	)
	count := d.facts.longest("gauge.value", longestCount)
	y, half := b.y+high+thick, b.w/2
	left, right := box{b.x, y, half, low}, box{b.x + half, y, half, low}
	if !p.rich { // the as-of time says of which day the total is
		return p.label(left, d.bound("trend.from", 600, p.hue.Soft, Start), longestDay, p.scale.small, size) > 0 &&
			p.label(right, d.bound("gauge.value", 800, p.hue.Gold, End), count, p.scale.small, size) > 0
	}
	day := pixels(p.facts.Faces[600].Width(longestDay), size) + size/2
	return p.label(box{left.x, y, day, low}, d.bound("trend.from", 600, p.hue.Soft, Start), longestDay, p.scale.small, size) > 0 &&
		p.label(box{left.x + day, y, half - day - size/3, low}, d.bound("trend.first", 800, p.hue.Ink, Start), count, p.scale.small, size) > 0 &&
		p.label(right, d.bound("trend.until", 600, p.hue.Soft, End), longestDay, p.scale.small, size) > 0
}
