package layout

import (
	"cmp"
	"slices"
	"strings"

	"ngatu/content"
)

// layEvent sets what is on with a leaf of the calendar that shows the day, then when and where. An
// event without a day, or with one that is not read whole, is refused: people would not know when to
// come, or come on a wrong day.
func layEvent(w content.Words, canvas content.Canvas, facts Facts) (Layout, bool) {
	day, err := content.LeafOf(w.Number)
	if err != nil {
		return Layout{}, false
	}
	var where []string
	if len(w.Lines) > 0 {
		where = w.Lines[:1]
	}
	return first(canvas, facts, Dusk, w.Mark,
		event(w.Kicker, w.Head, day, w.Lines, w.Foot), event("", w.Head, day, w.Lines, ""),
		event("", w.Brief, day, w.Lines, ""), event("", w.Brief, day, where, ""), event("", w.Brief, day, nil, ""))
}

// above is what stands over a day: its weekday, else "NGÀY".
func above(day content.Leaf) string {
	return strings.ToUpper(cmp.Or(day.Weekday, "Ngày"))
}

func event(kicker, head string, day content.Leaf, items []string, foot string) attempt {
	if head == "" {
		return nil
	}
	return func(p *page) bool {
		if !p.rich {
			// a glance takes in the day as one thing
			if foot != "" || p.led && read(slices.Concat(items, []string{head})...) > Glance {
				return false
			}
			return occasion{p}.small(head, day, items)
		}
		b, ok := p.area(), true
		if p.wide() {
			p.crossing(470, 270, 105)
		} else {
			p.crossing(820, 900, 125)
		}
		full := b
		if b, ok = p.header(b, kicker); !ok {
			return false
		}
		if b, ok = p.footer(b, foot); !ok {
			return false
		}
		if p.wide() {
			side := full.w * 34 / 100
			high := min(full.h, side*11/10)
			leaf := box{full.right() - side, full.y + (full.h-high)/2, side, high}
			if p.mark != "" {
				leaf = box{leaf.x, b.y, side, min(high, b.h)}
			}
			b.w -= side + p.margin
			_, ok = p.flow(b, 500, occasion{p}.words(head, items, p.short*120/1000)...)
			return ok && occasion{p}.leaf(leaf, day)
		}
		used, ok := p.flow(b, 60, p.headBlock(head, p.short*112/1000))
		if !ok {
			return false
		}
		b = shrunkTop(b, used.bottom()-b.y+p.margin)
		high := min(b.h*55/100, b.w*62/100)
		leaf := box{b.x, b.y, b.w * 70 / 100, high}
		if len(items) > 0 {
			_, ok = p.flow(shrunkTop(b, high+p.margin), 0, occasion{p}.words("", items, 0)...)
		}
		return ok && occasion{p}.leaf(leaf, day)
	}
}

// occasion is a page with an event.
type occasion struct{ *page }

// words are the name of an event and, below it, when and where.
func (p occasion) words(head string, items []string, most int) (out []block) {
	if head != "" {
		out = append(out, p.headBlock(head, most))
	}
	for i, l := range items {
		st := style{weight: 600, colour: p.hue.Soft}
		if i == 0 {
			st = style{weight: 800, colour: p.hue.Gold}
		}
		out = append(out, block{text: l, min: p.scale.text, max: max(p.scale.text, p.short*62/1000), gap: 620, style: st})
	}
	return out
}

// leaf draws a leaf of the calendar: a gold band with the weekday, the day, and its year.
func (p occasion) leaf(b box, day content.Leaf) bool {
	band := b.h * 24 / 100
	round := max(2, p.short*30/1000)
	p.add(
		Element{Op: Fill, X: b.x, Y: b.y, W: b.w, H: b.h, R: round, C: Paper},
		Element{Op: Fill, X: b.x, Y: b.y, W: b.w, H: band, R: round, C: p.hue.Gold},
		Element{Op: Fill, X: b.x, Y: b.y + band/2, W: b.w, H: band - band/2, C: p.hue.Gold},
	)
	pad := b.w * 6 / 100
	set := func(at box, colour, text string, most int) bool {
		return p.label(at, Element{Weight: 800, C: colour, Align: Middle, T: text}, text, p.scale.small, most) > 0
	}
	body := box{b.x + pad, b.y + band, b.w - 2*pad, b.h - band}
	number := body
	if day.Year != "" {
		number.h = body.h * 74 / 100
		year := box{body.x, body.y + body.h*68/100, body.w, body.h * 26 / 100}
		if !set(year, OnPaper, day.Year, b.h*15/100) {
			number = body // there is no room for the year, and everybody knows it
		}
	}
	return set(box{b.x + pad, b.y, b.w - 2*pad, band}, OnPaper, above(day), band*62/100) && set(number, p.hue.Light, day.Day, b.h)
}

// small sets the day as a gold leaf beside the words, or above them where it is not wide.
func (p occasion) small(head string, day content.Leaf, items []string) bool {
	b := p.area()
	leaf := box{b.x, b.y, b.w * 34 / 100, b.h}
	if !p.wide() {
		leaf = box{b.x, b.y, b.w, b.h * 34 / 100}
	}
	p.add(Element{Op: Fill, X: leaf.x, Y: leaf.y, W: leaf.w, H: leaf.h, R: max(2, p.short*4/100), C: p.hue.Gold})
	pad := max(2, leaf.w*5/100)
	inner := box{leaf.x + pad, leaf.y + leaf.h*6/100, leaf.w - 2*pad, leaf.h - leaf.h*12/100}
	set := func(at box, text string, least, most int) bool {
		return p.label(at, Element{Weight: 800, C: OnPaper, Align: Middle, T: text}, text, least, most) > 0
	}
	if half := inner.h * 36 / 100; p.sizeFor(above(day), 800, inner.w, half, p.scale.small, half) > 0 {
		set(box{inner.x, inner.y, inner.w, half}, above(day), p.scale.small, half)
		inner = shrunkTop(inner, half)
	}
	if !set(inner, day.Day, p.scale.text, p.short*40/100) {
		return false
	}
	if p.wide() {
		b = box{leaf.right() + p.margin, b.y, b.w - leaf.w - p.margin, b.h}
	} else {
		b = shrunkTop(b, leaf.h+p.margin)
	}
	words := []block{{text: head, min: p.scale.text, max: p.short * 22 / 100, style: style{weight: 800, colour: p.hue.Ink}}}
	for _, l := range items {
		words = append(words, block{text: l, min: p.scale.text, max: p.short * 14 / 100, gap: 450, style: style{weight: 600, colour: p.hue.Gold}})
	}
	_, ok := p.flow(b, 500, words...)
	return ok
}
