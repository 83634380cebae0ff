package layout

// block is a paragraph or a rule in a column.
type block struct {
	text   string
	min    int // font size, pixels
	max    int
	limit  int // lines; 0: any number
	gap    int // above it, in thousandths of its own size; none above the first
	style  style
	badge  string // a number in a disc before it, or "•"
	rule   bool   // a zebra of the block's size instead of text
	para   paragraph
	lines  []string
	size   int
	lead   int // baseline to baseline, pixels
	top    int // first line's top to its baseline, pixels
	bottom int // last line's baseline to its bottom, pixels
}

// steps is how finely sizes are tried between the largest and the least.
const steps = 40

// leading is the least distance of baselines, in thousandths of the font size; lines whose marks
// would touch get more.
const leastLeading = 1270

// flow sets blocks below each other in a column, all at the largest sizes that fit, and centres
// them by anchor (0: top, 500: middle, 1000: bottom, in thousandths of the room that is left). It
// reports the part of the box that was used, and false, with nothing set, where even the least
// sizes do not fit. Only where they would not fit otherwise are words parted that belong together
// in a wider sense: a slide that is read with effort is better than none.
func (p *page) flow(b box, anchor int, blocks ...block) (box, bool) {
	firm := p.cut(blocks, true)
	step, more, ok := p.best(blocks, b)
	if !ok && firm {
		p.cut(blocks, false)
		step, more, ok = p.best(blocks, b)
	}
	if !ok {
		return box{}, false
	}
	height, _, _ := p.measure(blocks, b, step, more)
	y := b.y + (b.h-height)*anchor/1000
	p.place(blocks, b.x, y, b.w)
	return box{b.x, y, b.w, height}, true
}

// cut parts the texts of blocks into what a line may hold; see [chunksOf]. It reports whether
// cutting them loosely would part more.
func (p *page) cut(blocks []block, strict bool) (firm bool) {
	for i := range blocks {
		if k := &blocks[i]; !k.rule {
			k.para = newParagraph(p.facts.Faces[k.style.weight], k.text, strict)
			firm = firm || k.para.firm
		}
	}
	return firm
}

// best weighs size against breaks: the largest step that fits, or a smaller one whose lines break
// so much better that it is worth it. A compound that stays whole is worth a quarter of the size.
func (p *page) best(blocks []block, b box) (step, more int, ok bool) {
	const sizeWeight = 260
	least, largest := 1<<40, 0
	for s := steps; s >= 0; s-- {
		for m := range 2 {
			height, cost, fits := p.measure(blocks, b, s, m)
			if !fits || height > b.h {
				continue
			}
			size := 0
			for _, k := range blocks {
				size += k.size
			}
			if largest == 0 {
				largest = size
			}
			if size*3 < largest*2 {
				return step, more, ok
			}
			if cost += sizeWeight * (largest - size) / largest; cost < least {
				step, more, ok, least = s, m, true, cost
			}
		}
	}
	return step, more, ok
}

func (p *page) measure(blocks []block, b box, step, more int) (height, cost int, ok bool) {
	for i := range blocks {
		k := &blocks[i]
		k.size = k.min + (max(k.max, k.min)-k.min)*step/steps
		if i > 0 {
			height += k.size * k.gap / 1000
		}
		if k.rule {
			height += k.size
			continue
		}
		extra := more
		if k.style.weight < 800 {
			extra = 0
		}
		limit := 1 + b.h*100/(k.size*90) // more lines could never fit
		if k.limit > 0 {
			limit = min(limit, k.limit)
		}
		var c int
		if k.lines, c, ok = k.para.lines(k.size, b.w-k.indent(), limit, extra); !ok || len(k.lines) == 0 {
			return 0, 0, false
		}
		cost += c
		p.extents(k)
		height += k.top + (len(k.lines)-1)*k.lead + k.bottom
	}
	return height, cost, true
}

func (k *block) indent() int {
	switch k.badge {
	case "":
		return 0
	case "•":
		return k.size * 95 / 100
	}
	return k.size * 205 / 100
}

// disc is the diameter of a badge.
func (k *block) disc() int { return k.size * 150 / 100 }

// extents computes the room that a block's lines need from the ink of the marks that are really
// there.
func (p *page) extents(k *block) {
	face := p.facts.Faces[k.style.weight]
	k.lead = pixels(leastLeading, k.size)
	above := 0
	for i, l := range k.lines {
		top, bottom := face.Ink(l)
		if i == 0 {
			k.top = pixels(max(top, face.Cap), k.size)
		} else {
			k.lead = max(k.lead, pixels(above+top, k.size)+max(1, k.size/24))
		}
		above = bottom
		k.bottom = pixels(max(bottom, 0), k.size)
	}
	if k.badge != "" && k.badge != "•" { // the disc reaches beyond its line
		half, middle := k.disc()/2+1, pixels(face.Cap, k.size)/2
		k.top = max(k.top, half+middle)
		if len(k.lines) == 1 {
			k.bottom = max(k.bottom, half-middle)
		}
	}
	if !p.led { // even spacing whatever the marks
		k.top, k.bottom = max(k.top, pixels(900, k.size)), max(k.bottom, pixels(210, k.size))
	}
}

func (p *page) place(blocks []block, x, y, w int) {
	for i := range blocks {
		k := &blocks[i]
		if i > 0 {
			y += k.size * k.gap / 1000
		}
		if k.rule {
			p.zebra(x, y, w, k.size, k.style.align)
			y += k.size
			continue
		}
		base := y + k.top
		if k.badge != "" {
			p.badge(k, x, base)
		}
		for j, l := range k.lines {
			p.line(l, k.size, x+k.indent(), base+j*k.lead, w-k.indent(), k.style)
		}
		y = base + (len(k.lines)-1)*k.lead + k.bottom
	}
}

// badge draws the disc with its number, or the bullet, centred on the capitals of the first line.
func (p *page) badge(k *block, x, base int) {
	middle := base - pixels(p.facts.Faces[k.style.weight].Cap, k.size)/2
	if k.badge == "•" {
		d := max(3, k.size*36/100)
		p.add(Element{Op: Fill, X: x, Y: middle - d/2, W: d, H: d, R: max(1, d/4), C: p.hue.Gold})
		return
	}
	d := k.disc()
	p.add(Element{Op: Fill, X: x, Y: middle - d/2, W: d, H: d, R: d / 2, C: p.hue.Gold})
	p.add(Element{
		Op: Text, X: x + d/2, Y: middle - d/2 + (d+pixels(p.facts.Faces[800].Cap, k.size))/2, W: d,
		Size: k.size, Weight: 800, C: OnPaper, Align: Middle, T: k.badge,
	})
}
