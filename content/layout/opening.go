package layout

import (
	"strings"
	"unicode"

	"ngatu/content"
)

// layOpening sets opening hours as a table: the days on the left, the hours in gold on the right. On
// an LED it is shown only where a glance takes it in.
func layOpening(w content.Words, canvas content.Canvas, facts Facts) (Layout, bool) {
	brief := statement("", w.Brief, "")
	if len(w.Lines) == 0 || IsLED(canvas) && read(append(w.Lines, w.Head)...) > Glance {
		return first(canvas, facts, Jade, w.Mark, brief)
	}
	return first(canvas, facts, Jade, w.Mark,
		table(w.Kicker, w.Head, w.Lines, w.Foot), table("", w.Head, w.Lines, w.Foot), table("", w.Head, w.Lines, ""),
		brief)
}

// read is how many words of texts are read: a dash is none.
func read(texts ...string) int {
	n := 0
	for _, t := range texts {
		for word := range strings.FieldsSeq(t) {
			if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				n++
			}
		}
	}
	return n
}

// namedLine cuts a line at its first colon: "Thứ Hai – Thứ Sáu: 7:30 – 17:00" has a name, "7:30" none.
func namedLine(line string) (name, rest string) {
	name, rest, ok := strings.Cut(line, ": ")
	if !ok {
		return "", line
	}
	return strings.TrimSpace(name), strings.TrimSpace(rest)
}

// table sets a headline and lines of a name and a value below it.
func table(kicker, head string, items []string, foot string) attempt {
	return func(p *page) bool {
		b, ok := p.area(), true
		if p.rich {
			if p.wide() {
				p.crossing(930, 250, 95)
			} else {
				p.crossing(800, 880, 115)
			}
			if b, ok = p.header(b, kicker); !ok {
				return false
			}
			if b, ok = p.footer(b, foot); !ok {
				return false
			}
		}
		if head != "" {
			most := p.short * 100 / 1000
			if !p.rich {
				most = p.scale.text
			}
			k := p.headBlock(head, most)
			k.min = min(k.min, p.scale.text) // the hours are what people look for
			if k.limit = 2; !p.rich {
				k.min, k.limit, k.style = p.scale.text, 1, style{weight: 600, colour: p.hue.Soft, align: Middle, plain: true}
			}
			used, ok := p.flow(b, 0, k)
			if !ok {
				return false
			}
			b = shrunkTop(b, used.bottom()-b.y+p.short*5/100)
		}
		return grille{p}.rows(b, items)
	}
}

// grille is a page with a table.
type grille struct{ *page }

// shape is how the lines of a table are set: each on a line of the canvas, its values below each
// other on the right, or all of it below its name.
type shape int

const (
	oneLine shape = iota
	split
	stacked
)

// values are what stands on the right of a line, in lines of their own.
func (s shape) values(value string) []string {
	if s == oneLine {
		return []string{value}
	}
	return strings.Split(value, ", ")
}

// high is how many lines of the canvas a line of the table takes.
func (s shape) high(line string) int {
	name, value := namedLine(line)
	n := len(s.values(value))
	if s == stacked && name != "" {
		n++
	}
	return n
}

// rows sets the lines of a table in b, all in one size, in the shape that lets it be the largest.
func (p grille) rows(b box, items []string) bool {
	gap, pad, most := p.short*18/1000, p.short*35/1000, max(p.scale.text, p.short*80/1000)
	if !p.rich {
		gap, pad, most = p.short*3/100, 0, p.short*24/100
	}
	size, as, lines := 0, oneLine, 0
	for _, try := range []shape{oneLine, split, stacked} {
		n := 0
		for _, line := range items {
			n += try.high(line)
		}
		fits := most
		for fits >= p.scale.text && !(p.rowsFit(items, b.w-2*pad, fits, try) && p.rowsHigh(n, len(items), fits, gap) <= b.h) {
			fits--
		}
		if fits >= p.scale.text && fits*85 > size*100 {
			size, as, lines = fits, try, n
		}
	}
	if size == 0 {
		return false
	}
	anchor := 450
	if p.canvas.Portrait() {
		anchor = 150
	}
	// what is left goes to the rows, but for what would part them
	room := min(b.h, p.rowsHigh(lines, len(items), size, gap)*13/10)
	y, spare := b.y+(b.h-room)*anchor/1000, (room-p.rowsHigh(lines, len(items), size, gap))/len(items)
	for _, line := range items {
		h := p.rowsHigh(as.high(line), 1, size, 0) + spare
		p.row(box{b.x, y, b.w, h}, line, pad, size, as)
		y += h + gap
	}
	return true
}

// rowsHigh is how high so many lines in so many rows are.
func (p grille) rowsHigh(lines, rows, size, gap int) int {
	pad := size * 60 / 100
	if !p.rich {
		pad = size * 12 / 100
	}
	return lines*size*lineHigh/100 + rows*pad + (rows-1)*gap
}

// lineHigh is from line to line within a row, in hundredths of the size: marks above and below fit.
const lineHigh = 134

func (p grille) rowsFit(items []string, w, size int, as shape) bool {
	for _, line := range items {
		name, value := namedLine(line)
		wide := pixels(p.facts.Faces[600].Width(name), size)
		for _, v := range as.values(value) {
			n := pixels(p.facts.Faces[800].Width(v), size)
			if max(wide, n) > w || as != stacked && name != "" && wide+n+size > w {
				return false
			}
		}
	}
	return true
}

// row draws one line of a table.
func (p grille) row(at box, line string, pad, size int, as shape) {
	name, value := namedLine(line)
	if p.rich {
		p.add(Element{Op: Fill, X: at.x, Y: at.y, W: at.w, H: at.h, R: min(p.short*24/1000, at.h/3), C: p.hue.Line})
	}
	apart, capital := size*lineHigh/100, pixels(p.facts.Faces[800].Cap, size)
	label, figure := style{weight: 600, colour: p.hue.Ink, plain: true}, style{weight: 800, colour: p.hue.Gold, align: End}
	x, w, n := at.x+pad, at.w-2*pad, as.high(line)
	base := at.y + (at.h-(n-1)*apart+capital)/2
	switch {
	case name == "":
		figure.align = Middle
	case as == stacked:
		if figure.align = Start; !p.rich {
			label.align, figure.align = Middle, Middle
		}
		p.line(name, size, x, base, w, label)
		base += apart
	default:
		p.line(name, size, x, at.y+(at.h+capital)/2, w, label)
	}
	for i, v := range as.values(value) {
		p.line(v, size, x, base+i*apart, w, figure)
	}
}
