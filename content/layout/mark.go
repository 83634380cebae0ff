package layout

import (
	"strings"

	"ngatu/content"
)

// sampleMark is what made-up figures carry wherever they are seen.
const sampleMark = "SỐ LIỆU MẪU"

// MarkOf is the mark that must be seen on a slide, with its label; "": none.
func MarkOf(slide content.Slide) string {
	mark := slide.Words.Mark
	if mark == "" && slide.Sample {
		mark = sampleMark
	}
	if mark != "" && slide.Label != "" {
		mark += " · "
	}
	return mark + slide.Label
}

// IsSampleMark says whether a mark says that figures are made up, however it is written.
func IsSampleMark(mark string) bool { return strings.EqualFold(strings.TrimSpace(mark), sampleMark) }

// agedMark is what a mark of its own says of figures that are old as well.
func agedMark(mark string) string {
	if mark == sampleMark {
		return mark + " · CŨ"
	}
	return mark + " · " + OldMark
}

// flag draws a mark on its ground, as large as fits from least to most; false where even least does
// not. aged is what it says once the figures are old; "": the same.
func (p *page) flag(at box, mark, aged string, least, most int) bool {
	p.add(Element{Op: Fill, X: at.x, Y: at.y, W: at.w, H: at.h, R: at.h / 4, C: Flag})
	longest := p.facts.Faces.Widest(800, mark, aged)
	return p.label(at, Element{Weight: 800, C: OnFlag, Align: Middle, T: mark, Old: aged}, longest, least, most) > 0
}

// keep reserves room for a mark before anything else is set: at the top right of a large canvas,
// a strip along the bottom of a small one. What finds no room beside it gives way; the mark never
// does.
func (p *page) keep(mark string) bool {
	if mark == "" {
		return true
	}
	b, small := p.area(), p.scale.small
	// the stacked marks of MẪU above, the dot of LIỆU below
	p.mark, p.markAt = mark, box{b.x, b.y, b.w, pixels(1460, small)}
	if p.rich {
		p.markAt.h = max(p.markAt.h, p.short*58/1000)
		p.markAt.w = pixels(p.facts.Faces[800].Width(mark), p.markSize()) + max(6, p.markSize())
		p.markAt.x = b.right() - p.markAt.w
		return p.markAt.x >= b.x
	}
	p.markAt.y = b.bottom() - p.markAt.h
	return p.sizeFor(mark, 800, b.w, p.markAt.h, small, small) > 0
}

// markSize is how large the mark is set at most, in pixels.
func (p *page) markSize() int {
	if p.rich {
		return max(p.scale.small, p.markAt.h*62/100)
	}
	return p.markAt.h * 82 / 100
}

// stamp draws the mark in the room that was kept for it, over whatever lies there.
func (p *page) stamp() bool {
	return p.mark == "" || p.flag(p.markAt, p.mark, "", p.scale.small, p.markSize())
}

// beside is b without what the mark takes of it.
func (p *page) beside(b box) box {
	switch {
	case p.mark == "":
		return b
	case p.rich:
		return shrunkTop(b, p.markAt.h+p.short*20/1000)
	}
	b.h -= p.markAt.h + max(2, p.short*3/100)
	return b
}
