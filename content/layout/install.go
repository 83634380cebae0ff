package layout

import (
	"strings"

	"ngatu/content"
)

// quiet is the light border that a QR code needs, in modules a side (ISO/IEC 18004).
const quiet = 4

// layInstall sets the code where it can be scanned from the canvas's distance; elsewhere, and where
// no code is known, the app's name and the hotline lead.
func layInstall(slide content.Slide, canvas content.Canvas, facts Facts) (Layout, bool) {
	w := slide.Words
	var attempts []attempt
	if facts.Modules > 0 && facts.Domain != "" {
		attempts = append(attempts, codeSlide(w, w.Lines), codeSlide(w, nil),
			codeSlide(content.Words{Head: w.Brief}, nil))
	}
	return first(canvas, facts, Jade, w.Mark, append(attempts, nameSlide(w.Brief, facts), nameSlide("", facts))...)
}

// module is the size of a code's module in pixels for a code of so many modules in a square of side
// pixels, or 0 where it could not be scanned: at least 4 pixels a module (3 where no more fit), and
// a side of at least a tenth of the distance.
func (p *page) module(side int) int {
	m := side / (p.facts.Modules + 2*quiet)
	if m < 3 || m*p.facts.Modules < p.canvas.Pixels(p.canvas.DistanceM*1000/10) {
		return 0
	}
	return m
}

// codeSlide sets a headline and lines with the code on a light card, the domain in clear below it:
// people were warned of forged codes, and this is how they tell.
func codeSlide(w content.Words, items []string) attempt {
	if w.Head == "" {
		return nil
	}
	return func(p *page) bool {
		if p.wide() {
			return p.wideCode(w, items)
		}
		return p.highCode(w, items)
	}
}

// card draws the light card with the code at the top right of b (or in its middle) and gives what
// it covers.
func (p *page) card(b box, most int, align Align) (box, bool) {
	pad := max(2, p.short*14/1000)
	// The domain stands within the card, as wide as the code at most.
	least := min(p.scale.small, p.scale.text)
	strip := max(pixels(1150, least), p.short*84/1000)
	m := p.module(min(most, b.w, b.h-strip) - 2*pad)
	if m == 0 {
		return box{}, false
	}
	side := m * (p.facts.Modules + 2*quiet)
	c := box{b.x, b.y, side + 2*pad, side + 2*pad + strip}
	switch align {
	case Middle:
		c.x += (b.w - c.w) / 2
	case End:
		c.x += b.w - c.w
		c.y += (b.h - c.h) / 2
	}
	p.add(Element{Op: Fill, X: c.x, Y: c.y, W: c.w, H: c.h, R: p.short * 26 / 1000, C: Paper})
	p.add(Element{Op: Code, X: c.x + pad, Y: c.y + pad, W: side, Module: m, C: OnPaper, C2: Paper, Bind: "screen.code"})
	// below the quiet zone: nothing may stand in that
	name := box{c.x + pad + m, c.y + pad + side, side - 2*m, strip}
	ok := p.label(name, Element{Weight: 800, C: OnPaper, Align: Middle, T: p.facts.Domain}, p.facts.Domain, least, p.short*48/1000) > 0
	return c, ok
}

func (p *page) wideCode(w content.Words, items []string) bool {
	b := p.area()
	if p.rich {
		p.crossing(500, 300, 105)
	}
	c, ok := p.card(b, b.w/2, End)
	if !ok {
		return false
	}
	b.w = c.x - b.x - p.margin
	if p.rich {
		if b, ok = p.header(b, w.Kicker); !ok {
			return false
		}
		if b, ok = p.footer(b, w.Foot); !ok {
			return false
		}
	}
	_, ok = p.flow(b, 500, p.codeWords(w.Head, items, p.short*105/1000)...)
	return ok
}

func (p *page) highCode(w content.Words, items []string) bool {
	b := p.area()
	p.crossing(160, 840, 125)
	b, ok := p.header(b, w.Kicker)
	if !ok {
		return false
	}
	if b, ok = p.footer(b, w.Foot); !ok {
		return false
	}
	head, ok := p.flow(b, 0, p.headBlock(w.Head, p.short*96/1000))
	if !ok {
		return false
	}
	b = shrunkTop(b, head.h+p.margin*8/10)
	c, ok := p.card(b, p.canvas.Width*66/100, Middle)
	if !ok {
		return false
	}
	b = shrunkTop(b, c.h+p.margin*8/10)
	if len(items) == 0 {
		return true
	}
	_, ok = p.flow(b, 400, p.codeWords("", items, 0)...)
	return ok
}

// codeWords are the headline and the numbered lines beside a code.
func (p *page) codeWords(head string, items []string, most int) []block {
	var out []block
	if head != "" {
		out = append(out, p.headBlock(head, most))
	}
	for i, l := range items {
		gap := 850
		if i == 0 {
			gap = 900
		}
		out = append(out, block{
			text: l, min: p.scale.text, max: max(p.scale.text, p.short*50/1000), gap: gap, badge: string(rune('1' + i%9)),
			style: style{weight: 600, colour: p.hue.Ink},
		})
	}
	return out
}

// nameSlide leads with the app's name: what a passer-by can keep in mind and search for, with the
// hotline below.
func nameSlide(head string, facts Facts) attempt {
	if facts.App == "" {
		return nil
	}
	return func(p *page) bool {
		b, ok := p.area(), true
		align := Middle
		if p.rich {
			align = Start
			p.crossing(840, 520, 105)
			if b, ok = p.header(b, ""); !ok {
				return false
			}
		}
		if head == "" && facts.Hotline == "" {
			_, ok := p.flow(b, 500, block{text: facts.App, min: p.least, max: p.short * 40 / 100, limit: 1, style: style{weight: 800, colour: p.hue.Gold, align: align}})
			return ok
		}
		var blocks []block
		head = strings.TrimSpace(head)
		if head != "" {
			blocks = append(blocks, block{text: head, min: p.scale.text, max: p.short * 11 / 100, limit: 3, style: style{weight: 600, colour: p.hue.Ink, align: align, plain: true}})
		}
		blocks = append(blocks, block{
			text: facts.App, min: p.least * 12 / 10, max: p.short * 40 / 100, limit: 1, gap: 160,
			style: style{weight: 800, colour: p.hue.Gold, align: align},
		})
		if hotline := facts.Hotline; hotline != "" {
			if hotlineNumber(hotline) != "" {
				hotline = "Gọi " + hotline
			}
			blocks = append(blocks, block{
				text: hotline, min: p.scale.text, max: p.short * 17 / 100, limit: 1, gap: 420,
				style: style{weight: 800, colour: p.hue.Ink, align: align, plain: true},
			})
		}
		_, ok = p.flow(b, 500, blocks...)
		return ok
	}
}
