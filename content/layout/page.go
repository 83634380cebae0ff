package layout

import (
	"strings"

	"ngatu/content"
)

// box is a rectangle in whole pixels.
type box struct{ x, y, w, h int }

func (b box) inset(by int) box { return box{b.x + by, b.y + by, b.w - 2*by, b.h - 2*by} }
func (b box) right() int       { return b.x + b.w }
func (b box) bottom() int      { return b.y + b.h }

// page is a layout in the making.
type page struct {
	canvas content.Canvas
	facts  Facts
	scale  scale
	hue    Hue
	led    bool
	rich   bool // large enough for gradients and the whole crossroads
	short  int  // short side
	margin int
	least  int    // least size of a headline in this attempt
	mark   string // one that must be seen; "": none, or the attempt sets it itself
	markAt box    // the room that is kept for it
	els    []Element
	pages  *Paging // nil: all of it is on one
}

func newPage(canvas content.Canvas, facts Facts, hue Hue) *page {
	p := &page{
		canvas: canvas, facts: facts, hue: hue, led: IsLED(canvas),
		scale: scaleOf(canvas, facts.Faces[800].Cap),
		short: min(canvas.Width, canvas.Height),
	}
	p.rich = p.short >= 360
	p.least = p.scale.head
	p.margin = max(3, p.short*7/100)
	if p.short < 120 { // every pixel counts
		p.margin = max(3, p.short*5/100)
	}
	return p
}

// area is the canvas within its margins, without the room of a mark. On a monitor that is no wider
// than high the margin at the bottom has room for a kiosk's invitation, which the page lays there
// (player/page/files/kiosk/kiosk.css).
func (p *page) area() box {
	b := box{0, 0, p.canvas.Width, p.canvas.Height}.inset(p.margin)
	if !p.led && p.canvas.Height >= p.canvas.Width {
		b.h -= p.margin * 6 / 10
	}
	return p.beside(b)
}

func (p *page) wide() bool { return p.canvas.Width*10 >= p.canvas.Height*13 }

func (p *page) add(e ...Element) { p.els = append(p.els, e...) }

// ground is the background, with its gradient where the canvas can show one.
func (p *page) ground() {
	if p.rich {
		p.add(Element{Op: Fill, W: p.canvas.Width, H: p.canvas.Height, C: p.hue.Ground, C2: p.hue.Light, Angle: 60})
	}
}

// layout closes the page.
func (p *page) layout() Layout {
	return Layout{
		Width: p.canvas.Width, Height: p.canvas.Height, Ground: p.hue.Ground, Words: p.words(), Elements: p.els, Pages: p.pages,
	}
}

// words are all fixed texts in reading order, for a screen reader.
func (p *page) words() string {
	var out []string
	for _, e := range p.els {
		if e.Op == Text && e.T != "" {
			out = append(out, e.T)
		}
	}
	return strings.Join(out, " ")
}

// run is a stretch of a line in one colour.
type run struct {
	text string
	gold bool
}

// runsOf parts a line where the app's name or the hotline stands in it, so that both are set off in
// gold.
func (p *page) runsOf(line string) []run {
	var out []run
	for line != "" {
		at, name := len(line), ""
		for _, n := range []string{p.facts.App, hotlineNumber(p.facts.Hotline)} {
			if i := wholeWord(line, n); i >= 0 && i < at {
				at, name = i, n
			}
		}
		if at > 0 {
			out = append(out, run{text: line[:at]})
		}
		if name != "" {
			out = append(out, run{text: name, gold: true})
		}
		line = line[at+len(name):]
	}
	return out
}

// wholeWord is where word stands in line with no letter or digit beside it; -1: nowhere.
func wholeWord(line, word string) int {
	if word == "" {
		return -1
	}
	i := strings.Index(line, word)
	if i < 0 || i > 0 && !strings.ContainsAny(line[i-1:i], " “\"(/·–") && !strings.HasSuffix(line[:i], "“") {
		return -1
	}
	if rest := line[i+len(word):]; rest != "" && !strings.ContainsAny(rest[:1], " ,.;:!?)\"/") && !strings.HasPrefix(rest, "”") {
		return -1
	}
	return i
}

// hotlineNumber is the number of a hotline: "1022 nhánh 8" gives "1022".
func hotlineNumber(hotline string) string {
	if f := strings.Fields(hotline); len(f) > 0 && endsInDigit(f[0]) {
		return f[0]
	}
	return ""
}

// style says how a line of text is set.
type style struct {
	weight int
	colour string
	align  Align
	plain  bool // no word is set off
}

// line sets one line of text with its baseline at y, within x to x+w.
func (p *page) line(text string, size, x, y, w int, s style) {
	face := p.facts.Faces[s.weight]
	whole := face.Width(text)
	start := x
	switch s.align {
	case Middle:
		start = x + (w-ceilDiv(whole*size, Em))/2
	case End:
		start = x + w - ceilDiv(whole*size, Em)
	}
	runs := []run{{text: text}}
	if !s.plain && s.colour != p.hue.Gold {
		runs = p.runsOf(text)
	}
	if len(runs) == 1 && !runs[0].gold { // anchored as it is meant, so that rounding never shifts it
		anchor := map[Align]int{Start: x, Middle: x + w/2, End: x + w}[s.align]
		p.add(Element{Op: Text, X: anchor, Y: y, W: w, Size: size, Weight: s.weight, C: s.colour, Align: s.align, T: text})
		return
	}
	done := 0
	for _, r := range runs {
		c := s.colour
		if r.gold {
			c = p.hue.Gold
		}
		width := face.Width(text[:done+len(r.text)]) - face.Width(text[:done])
		if t := strings.TrimRight(r.text, " "); t != "" {
			lead := len(t) - len(strings.TrimLeft(t, " "))
			at := start + (face.Width(text[:done+lead])*size+Em/2)/Em
			p.add(Element{Op: Text, X: at, Y: y, W: ceilDiv(width*size, Em) + 1, Size: size, Weight: s.weight, C: c, T: t[lead:]})
		}
		done += len(r.text)
	}
}

// label sets text that may be bound on one line in a box, as large as fits between least and most,
// its capitals centred on the box's height as far as its marks allow. longest is the longest text
// that the bind takes. It reports the size, 0 where it does not fit.
func (p *page) label(b box, e Element, longest string, least, most int) int {
	size := p.sizeFor(longest, e.Weight, b.w, b.h, least, most)
	if size == 0 {
		return 0
	}
	face := p.facts.Faces[e.Weight]
	top, bottom := face.Ink(longest)
	e.Op, e.Size, e.W = Text, size, b.w
	e.X = map[Align]int{Start: b.x, Middle: b.x + b.w/2, End: b.right()}[e.Align]
	e.Y = b.y + (b.h+pixels(face.Cap, size))/2
	e.Y = max(min(e.Y, b.bottom()-pixels(bottom, size)), b.y+pixels(top, size))
	p.add(e)
	return size
}

// sizeFor is the largest size at which text fits a line of w by h pixels; 0 where even least does
// not fit.
func (p *page) sizeFor(text string, weight, w, h, least, most int) int {
	face := p.facts.Faces[weight]
	top, bottom := face.Ink(text)
	size := min(most, (w-1)*Em/max(1, face.Width(text)), h*Em/max(1, top+bottom))
	for size > 0 && pixels(top, size)+pixels(bottom, size) > h {
		size--
	}
	if size < least {
		return 0
	}
	return size
}
