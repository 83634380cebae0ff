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
	legend := pixels(1250, max(p.scale.small, p.short*32/1000))
	if p.wide() {
		side := b.w * 36 / 100
		high := min(b.h-legend-p.margin/2, p.short*24/100)
		return d.whole(p, box{b.x, b.y + (b.h-legend-high)/2, side - p.margin, high}, p.short*20/100) &&
			d.legend(p, box{b.x, b.bottom() - legend - p.margin/3, side - p.margin, legend}) &&
			d.tiles(p, box{b.x + side, b.y, b.w - side, b.h - p.margin/3})
	}
	high := p.short * 20 / 100
	if !d.whole(p, box{b.x, b.y, b.w, high}, p.short*19/100) {
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
	return d.whole(p, box{b.x, b.y, side, b.h}, p.short*40/100) &&
		d.tiles(p, box{b.x + side + p.margin/2, b.y, b.w - side - p.margin/2, b.h})
}

// whole sets what the board's own area has reached, with the areas that it is a sum of below it
// where some are missing; or, where these are too many, that in place of a number.
func (d board) whole(p *page, b box, most int) bool {
	if d.facts.NoTotal {
		size, line := max(p.scale.small, most/5), pixels(1290, p.scale.small)
		if p.label(b, Element{Weight: 600, C: p.hue.Soft, T: noTotal}, noTotal, p.scale.small, size) > 0 {
			return true
		}
		top := b.y + max(0, b.h-2*line)/2
		for i, half := range []string{"Chưa đủ", "số liệu"} {
			if p.label(box{b.x, top + i*line, b.w, line}, Element{Weight: 600, C: p.hue.Soft, T: half}, half, p.scale.small, p.scale.small) == 0 {
				return false
			}
		}
		return true
	}
	bind, line, size := "cover.short", 0, max(p.scale.small, most/5)
	if p.sizeFor(d.facts.Longest[bind], 600, b.w, b.h, size, size) == 0 {
		bind, size = "cover.tiny", p.scale.small
	}
	if cover := d.facts.Longest[bind]; cover != "" {
		top, bottom := p.facts.Faces[600].Ink(cover)
		line = pixels(top, size) + pixels(bottom, size) + 1
		if p.label(box{b.x, b.bottom() - line, b.w, line}, d.bound(bind, 600, p.hue.Ink, Start), cover, p.scale.small, size) == 0 {
			return false
		}
	}
	e := d.bound("gauge.percent", 800, p.hue.Gold, Start)
	return p.label(box{b.x, b.y, b.w, b.h - line}, e, d.facts.longest("gauge.percent", longestPercent), p.least, most) > 0
}

// noTotal stands where a total would.
const noTotal = "Chưa đủ số liệu"

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
