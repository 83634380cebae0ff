package layout

import (
	"strconv"
	"strings"

	"ngatu/content"
)

// The longest texts that a board's binds take, in the widest figures of the font; Facts.Longest
// overrides them.
const (
	longestCount   = "4.444.444"
	longestPercent = "444,4 %"
	longestName    = "Hai Bà Trưng"
	longestValue   = "444.444" // of a row: a percentage, or a count where there is no target
	longestDelta   = "+44.444"
	longestTitle   = "Tiến độ cài đặt iHanoi"
	longestAsOf    = "Tính đến 24:44 24/04/2044"
	longestShort   = "Đến 24/04"
	longestSource  = "Nguồn: Công an thành phố Hà Nội"
	longestOf      = "người từ 15 tuổi trở lên"
)

// OldMark is what the bind "mark" says of figures that are old.
const OldMark = "SỐ LIỆU CŨ"

func layBoard(slide content.Slide, canvas content.Canvas, facts Facts) (Layout, bool) {
	b := board{words: slide.Words, facts: facts, mark: slide.Words.Mark, count: slide.View.Paged()}
	switch slide.View {
	case content.League:
		return first(canvas, facts, Night, "", b.league, b.smallLeague)
	case content.Roll, content.Communes:
		return first(canvas, facts, Night, "", register{b}.list, register{b}.smallList)
	case content.Tiles:
		return first(canvas, facts, Night, "", register{b}.plates, register{b}.smallPlates)
	case content.Own:
		return first(canvas, facts, Night, "", b.own, b.smallOwn)
	case content.Trend:
		return first(canvas, facts, Night, "", b.trend, b.smallTrend)
	case content.Pace:
		if slide.Deadline.IsZero() {
			return Layout{}, false
		}
		b.days = daysTo(slide.Deadline, facts.zone())
		return first(canvas, facts, Night, "", b.pace, b.smallPace)
	case content.Grid:
		return first(canvas, facts, Night, "", b.grid, b.smallGrid)
	}
	return first(canvas, facts, Night, "", b.gauge, b.smallGauge, b.tinyGauge)
}

// board is what the views have in common.
type board struct {
	words content.Words
	facts Facts
	mark  string // a mark that is always there; "": the bind "mark" may bring one
	paged int    // rows on a page; 0: all that there are on one
	count bool   // the page is counted in the corner
	named bool   // the screen's own area takes the place of a title
	days  days   // of a countdown
}

// bound is a text that a bind fills in.
func (d board) bound(bind string, weight int, colour string, align Align) Element {
	return Element{Weight: weight, C: colour, Align: align, Bind: bind}
}

// pill draws the mark at the top right of b and gives the room that is left beside it.
func (d board) pill(p *page, b box, h, least int) (box, bool) {
	if d.mark == "" {
		w := pixels(p.facts.Faces[800].Width(d.facts.longest("mark", OldMark)), least) + 2
		e := d.bound("mark", 800, Flag, End)
		if p.label(box{b.right() - w, b.y, w, h}, e, d.facts.longest("mark", OldMark), least, least) == 0 {
			return b, false
		}
		return box{b.x, b.y, b.w - w - h/2, h}, true
	}
	size := max(least, h*62/100)
	w := pixels(p.facts.Faces[800].Width(agedMark(d.mark)), size) + max(6, size)
	if w > b.w {
		return b, false
	}
	at := box{b.right() - w, b.y, w, h}
	if !p.flag(at, d.mark, agedMark(d.mark), least, size) {
		return b, false
	}
	return box{b.x, b.y, b.w - w - max(3, h/3), h}, true
}

// beside sets in few words of how many areas a total is, at the right of a small canvas, and gives
// the room that is left for a text of least size; without a gap in the figures all of it.
func (d board) beside(p *page, b box, text string, least int) (box, bool) {
	if d.facts.Longest["cover.short"] == "" {
		return b, true
	}
	for _, bind := range []string{"cover.short", "cover.tiny"} {
		few := d.facts.Longest[bind]
		w := pixels(p.facts.Faces[600].Width(few), p.scale.small) + 2
		line := pixels(1290, p.scale.small)
		rest := box{b.x, b.y, b.w - w - p.scale.small/3, b.h}
		if p.sizeFor(text, 800, rest.w, rest.h, least, least) == 0 {
			continue
		}
		at := box{b.right() - w, b.bottom() - line, w, line}
		return rest, p.label(at, d.bound(bind, 600, p.hue.Ink, End), few, p.scale.small, p.scale.small) > 0
	}
	return b, false
}

// counter sets which page it is on one line of a box and gives its width; 0 where it does not fit.
func (d board) counter(p *page, b box, align Align) int {
	digits := strings.Repeat("4", len(strconv.Itoa(d.rows())))
	longest := digits + "/" + digits
	w := pixels(p.facts.Faces[600].Width(longest), p.scale.small) + 2
	if w > b.w || p.label(b, d.bound("page", 600, p.hue.Soft, align), longest, p.scale.small, p.scale.small) == 0 {
		return 0
	}
	return w
}

// counted sets a title, and which page it is right after it where both have room.
func (d board) counted(p *page, b box, text string, least, most int) bool {
	trial := *p
	trial.els = append([]Element(nil), p.els...)
	if d.count && text != "" {
		gap := p.scale.small * 2 / 3
		w := d.counter(&trial, b, End)
		trial.els = append([]Element(nil), p.els...)
		if w > 0 && d.title(&trial, box{b.x, b.y, b.w - w - gap, b.h}, text, least, most) {
			size := trial.els[len(trial.els)-1].Size
			after := pixels(p.facts.Faces[800].Width(text), size) + gap
			d.counter(&trial, box{b.x + after, b.y, w, b.h}, Start)
			p.els = trial.els
			return true
		}
	}
	return d.title(p, b, text, least, most)
}

// title sets what the board shows in one line.
func (d board) title(p *page, b box, text string, least, most int) bool {
	if d.named {
		return d.ownName(p, b, 800, least, most) || b.w == p.area().w && d.ownName(p, intoMargin(p, b), 600, least, most)
	}
	if text == "" {
		return p.label(b, d.bound("title", 800, p.hue.Ink, Start), d.facts.longest("title", longestTitle), least, most) > 0
	}
	return p.label(b, Element{Weight: 800, C: p.hue.Ink, T: text}, text, least, most) > 0
}

// frame sets kicker, mark, title, as-of time and source on a large canvas and gives the room
// between.
func (d board) frame(p *page) (box, bool) {
	b := p.area()
	row := max(p.short*58/1000, pixels(1460, p.scale.small))
	head := max(pixels(1350, p.scale.text), p.short*105/1000)
	drop := 0 // of zebra and mark, to stand on the middle of a title beside them
	beside := d.words.Kicker == "" && p.wide()
	if beside {
		drop = max(0, head-row) / 2
	}
	rest, ok := d.pill(p, box{b.x, b.y + drop, b.w, row}, row, p.scale.small)
	if !ok {
		return b, false
	}
	zebra := row * 52 / 100
	p.zebra(b.x, b.y+drop+(row-zebra)/2, b.w, zebra, Start)
	if beside {
		indent := zebraWidth(zebra) + zebra
		at := box{rest.x + indent, b.y, rest.w - indent, max(head, row)}
		if !d.counted(p, at, d.words.Head, p.scale.text, p.short*80/1000) {
			return b, false
		}
		return d.framed(p, shrunkTop(b, max(row, head)+p.short*24/1000))
	}
	if d.words.Kicker != "" {
		indent := zebraWidth(zebra) + zebra
		at := box{rest.x + indent, rest.y, rest.w - indent, rest.h}
		// A kicker that has no room beside the mark is left out: the title says what is shown.
		p.label(at, Element{Weight: 600, C: p.hue.Gold, T: d.words.Kicker}, d.words.Kicker, p.scale.small, max(p.scale.small, row*66/100))
	}
	if indent := zebraWidth(zebra) + zebra; d.count && d.words.Kicker == "" {
		d.counter(p, box{rest.x + indent, rest.y, rest.w - indent, rest.h}, Start)
	}
	b = shrunkTop(b, row+p.short*28/1000)
	if !d.title(p, box{b.x, b.y, b.w, head}, d.words.Head, p.scale.text, p.short*86/1000) {
		return b, false
	}
	return d.framed(p, shrunkTop(b, head+p.short*24/1000))
}

// framed sets as-of time and source along the bottom of a large canvas, on one line where both fit.
func (d board) framed(p *page, b box) (box, bool) {
	foot := pixels(1300, max(p.scale.small, p.short*32/1000))
	line := box{b.x, b.bottom() - foot, b.w, foot}
	asof, source := d.facts.longest("asof", longestAsOf), d.facts.longest("source", longestSource)
	most := max(p.scale.small, p.short*32/1000)
	left := d.bound("asof", 600, p.hue.Soft, Start)
	right := d.bound("source", 600, p.hue.Soft, End)
	wide := p.facts.Faces[600].Width(asof) + p.facts.Faces[600].Width(source) + 2*Em
	if size := min(most, b.w*Em/wide); size >= p.scale.small {
		cut := b.w * (p.facts.Faces[600].Width(asof) + Em) / wide
		ok := p.label(box{line.x, line.y, cut, foot}, left, asof, p.scale.small, size) > 0 &&
			p.label(box{line.x + cut, line.y, b.w - cut, foot}, right, source, p.scale.small, size) > 0
		b.h -= foot
		return b, ok
	}
	b.h -= foot
	ok := true
	for _, e := range sources(p, line, most) {
		ok = ok && p.label(line, d.bound(e.Bind, 600, p.hue.Soft, Start), e.T, p.scale.small, e.Size) > 0
		line.y -= foot
		b.h -= foot
	}
	return b, ok && p.label(line, left, asof, p.scale.small, most) > 0
}

// sources are the binds of the source with their longest texts and sizes, from the bottom up: one
// line, or two where it is too long for that.
func sources(p *page, line box, most int) []Element {
	whole := p.facts.longest("source", longestSource)
	first, rest := p.facts.Longest["source.first"], p.facts.Longest["source.rest"]
	if first == "" || p.sizeFor(whole, 600, line.w, line.h, p.scale.small, most) > 0 {
		return []Element{{Bind: "source", T: whole, Size: most}}
	}
	size := p.sizeFor(p.facts.Faces.Widest(600, first, rest), 600, line.w, line.h, p.scale.small, most)
	return []Element{{Bind: "source.rest", T: rest, Size: size}, {Bind: "source.first", T: first, Size: size}}
}

// smallFrame sets title and mark on an LED: side by side, or the mark along the bottom where they
// do not fit. It gives the room that is left. The bottom line carries the as-of time where no mark
// stands in its place.
func (d board) smallFrame(p *page) (box, bool) {
	b := p.area()
	name := d.words.Brief
	if name == "" {
		name = d.words.Head
	}
	row := pixels(1460, p.scale.small) // the stacked marks of MẪU above, the dot of LIỆU below
	gap := max(2, p.short*3/100)
	trial := *p
	trial.els = append([]Element(nil), p.els...)
	room := d.mark != "" || p.short >= 150 // real figures always carry their as-of time
	if rest, ok := d.pill(&trial, box{b.x, b.y, b.w, row}, row, p.scale.small); ok && room && d.counted(&trial, rest, name, p.scale.small, p.short*12/100) {
		p.els = trial.els
		b = shrunkTop(b, row+gap)
		if p.short < 150 {
			return b, true
		}
		row = pixels(1290, p.scale.small)
		foot := box{b.x, b.bottom() - row, b.w, row}
		bind, asof := "asof", d.facts.longest("asof", longestAsOf)
		if brief := d.facts.Longest["asof.brief"]; brief != "" && p.sizeFor(asof, 600, foot.w, foot.h, p.scale.small, p.scale.small) == 0 {
			bind, asof = "asof.brief", brief
		}
		if p.label(foot, d.bound(bind, 600, p.hue.Soft, Start), asof, p.scale.small, p.scale.small) == 0 {
			return b, false
		}
		b.h -= row + gap
		return b, true
	}
	if !d.counted(p, box{b.x, b.y, b.w, row}, name, p.scale.small, p.short*20/100) {
		return b, false
	}
	b = shrunkTop(b, row+gap)
	if !d.strip(p, box{b.x, b.bottom() - row, b.w, row}) {
		return b, false
	}
	b.h -= row + gap
	return b, true
}

// strip is the bottom line of a tiny canvas: the mark across its width, or the as-of time in its
// short form with room for the mark of figures that are old, or that correct others.
func (d board) strip(p *page, b box) bool {
	if d.mark == "" {
		short, old, e := d.facts.longest("asof.short", longestShort), d.facts.longest("mark", OldMark), d.bound("mark", 800, Flag, End)
		if corrected := d.facts.Longest["corrected"]; corrected != "" {
			e.Bind, e.Old, old = "corrected", OldMark, p.facts.Faces.Widest(800, old, corrected)
		}
		w := pixels(p.facts.Faces[800].Width(old), p.scale.small) + 2
		return p.label(box{b.x, b.y, b.w - w, b.h}, d.bound("asof.short", 600, p.hue.Soft, Start), short, p.scale.small, p.scale.small) > 0 &&
			p.label(box{b.right() - w, b.y, w, b.h}, e, old, p.scale.small, p.scale.small) > 0
	}
	return p.flag(b, d.mark, agedMark(d.mark), p.scale.small, b.h*82/100)
}
