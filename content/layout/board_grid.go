package layout

// NoData colours a tile that has no figure.
const NoData = "#7d8da3"

// grid shows the tile grid of the districts with the city's percentage on a large canvas.
func (d board) grid(p *page) bool {
	if !p.rich || len(d.facts.Tiles) == 0 {
		return false
	}
	b, ok := d.frame(p)
	if !ok {
		return false
	}
	percent := d.bound("gauge.percent", 800, p.hue.Gold, Start)
	longest := d.facts.longest("gauge.percent", longestPercent)
	legend := pixels(1250, max(p.scale.small, p.short*32/1000))
	if p.wide() {
		side := b.w * 36 / 100
		high := min(b.h-legend-p.margin/2, p.short*24/100)
		if p.label(box{b.x, b.y + (b.h-legend-high)/2, side - p.margin, high}, percent, longest, p.least, p.short*20/100) == 0 {
			return false
		}
		return d.legend(p, box{b.x, b.bottom() - legend - p.margin/3, side - p.margin, legend}) &&
			d.tiles(p, box{b.x + side, b.y, b.w - side, b.h - p.margin/3})
	}
	high := p.short * 20 / 100
	if p.label(box{b.x, b.y, b.w, high}, percent, longest, p.least, p.short*19/100) == 0 {
		return false
	}
	b = shrunkTop(b, high+p.margin/2)
	if !d.legend(p, box{b.x, b.bottom() - legend*3/2, b.w * 7 / 10, legend}) {
		return false
	}
	b.h -= legend*3/2 + p.margin/2
	return d.tiles(p, b)
}

// smallGrid shows the percentage beside the glowing tiles on an LED.
func (d board) smallGrid(p *page) bool {
	if p.rich || len(d.facts.Tiles) == 0 {
		return false
	}
	b, ok := d.smallFrame(p)
	if !ok {
		return false
	}
	side := b.w * 46 / 100
	e := d.bound("gauge.percent", 800, p.hue.Gold, Start)
	if p.label(box{b.x, b.y, side, b.h}, e, d.facts.longest("gauge.percent", longestPercent), p.least, p.short*40/100) == 0 {
		return false
	}
	return d.tiles(p, box{b.x + side + p.margin/2, b.y, b.w - side - p.margin/2, b.h})
}

// tiles draws the grid as large as it goes, with the letters of each area where all of them are
// legible.
func (d board) tiles(p *page, b box) bool {
	rows, cols := 0, 0
	for _, t := range d.facts.Tiles {
		rows, cols = max(rows, t.Row+1), max(cols, t.Col+1)
	}
	w, h := b.w/cols, b.h/rows
	h = min(h, w)
	w = min(w, h*15/10)
	if w < 4 || h < 4 {
		return false
	}
	gap := max(1, h*7/100)
	b.x += b.w - w*cols + gap
	b.y += (b.h - h*rows) / 2
	size := min(h*64/100, p.short*50/1000)
	for _, t := range d.facts.Tiles {
		size = min(size, p.sizeFor(t.Abbr, 800, w-gap-h/8, h-gap, 1, size))
	}
	for _, t := range d.facts.Tiles {
		at := box{b.x + t.Col*w, b.y + t.Row*h, w - gap, h - gap}
		p.add(Element{Op: Tile, X: at.x, Y: at.y, W: at.w, H: at.h, R: max(1, h*12/100), C: NoData, Scale: Levels, Bind: "tile." + t.Key})
		if size >= p.scale.small {
			p.label(at, Element{Weight: 800, C: OnPaper, Align: Middle, T: t.Abbr}, t.Abbr, size, size)
		}
	}
	return true
}

// legend shows which way the colours go.
func (d board) legend(p *page, b box) bool {
	face, size := p.facts.Faces[600], b.h*80/100
	size = max(p.scale.small, size)
	low, high := pixels(face.Width("Thấp"), size)+2, pixels(face.Width("Cao"), size)+2
	room := b.w - low - high - size
	swatch := min(room/len(Levels), b.h*16/10)
	if swatch < 4 {
		return false
	}
	x := b.x + low + size/2
	for i, c := range Levels {
		p.add(Element{Op: Fill, X: x + i*swatch, Y: b.y + b.h*15/100, W: swatch - max(1, swatch/12), H: b.h * 70 / 100, R: max(1, b.h/10), C: c})
	}
	return p.label(box{b.x, b.y, low, b.h}, Element{Weight: 600, C: p.hue.Soft, T: "Thấp"}, "Thấp", p.scale.small, size) > 0 &&
		p.label(box{x + len(Levels)*swatch + size/2, b.y, high, b.h}, Element{Weight: 600, C: p.hue.Soft, T: "Cao"}, "Cao", p.scale.small, size) > 0
}
