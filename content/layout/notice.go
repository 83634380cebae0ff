package layout

import (
	"strconv"

	"ngatu/content"
)

func layNotice(slide content.Slide, canvas content.Canvas, facts Facts) (Layout, bool) {
	w := slide.Words
	switch slide.Style {
	case content.Steps, content.List:
		return layLines(slide, canvas, facts)
	case content.Number:
		return layNumber(w, canvas, facts)
	case content.Slogan:
		return first(canvas, facts, Lacquer, w.Mark, slogan(w.Head, w.Kicker), slogan(w.Brief, ""))
	case content.OpenHours:
		return layOpening(w, canvas, facts)
	case content.Event:
		return layEvent(w, canvas, facts)
	case content.BeforeAfter:
		return layBeforeAfter(w, canvas, facts)
	}
	return layStatement(w, canvas, facts)
}

// layStatement sets one message. On an LED a message of more words than a glance takes gives way to
// the brief.
func layStatement(w content.Words, canvas content.Canvas, facts Facts) (Layout, bool) {
	full, bare := statement(w.Kicker, w.Head, w.Foot), statement("", w.Head, w.Foot)
	brief := statement("", w.Brief, "")
	if IsLED(canvas) && w.Brief != "" && count(w.Head, w.Foot) > Glance {
		return first(canvas, facts, Lake, w.Mark, brief)
	}
	if IsLED(canvas) && count(w.Kicker, w.Head, w.Foot) > Glance {
		full = nil
	}
	return first(canvas, facts, Lake, w.Mark, full, bare, brief)
}

// headBlock is the headline of a page.
func (p *page) headBlock(text string, most int) block {
	return block{text: text, min: p.least, max: most, style: style{weight: 800, colour: p.hue.Ink}}
}

// statement sets a message with a kicker above and a foot below, either of which may be empty.
func statement(kicker, head, foot string) attempt {
	if head == "" {
		return nil
	}
	return func(p *page) bool {
		b := p.area()
		if !p.rich {
			return p.smallStatement(b, kicker, head, foot)
		}
		if p.wide() {
			p.crossing(840, 520, 105)
		} else {
			p.crossing(660, 800, 125)
		}
		b, ok := p.header(b, kicker)
		if !ok {
			return false
		}
		if b, ok = p.footer(b, foot); !ok {
			return false
		}
		anchor, most := 500, p.short*150/1000
		if few := count(head) <= 4; p.wide() {
			if b.w = b.w * 80 / 100; few {
				most = p.short * 230 / 1000
			}
		} else if anchor, most = 360, p.short*118/1000; few {
			most = p.short * 180 / 1000
		}
		_, ok = p.flow(b, anchor, p.headBlock(head, most))
		return ok
	}
}

// smallStatement centres the message on an LED of few pixels, with a zebra above it where there is
// room.
func (p *page) smallStatement(b box, kicker, head, foot string) bool {
	st := style{weight: 800, colour: p.hue.Ink, align: Middle}
	second := style{weight: 600, colour: p.hue.Soft, align: Middle}
	main := block{text: head, min: p.least, max: p.short * 30 / 100, style: st}
	var around []block
	if kicker != "" {
		k := block{text: kicker, min: p.scale.small, max: p.short * 11 / 100, limit: 1, style: second}
		k.style.colour = p.hue.Gold
		around = append(around, k)
	} else if p.short >= 120 {
		around = append(around, block{rule: true, min: p.short * 6 / 100, max: p.short * 7 / 100, style: style{align: Middle}})
	}
	main.gap = 340
	around = append(around, main)
	if foot != "" {
		around = append(around, block{text: foot, min: p.scale.small, max: p.short * 11 / 100, gap: 500, style: second})
	}
	if _, ok := p.flow(b, 500, around...); ok {
		return true
	}
	if kicker != "" || foot != "" {
		return false
	}
	_, ok := p.flow(b, 500, main)
	return ok
}

// header sets the kicker behind a zebra along the top, beside a mark that stands there, and gives
// the room below.
func (p *page) header(b box, kicker string) (box, bool) {
	if p.mark != "" {
		p.markedHeader(kicker)
		return b, true
	}
	size := max(p.scale.small, p.short*38/1000)
	h := size * 80 / 100
	if kicker == "" {
		p.zebra(b.x, b.y, b.w, h, Start)
		return shrunkTop(b, h+size), true
	}
	indent := zebraWidth(h) + h*9/10
	fit := p.sizeFor(kicker, 600, b.w-indent, p.short, min(p.scale.small, size), size)
	if fit == 0 {
		return b, false
	}
	capital := pixels(p.facts.Faces[600].Cap, fit)
	top, _ := p.facts.Faces[600].Ink(kicker)
	base := b.y + max(h, pixels(top, fit))
	p.zebra(b.x, base-(capital+h)/2, b.w, h, Start)
	p.line(kicker, fit, b.x+indent, base, b.w-indent, style{weight: 600, colour: p.hue.Gold, plain: true})
	return shrunkTop(b, base-b.y+size), true
}

// markedHeader sets the zebra and the kicker on the line of the mark. A kicker that has no room
// there is left out: it is the least of what is said.
func (p *page) markedHeader(kicker string) {
	at, size := p.markAt, max(p.scale.small, p.short*38/1000)
	h := size * 80 / 100
	left := p.area().x
	if zebraWidth(h)+h > at.x-left {
		return
	}
	p.zebra(left, at.y+(at.h-h)/2, at.x-left, h, Start)
	indent := zebraWidth(h) + h*9/10
	room := box{left + indent, at.y, at.x - left - indent - h, at.h}
	if kicker != "" && room.w > 0 {
		p.label(room, Element{Weight: 600, C: p.hue.Gold, T: kicker}, kicker, min(p.scale.small, size), size)
	}
}

// footer sets the foot along the bottom and gives the room above.
func (p *page) footer(b box, foot string) (box, bool) {
	if foot == "" {
		return b, true
	}
	most := max(p.scale.small, p.short*34/1000)
	bottom := box{b.x, b.y + b.h/2, b.w, b.h - b.h/2}
	used, ok := p.flow(bottom, 1000, block{
		text: foot, min: p.scale.small, max: most, limit: 3, style: style{weight: 600, colour: p.hue.Soft},
	})
	b.h = used.y - b.y - most*3/4
	return b, ok
}

func shrunkTop(b box, by int) box { return box{b.x, b.y + by, b.w, b.h - by} }

// slogan sets one line of thought as large as the canvas allows, gold on lacquer.
func slogan(text, kicker string) attempt {
	if text == "" {
		return nil
	}
	return func(p *page) bool {
		b := p.area()
		mark := p.short * 6 / 100
		most := p.short * 22 / 100
		if p.rich {
			p.crossing(500, 500, 150)
			b = b.inset(p.margin / 2)
			mark = p.short * 5 / 100
			most = p.short * 15 / 100
		} else if p.wide() {
			most = p.short * 34 / 100
		}
		main := block{text: text, min: p.least, max: most, gap: 380, style: style{weight: 800, colour: p.hue.Gold, align: Middle}}
		blocks := []block{main}
		if p.short >= 120 {
			blocks = []block{{rule: true, min: mark, max: mark, style: style{align: Middle}}, main}
		}
		if kicker != "" && p.rich {
			blocks = append(blocks, block{
				text: kicker, min: p.scale.small, max: p.short * 40 / 1000, limit: 2, gap: 1400,
				style: style{weight: 600, colour: p.hue.Ink, align: Middle},
			})
		}
		if _, ok := p.flow(b, 500, blocks...); ok {
			return true
		}
		_, ok := p.flow(b, 500, main)
		return ok
	}
}

// layLines sets steps or a list. On an LED they are shown only where a glance takes them in.
func layLines(slide content.Slide, canvas content.Canvas, facts Facts) (Layout, bool) {
	w, hue := slide.Words, Lake
	if slide.Style == content.Steps {
		hue = Jade
	}
	brief := statement("", w.Brief, "")
	if len(w.Lines) == 0 || IsLED(canvas) && count(append(w.Lines, w.Head)...) > Glance {
		return first(canvas, facts, hue, w.Mark, brief)
	}
	numbered := slide.Style == content.Steps
	return first(canvas, facts, hue, w.Mark,
		lines(w.Kicker, w.Head, w.Lines, w.Foot, numbered),
		lines("", w.Head, w.Lines, w.Foot, numbered),
		lines("", w.Head, w.Lines, "", numbered),
		brief)
}

// lines sets a headline with numbered or bulleted lines below it.
func lines(kicker, head string, items []string, foot string, numbered bool) attempt {
	return func(p *page) bool {
		b, ok := p.area(), true
		anchor := 500
		if p.rich {
			if p.wide() {
				p.crossing(930, 250, 95)
			} else {
				p.crossing(800, 860, 115)
				anchor = 340
			}
			if kicker != "" {
				b, ok = p.header(b, kicker)
			}
			if !ok {
				return false
			}
			if b, ok = p.footer(b, foot); !ok {
				return false
			}
		}
		var blocks []block
		if head != "" {
			blocks = append(blocks, p.headBlock(head, max(p.least*11/10, p.short*110/1000)))
		}
		most := max(p.scale.text, p.short*62/1000)
		if len(items) <= 3 && p.wide() {
			most = max(p.scale.text, p.short*70/1000)
		}
		if !p.rich {
			most = p.short * 16 / 100
		}
		for i, l := range items {
			badge := "•"
			if numbered {
				badge = strconv.Itoa(i + 1)
			}
			gap := 620
			if len(items) > 4 {
				gap = 300
			}
			if p.canvas.Portrait() {
				gap += 300
			}
			if i == 0 {
				gap += 200
			}
			if !p.rich {
				gap = 300
			}
			blocks = append(blocks, block{
				text: l, min: p.scale.text, max: most, gap: gap, badge: badge, style: style{weight: 600, colour: p.hue.Ink},
			})
		}
		_, ok = p.flow(b, anchor, blocks...)
		return ok
	}
}

// layNumber sets one large number with what it counts and, always, its source and as-of time: a
// figure without them is not put on a screen.
func layNumber(w content.Words, canvas content.Canvas, facts Facts) (Layout, bool) {
	if w.Number == "" || w.Foot == "" {
		return Layout{}, false
	}
	return first(canvas, facts, Lake, w.Mark,
		number(w.Kicker, w.Number, w.Head, w.Lines, w.Foot), number("", w.Number, w.Brief, nil, w.Foot))
}

func number(kicker, figure, label string, items []string, foot string) attempt {
	if label == "" {
		return nil
	}
	return func(p *page) bool {
		b, ok := p.area(), true
		align, anchor := Start, 500
		most, labelMost := p.short*26/100, p.short*76/1000
		if p.rich {
			if p.wide() {
				p.crossing(860, 470, 105)
			} else {
				p.crossing(640, 780, 125)
				most, anchor = p.short*19/100, 360
			}
			if b, ok = p.header(b, kicker); !ok {
				return false
			}
			if b, ok = p.footer(b, foot); !ok {
				return false
			}
		} else {
			align, labelMost = Middle, p.short*14/100
			most = p.short * 34 / 100
		}
		gold := block{text: figure, min: p.least, max: most, limit: 1, style: style{weight: 800, colour: p.hue.Gold, align: align}}
		what := block{text: label, min: p.scale.text, max: labelMost, gap: 420, style: style{weight: 600, colour: p.hue.Ink, align: align, plain: true}}
		blocks := []block{gold, what}
		for _, l := range items {
			blocks = append(blocks, block{
				text: l, min: p.scale.small, max: max(p.scale.small, p.short*46/1000), gap: 700, badge: "•",
				style: style{weight: 600, colour: p.hue.Soft, plain: true},
			})
		}
		if !p.rich {
			blocks = append(blocks, block{
				text: foot, min: p.scale.small, max: p.short * 10 / 100, gap: 500, limit: 2,
				style: style{weight: 600, colour: p.hue.Soft, align: align, plain: true},
			})
		}
		_, ok = p.flow(b, anchor, blocks...)
		return ok
	}
}
