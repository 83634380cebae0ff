package layout

import "ngatu/content"

// What the sides of a change are called where their lines have no name of their own.
const (
	before = "Trước đây"
	after  = "Hiện nay"
)

// layBeforeAfter sets what was beside what is. Of less or more than two lines nobody could tell which is which.
func layBeforeAfter(w content.Words, canvas content.Canvas, facts Facts) (Layout, bool) {
	brief := statement("", w.Brief, "")
	if len(w.Lines) != 2 {
		return Layout{}, false
	}
	if IsLED(canvas) && read(append(w.Lines, w.Head)...) > Glance+4 { // the two say the same twice
		return first(canvas, facts, Lake, w.Mark, brief)
	}
	return first(canvas, facts, Lake, w.Mark,
		turn(w.Kicker, w.Head, w.Lines, w.Foot), turn("", w.Head, w.Lines, w.Foot), turn("", w.Head, w.Lines, ""),
		turn("", w.Brief, w.Lines, ""), turn("", "", w.Lines, ""), brief)
}

// side is what a line says of one side.
func side(line, otherwise string) (name, text string) {
	if name, text = namedLine(line); name == "" {
		name = otherwise
	}
	return name, text
}

func turn(kicker, head string, sides []string, foot string) attempt {
	return func(p *page) bool {
		b, ok := p.area(), true
		if !p.rich {
			return foot == "" && turned{p}.small(b, head, sides)
		}
		if p.wide() {
			p.crossing(500, 300, 95)
		} else {
			p.crossing(800, 880, 115)
		}
		if b, ok = p.header(b, kicker); !ok {
			return false
		}
		if b, ok = p.footer(b, foot); !ok {
			return false
		}
		if head != "" {
			k := p.headBlock(head, p.short*96/1000)
			k.limit = 2
			used, ok := p.flow(b, 0, k)
			if !ok {
				return false
			}
			b = shrunkTop(b, used.bottom()-b.y+p.margin*8/10)
		}
		gap := p.short * 110 / 1000
		one, other := box{b.x, b.y, (b.w - gap) / 2, min(b.h, p.short*560/1000)}, box{}
		other = box{b.right() - one.w, one.y, one.w, one.h}
		if !p.wide() {
			one = box{b.x, b.y, b.w, min((b.h-gap)/2, p.short*520/1000)}
			other = box{b.x, one.bottom() + gap, b.w, one.h}
		}
		was, is := panel{one, p.hue.Line, p.hue.Soft, p.hue.Soft, 600}, panel{other, Paper, OnPaper, p.hue.Light, 800}
		name, text := side(sides[0], before)
		now, becomes := side(sides[1], after)
		size := min(turned{p}.size(was, name, text), turned{p}.size(is, now, becomes))
		if size == 0 {
			return false
		}
		turned{p}.panel(was, name, text, size)
		turned{p}.panel(is, now, becomes, size)
		turned{p}.arrow(box{one.right(), one.y, gap, one.h}, box{one.x, one.bottom(), one.w, gap})
		return true
	}
}

// turned is a page with a change.
type turned struct{ *page }

// panel is one side of a change.
type panel struct {
	box
	ground, label, ink string
	weight             int
}

// inner are the rooms of a panel's name and its text.
func (k panel) inner() (name, text box) {
	pad := min(k.w, k.h) * 9 / 100
	band := k.h * 22 / 100
	return box{k.x + pad, k.y, k.w - 2*pad, band}, box{k.x + pad, k.y + band, k.w - 2*pad, k.h - band - pad}
}

// size is the largest size of a panel's text, 0 where it does not fit.
func (p turned) size(k panel, name, text string) int {
	top, room := k.inner()
	if p.sizeFor(name, 800, top.w, top.h, p.scale.small, top.h) == 0 {
		return 0
	}
	trial := *p.page
	trial.els = nil
	if _, ok := trial.flow(room, 500, block{text: text, min: p.scale.text, max: p.short * 92 / 1000, style: style{weight: k.weight, plain: true}}); !ok {
		return 0
	}
	return trial.els[0].Size
}

func (p turned) panel(k panel, name, text string, size int) {
	round := p.short * 28 / 1000
	top, room := k.inner()
	p.add(Element{Op: Fill, X: k.x, Y: k.y, W: k.w, H: k.h, R: round, C: k.ground})
	if k.ground == Paper {
		p.add(Element{Op: Fill, X: k.x, Y: k.y, W: k.w, H: top.h, R: round, C: p.hue.Gold},
			Element{Op: Fill, X: k.x, Y: k.y + top.h/2, W: k.w, H: top.h - top.h/2, C: p.hue.Gold})
	}
	p.label(top, Element{Weight: 800, C: k.label, T: name}, name, p.scale.small, top.h*50/100)
	p.flow(room, 450, block{text: text, min: p.scale.text, max: size, style: style{weight: k.weight, colour: k.ink, plain: true}})
}

// arrow points from what was to what is, in the gap between the two: across on a wide canvas, else down.
func (p turned) arrow(across, down box) {
	b := across
	if !p.wide() {
		b = down
	}
	c := point{(b.x + b.w/2) * fine, (b.y + b.h/2) * fine}
	r := min(b.w, b.h) * 44 / 100 * fine
	tip := []point{{c.x - r*6/10, c.y - r}, {c.x + r*8/10, c.y}, {c.x - r*6/10, c.y + r}}
	if !p.wide() {
		tip = []point{{c.x - r, c.y - r*6/10}, {c.x + r, c.y - r*6/10}, {c.x, c.y + r*8/10}}
	}
	p.shape(tip, box{0, 0, p.canvas.Width, p.canvas.Height}, p.hue.Gold)
}

// small sets what was above what is, on an LED of few pixels.
func (p turned) small(b box, head string, sides []string) bool {
	var blocks []block
	if head != "" {
		blocks = append(blocks, block{text: head, min: p.scale.text, max: p.short * 14 / 100, limit: 1, style: style{weight: 800, colour: p.hue.Ink, align: Middle}})
	}
	name, text := side(sides[0], before)
	now, becomes := side(sides[1], after)
	blocks = append(blocks,
		block{text: name + ": " + text, min: p.scale.text, max: p.short * 15 / 100, gap: 400, style: style{weight: 600, colour: p.hue.Soft, align: Middle, plain: true}},
		block{text: now + ": " + becomes, min: p.scale.text, max: p.short * 19 / 100, gap: 400, style: style{weight: 800, colour: p.hue.Gold, align: Middle}})
	_, ok := p.flow(b, 500, blocks...)
	return ok
}
