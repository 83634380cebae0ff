package layout

// The longest texts of a screen's own area.
const (
	longestOwn  = "Bắc Từ Liêm"
	longestNote = "Chưa có số liệu"
	nowhere     = "Chưa có số liệu" // where the screen stands in no area of the board
)

// own shows the area in which the screen stands on a large canvas: its name, its percentage, the
// bar and both numbers; or that it has no figure.
func (d board) own(p *page) bool {
	if !p.rich {
		return false
	}
	b, ok := d.frame(p)
	if !ok {
		return false
	}
	name := max(p.scale.text, p.short*110/1000)
	bar, second := p.short*64/1000, max(p.scale.text, p.short*66/1000)
	gap := p.short * 30 / 1000
	used := name*13/10 + bar + second*12/10 + 3*gap
	big := min(b.h-used, p.short*30/100)
	y := b.y + (b.h-used-big)/3
	if !d.ownName(p, box{b.x, y, b.w, name * 13 / 10}, 800, p.scale.text, name) {
		return false
	}
	y += name*13/10 + gap
	if !d.ownShare(p, box{b.x, y, b.w, big}, p.short*30/100) {
		return false
	}
	y += big + gap
	p.add(Element{Op: Bar, X: b.x, Y: y, W: b.w, H: bar, R: bar / 2, C: p.hue.Gold, C2: p.hue.Line, Bind: "own.bar"})
	y += bar + gap
	half := b.w/2 - p.margin/2
	return p.label(box{b.x, y, half, second * 12 / 10}, d.bound("own.value", 800, p.hue.Ink, Start), longestCount, p.scale.text, second) > 0 &&
		p.label(box{b.right() - half, y, half, second * 12 / 10}, d.bound("own.target", 600, p.hue.Soft, End), "/ "+longestCount, p.scale.text, second) > 0
}

// smallOwn shows name, percentage and bar on an LED. Its name stands where other boards have their
// title.
func (d board) smallOwn(p *page) bool {
	if p.rich {
		return false
	}
	d.named = true
	b, ok := d.smallFrame(p)
	if !ok {
		return false
	}
	bar := max(5, b.h*16/100)
	gap := max(2, b.h*6/100)
	if !d.ownShare(p, box{b.x, b.y, b.w, b.h - bar - gap}, p.short*44/100) {
		return false
	}
	p.add(Element{Op: Bar, X: b.x, Y: b.bottom() - bar, W: b.w, H: bar, R: bar / 2, C: p.hue.Gold, C2: p.hue.Line, Bind: "own.bar"})
	return true
}

// ownName sets the name of the area.
func (d board) ownName(p *page, b box, weight, least, most int) bool {
	e := d.bound("own.name", weight, p.hue.Ink, Start)
	e.T = nowhere
	return p.label(b, e, d.facts.longest("own.name", longestOwn), least, most) > 0
}

// ownShare sets the percentage, or in its place that there is none.
func (d board) ownShare(p *page, b box, most int) bool {
	return p.label(b, d.bound("own.percent", 800, p.hue.Gold, Start), d.facts.longest("own.percent", longestPercent), p.scale.text, most) > 0 &&
		p.label(b, d.bound("own.note", 600, p.hue.Ink, Start), longestNote, p.scale.small, most/2) > 0
}
