package layout

// gauge shows the total against its target on a large canvas: the percentage, the bar, and both
// numbers.
func (d board) gauge(p *page) bool {
	if !p.rich {
		return false
	}
	if p.wide() {
		p.crossing(850, 300, 105)
	} else {
		p.crossing(640, 780, 125)
	}
	b, ok := d.frame(p)
	if !ok {
		return false
	}
	percent, count := d.facts.longest("gauge.percent", longestPercent), d.facts.longest("gauge.value", longestCount)
	target, of := d.facts.longest("gauge.target", "/ "+longestCount), d.facts.longest("gauge.of", longestOf)
	big := p.short * 26 / 100
	bar := p.short * 70 / 1000
	second := max(p.scale.text, p.short*74/1000)
	third := max(p.scale.text, p.short*50/1000)
	gap := p.short * 40 / 1000
	last := box{b.x, 0, b.w, third * 14 / 10}
	cover := d.facts.Longest["cover"]
	size, beside := besideCover(p, last, cover, of, third)
	lines := 1
	if cover != "" && !beside {
		lines = 2
	}
	height := gap/2 + big + gap + bar + gap + second*12/10 + lines*last.h + gap/2
	if lines > 1 && height > b.h {
		gap /= 2
		height = gap/2 + big + gap + bar + gap + second*12/10 + lines*last.h + gap/2
	}
	if height > b.h {
		big -= height - b.h
		height = b.h
	}
	y := b.y + (b.h-height)/2
	if !p.wide() {
		y = b.y + (b.h-height)/3
	}
	y += gap / 2 // the number keeps clear of the title's marks
	if p.label(box{b.x, y, b.w, big}, d.bound("gauge.percent", 800, p.hue.Gold, Start), percent, p.least, min(p.short*30/100, big*112/100)) == 0 {
		return false
	}
	y += big + gap
	p.add(Element{Op: Bar, X: b.x, Y: y, W: b.w, H: bar, R: bar / 2, C: p.hue.Gold, C2: p.hue.Line, Bind: "gauge.bar"})
	y += bar + gap
	half := b.w/2 - p.margin/2
	ok = p.label(box{b.x, y, half, second * 12 / 10}, d.bound("gauge.value", 800, p.hue.Ink, Start), count, p.scale.text, second) > 0 &&
		p.label(box{b.right() - half, y, half, second * 12 / 10}, d.bound("gauge.target", 600, p.hue.Soft, End), target, p.scale.text, second) > 0
	y += second * 12 / 10
	last.y = y
	if at := last; cover != "" {
		if beside {
			at.w = pixels(p.facts.Faces[600].Width(cover), size) + 2
			last.x, last.w = last.x+at.w+p.margin/2, last.w-at.w-p.margin/2
		} else {
			at.y, size = at.y+at.h, p.sizeFor(of, 600, last.w, last.h, p.scale.small, third) // as large as the line above it
		}
		ok = ok && p.label(at, d.bound("cover", 600, p.hue.Ink, Start), cover, p.scale.small, size) > 0
	}
	counted := d.bound("gauge.of", 600, p.hue.Soft, End)
	if !beside {
		counted.Align = Start
	}
	return ok && p.label(last, counted, of, p.scale.small, third) > 0
}

// besideCover is how large the words of how many areas the total is are set, in pixels, and whether
// what the target counts has room beside them on one line.
func besideCover(p *page, line box, cover, of string, most int) (size int, fits bool) {
	if cover == "" {
		return 0, true
	}
	wide := p.facts.Faces[600].Width(cover)
	size = min(most, line.w*Em*55/100/wide)
	rest := line.w - pixels(wide, size) - 2 - p.margin/2
	return size, size >= p.scale.small && p.sizeFor(of, 600, rest, line.h, p.scale.small, most) > 0
}

// smallGauge shows the percentage, the bar and the number on an LED.
func (d board) smallGauge(p *page) bool {
	if p.rich || p.short < 120 {
		return false
	}
	b, ok := d.smallFrame(p)
	if !ok {
		return false
	}
	bar := max(6, b.h*14/100)
	low := pixels(1060, p.scale.text)
	gap := max(3, b.h*6/100)
	big := b.h - bar - low - 2*gap
	percent := d.facts.longest("gauge.percent", longestPercent)
	top, ok := d.beside(p, box{b.x, b.y, b.w, big}, percent, p.least)
	size := p.label(top, d.bound("gauge.percent", 800, p.hue.Gold, Start), percent, p.least, p.short*40/100)
	if size == 0 || !ok {
		return false
	}
	p.add(Element{Op: Bar, X: b.x, Y: b.y + big + gap, W: b.w, H: bar, R: bar / 2, C: p.hue.Gold, C2: p.hue.Line, Bind: "gauge.bar"})
	line := box{b.x, b.bottom() - low, b.w, low}
	half := line.w*52/100 - 4
	return p.label(box{line.x, line.y, half, low}, d.bound("gauge.value", 800, p.hue.Ink, Start), d.facts.longest("gauge.value", longestCount), p.scale.small, p.scale.text) > 0 &&
		p.label(box{line.right() - half, line.y, half, low}, d.bound("gauge.target", 600, p.hue.Soft, End), d.facts.longest("gauge.target", "/ "+longestCount), p.scale.small, p.scale.text) > 0
}

// tinyGauge shows the percentage and the bar: one message.
func (d board) tinyGauge(p *page) bool {
	if p.rich {
		return false
	}
	b, ok := d.smallFrame(p)
	if !ok {
		return false
	}
	bar := max(5, b.h*18/100)
	gap := max(2, b.h*6/100)
	e, percent := d.bound("gauge.percent", 800, p.hue.Gold, Start), d.facts.longest("gauge.percent", longestPercent)
	top, ok := d.beside(p, box{b.x, b.y, b.w, b.h - bar - gap}, percent, p.least)
	if !ok || p.label(top, e, percent, p.least, p.short*40/100) == 0 {
		return false
	}
	p.add(Element{Op: Bar, X: b.x, Y: b.bottom() - bar, W: b.w, H: bar, R: bar / 2, C: p.hue.Gold, C2: p.hue.Line, Bind: "gauge.bar"})
	return true
}
