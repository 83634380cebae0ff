package layout

import "strconv"

// The longest texts of a pace.
const (
	longestNeed      = "Cần thêm 444.444 mỗi ngày"
	longestShortNeed = "Cần 444.444/ngày"
	longestPace      = "Đang tăng 444.444 mỗi ngày"
)

// pace shows on a large canvas how many days are left, what has to come on each of them, what comes
// now, and how far the total is.
func (d board) pace(p *page) bool {
	if !p.rich {
		return false
	}
	b, ok := d.frame(p)
	if !ok {
		return false
	}
	bar, text := p.short*60/1000, max(p.scale.text, p.short*64/1000)
	gap, line := p.short*26/1000, pixels(1290, text)
	used := 3*line + bar + 4*gap
	big := min(b.h-used, p.short*24/100)
	y := b.y + (b.h-used-big)/3
	if !d.left(p, box{b.x, y, b.w, big}, p.short*22/100) {
		return false
	}
	y += big + gap
	need, now := d.facts.longest("pace.need", longestNeed), d.facts.longest("pace.now", longestPace)
	ok = p.label(box{b.x, y, b.w, line}, d.bound("pace.need", 800, p.hue.Ink, Start), need, p.scale.text, text) > 0 &&
		p.label(box{b.x, y + line, b.w, line}, d.bound("pace.now", 600, p.hue.Soft, Start), now, p.scale.small, text*8/10) > 0
	y += 2*line + gap
	p.add(Element{Op: Bar, X: b.x, Y: y, W: b.w, H: bar, R: bar / 2, C: p.hue.Gold, C2: p.hue.Line, Bind: "gauge.bar"})
	y += bar + gap
	half := b.w/2 - p.margin/2
	percent, target := d.facts.longest("gauge.percent", longestPercent), d.facts.longest("gauge.target", "/ "+longestCount)
	return ok && p.label(box{b.x, y, half, line}, d.bound("gauge.percent", 800, p.hue.Gold, Start), percent, p.scale.text, text) > 0 &&
		p.label(box{b.right() - half, y, half, line}, d.bound("gauge.target", 600, p.hue.Soft, End), target, p.scale.small, text) > 0
}

// smallPace shows the days left and what has to come on each on an LED.
func (d board) smallPace(p *page) bool {
	if p.rich {
		return false
	}
	b, ok := d.smallFrame(p)
	if !ok {
		return false
	}
	need := d.facts.longest("pace.short", longestShortNeed)
	text := max(p.scale.small, p.short*11/100)
	top, bottom := p.facts.Faces[800].Ink(need)
	line := pixels(top, text) + pixels(bottom, text)
	size := p.label(box{b.x, b.bottom() - line, b.w, line}, d.bound("pace.short", 800, p.hue.Ink, Start), need, p.scale.small, text)
	return size > 0 && d.left(p, box{b.x, b.y, b.w, b.h - line}, p.short*34/100)
}

// left sets how many days are left, in one line that changes at midnight.
func (d board) left(p *page, b box, most int) bool {
	e := Element{Weight: 800, C: p.hue.Gold, T: ended}
	e.Steps = d.days.steps("Hơn "+strconv.Itoa(farthest)+" ngày", func(n int) string { return "Còn " + strconv.Itoa(n) + " ngày" }, "Ngày cuối")
	return p.label(b, e, "Còn 444 ngày", p.scale.small, most) > 0
}
