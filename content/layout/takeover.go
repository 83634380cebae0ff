package layout

import (
	"fmt"

	"ngatu/content"
)

// What the band of a takeover says, by gravity, and before it in an exercise.
var gravityMarks = map[content.Gravity]string{
	content.Danger: "KHẨN CẤP", content.Warning: "CẢNH BÁO", content.CivicNotice: "THÔNG BÁO",
}

const drillMark = "DIỄN TẬP"

// LayTakeover lays a takeover out: a band that says how grave it is, and the message as large as it
// can be. An exercise says so in a part of the band that the real thing leaves empty, so that both
// have every word in the same place; where the band has no room for both, in place of the gravity.
// The error of one that does not fit is
// a [content.Error] of code Invalid.
func LayTakeover(t content.Takeover, canvas content.Canvas, facts Facts) (Layout, error) {
	slide := t.Asks()
	if err := canvas.Check(); err != nil {
		return Layout{}, err
	}
	if err := checkFaces(facts.Faces); err != nil {
		return Layout{}, err
	}
	facts = facts.For(content.Notice)
	slide.Words = tidied(slide.Words)
	if err := settable(slide, facts); err != nil {
		return Layout{}, err
	}
	mark, known := gravityMarks[t.Gravity]
	if !known {
		return Layout{}, &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Thông báo khẩn %s chưa chọn mức độ.", named(slide)), En: fmt.Sprintf("The takeover %s has no gravity.", named(slide)),
		}
	}
	marks := marks{mark, t.Drill}
	w := slide.Words
	l, ok := first(canvas, facts, hueOf(t.Gravity), "", alarm(marks, w.Head, w.Foot, false), alarm(marks, w.Head, "", false),
		alarm(marks, w.Brief, "", false), alarm(marks, w.Brief, "", true))
	if !ok {
		return Layout{}, tooLong(slide, canvas)
	}
	return l, nil
}

func hueOf(g content.Gravity) Hue {
	switch g {
	case content.Danger:
		return Alarm
	case content.Warning:
		return Amber
	}
	return Lake
}

// marks are what a band says, or leaves room for.
type marks struct {
	gravity string
	drill   bool
}

// alarm sets a message below a band with its marks. Thin is a band whose mark
// is read from nearer only: from afar its colour has to do.
func alarm(marks marks, head, foot string, thin bool) attempt {
	if head == "" {
		return nil
	}
	return func(p *page) bool {
		least := p.scale.small
		if thin {
			least = min(least, ceilDiv(leastCap*Em, p.facts.Faces[800].Cap))
		}
		band := box{0, 0, p.canvas.Width, max(p.bandHeight(marks, least), p.short*12/100)}
		if !p.band(band, marks, least) {
			return false
		}
		b := p.area()
		gap := p.margin
		if p.led { // every pixel counts
			gap = max(2, p.margin/3)
			b.h += p.margin - gap
		}
		b = shrunkTop(b, band.h-b.y+gap)
		main := p.headBlock(head, p.short*26/100)
		main.style.align = Middle
		blocks := []block{main}
		if foot != "" {
			second := style{weight: 600, colour: p.hue.Soft, align: Middle}
			blocks = append(blocks, block{text: foot, min: p.scale.small, max: max(p.scale.small, p.short*6/100), gap: 600, style: second})
		}
		_, ok := p.flow(b, 480, blocks...)
		return ok
	}
}

// bandHeight is what the marks need at a size.
func (p *page) bandHeight(m marks, size int) int {
	most := 0
	for _, mark := range []string{m.gravity, drillMark} {
		top, bottom := p.facts.Faces[800].Ink(mark)
		most = max(most, pixels(top, size)+pixels(bottom, size))
	}
	return most + max(3, size/4)
}

// band paints the band: the gravity in its middle and the part for an exercise before it, where it
// may stay empty; on a narrow band the two share the room.
func (p *page) band(b box, m marks, least int) bool {
	ground, ink := Flag, OnFlag
	if p.hue == Lake {
		ground, ink = p.hue.Gold, OnPaper
	}
	face, most := p.facts.Faces[800], max(least, b.h*62/100)
	room := box{b.x + p.margin, b.y, b.w - 2*p.margin, b.h}
	apart := 2*face.Width(drillMark+"  ") + face.Width(m.gravity) // with the same room behind
	size := p.sizeFor(m.gravity, 800, room.w, b.h-2, least, min(most, room.w*Em/max(1, apart)))
	before := pixels(face.Width(drillMark+"  "), size)
	left := room.x + (room.w-pixels(face.Width(m.gravity), size))/2 - before
	if size < max(least, most/2) { // no room behind
		whole := drillMark + "  " + m.gravity
		size = p.sizeFor(whole, 800, room.w, b.h-2, least, most)
		before = pixels(face.Width(drillMark+"  "), size)
		left = room.x + (room.w-pixels(face.Width(whole), size))/2
	}
	e := Element{Weight: 800, C: ink}
	if size == 0 { // not even that: an exercise says so in place of the gravity
		e.T, e.Align = m.gravity, Middle
		wider := m.gravity
		if face.Width(drillMark) > face.Width(wider) {
			wider = drillMark
		}
		if m.drill {
			e.T = drillMark
		}
		if size = p.sizeFor(wider, 800, room.w, b.h-2, least, most); size == 0 {
			return false
		}
		p.add(Element{Op: Fill, X: b.x, Y: b.y, W: b.w, H: b.h, C: ground})
		return p.label(room, e, wider, size, size) > 0
	}
	p.add(Element{Op: Fill, X: b.x, Y: b.y, W: b.w, H: b.h, C: ground})
	if m.drill {
		e.T = drillMark
		if p.label(box{left, b.y, before + 1, b.h}, e, drillMark, size, size) == 0 {
			return false
		}
	}
	e.T = m.gravity
	return p.label(box{left + before, b.y, b.right() - left - before, b.h}, e, m.gravity, size, size) > 0
}
