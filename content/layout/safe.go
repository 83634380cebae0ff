package layout

import "ngatu/content"

// LaySafe is the built-in card, shown when nothing else may be: the area's name and the crossroads,
// no product, link, number or date. It never fails: a name that does not fit legibly is set
// smaller, at last left out.
func LaySafe(area string, canvas content.Canvas, faces Faces) Layout {
	p := newPage(canvas, Facts{Faces: faces}, Lake)
	p.ground()
	b := p.area()
	size := p.short * 40 / 100
	if p.canvas.Portrait() {
		size = p.short * 46 / 100
	}
	text := tidied(content.Words{Head: faces[800].Keep(area)}).Head
	if text == "" {
		p.emblem(b.x+(b.w-size)/2, b.y+(b.h-size)/2, size)
		return p.layout()
	}
	gap := p.short * 9 / 100
	name := block{text: text, min: p.scale.floor, max: p.short * 12 / 100, style: style{weight: 800, colour: p.hue.Ink, align: Middle}}
	if !p.rich {
		name.max = p.short * 18 / 100
	}
	for _, least := range []int{p.scale.floor, p.scale.floor * 3 / 4, p.scale.floor / 2, 6} {
		name.min = max(least, 1)
		// Set once to learn its height, and again below the emblem.
		trial := *p
		used, ok := trial.flow(box{b.x, b.y, b.w, b.h - size - gap}, 0, name)
		if !ok {
			continue
		}
		top := b.y + (b.h-size-gap-used.h)/2
		p.emblem(b.x+(b.w-size)/2, top, size)
		p.flow(box{b.x, top + size + gap, b.w, b.h - size - gap}, 0, name)
		return p.layout()
	}
	p.emblem(b.x+(b.w-size)/2, b.y+(b.h-size)/2, size)
	return p.layout()
}

// emblem draws the crossroads in a rounded square: four blocks and the lanes between them. It is no
// emblem of any body.
func (p *page) emblem(x, y, size int) {
	road := max(2, size*20/100)
	half := (size - road) / 2
	r := max(1, size*14/100)
	far := x + size - half
	low := y + size - half
	for i, at := range [][2]int{{x, y}, {far, y}, {x, low}, {far, low}} {
		c := p.hue.Ink
		if i == 1 {
			c = p.hue.Gold
		}
		p.add(Element{Op: Fill, X: at[0], Y: at[1], W: half, H: half, R: r, C: c})
	}
}
