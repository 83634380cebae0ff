package pdf

import (
	"image"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/content/oldfont"
)

// Limits of what is read of a page: some have millions of characters. Where more than MaxLines
// stand on one, nobody asks where.
const (
	MaxText  = 64 << 10 // characters
	MaxLines = 400
)

// Text is what page i says, 0 the first, as far as its letters are letters: "" of a scan. Lines in
// a font from before Unicode are written as Unicode. It also says where the lines stand on the
// page's picture of a size: nothing of a page of very many. A page that is drawn wrong for want of
// such a font is refused by an error that is [ErrFont].
func (d *Document) Text(i int, drawn image.Rectangle) (string, []content.Line, error) {
	of := requests.Page{ByIndex: &requests.PageByIndex{Document: d.of, Index: i}}
	opened, err := d.engine.instance.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: of})
	if err != nil {
		return "", nil, brokenPage(d.name, i+1, err)
	}
	text := written{engine: d.engine, of: opened.TextPage}
	defer func() {
		_, _ = d.engine.instance.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.of})
	}()
	lines, err := text.lines()
	if err != nil {
		return "", nil, brokenPage(d.name, i+1, err)
	}
	said := make([]string, len(lines))
	for n, l := range lines {
		said[n] = string(l.letters)
	}
	named, err := text.unicode(lines, said)
	if err != nil {
		return "", nil, oldFont(d.name, i+1)
	}
	oldfont.Rewrite(func(f func(*string)) { // by what is written: other fonts have names that say nothing
		for n := range said {
			if !named[n] {
				f(&said[n])
			}
		}
	})
	for n := range said {
		said[n] = norm.NFC.String(strings.Map(printed, said[n]))
	}
	return strings.Join(said, "\n"), text.places(of, drawn, lines, said), nil
}

// written is the text of a page that is open.
type written struct {
	engine *Engine
	of     references.FPDF_TEXTPAGE
}

// span is a line of text by its characters; at is the index of each.
type span struct {
	letters []rune
	at      []int
}

// lines are the characters of the page, line by line.
func (w written) lines() (out []span, err error) {
	count, err := w.engine.instance.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: w.of})
	if err != nil {
		return nil, err
	}
	var one span
	for n := range min(count.Count, MaxText) {
		got, err := w.engine.instance.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: w.of, Index: n})
		if err != nil {
			return nil, err
		}
		switch r := rune(got.Unicode); r {
		case 0:
		case '\n', '\r':
			if len(one.letters) > 0 {
				out = append(out, one)
			}
			one = span{}
		default:
			one.letters, one.at = append(one.letters, r), append(one.at, n)
		}
	}
	if len(one.letters) > 0 {
		out = append(out, one)
	}
	return out, nil
}

func printed(r rune) rune {
	if !unicode.IsPrint(r) {
		return -1
	}
	return r
}

// places says where lines stand on the picture, of those that can be seen there.
func (w written) places(page requests.Page, drawn image.Rectangle, lines []span, said []string) (out []content.Line) {
	if len(lines) > MaxLines {
		return nil
	}
	to, ok := w.engine.onPicture(page, drawn)
	if !ok {
		return nil
	}
	for n, l := range lines {
		box, capital := w.measured(l, to)
		x, y, right, bottom := int(box.x), int(box.y), int(box.right+0.5), int(box.bottom+0.5)
		if strings.TrimSpace(said[n]) == "" || capital <= 0 || x < 0 || y < 0 || right > drawn.Dx() || bottom > drawn.Dy() {
			continue
		}
		out = append(out, content.Line{T: strings.TrimSpace(said[n]), X: x, Y: y, W: right - x, H: bottom - y, Cap: capital})
	}
	return out
}

// tall are letters as high as a capital without marks, low such as are lower and stand on the line;
// samples is how many of either are looked at in a line.
const (
	tall    = "ABCDEFGHIKLMNOPQRSTUVXYZ0123456789bdhkl"
	low     = "acemnorsuvxz"
	samples = 4
	xHeight = 0.72 // of a capital: how high low letters are, about
)

// rect is a box on the picture.
type rect struct{ x, y, right, bottom float64 }

// measured is the box of a line, by its ends and a few of its letters, and how high its capitals
// are.
func (w written) measured(l span, to affine) (box rect, capital float64) {
	var high, lower float64
	looked, first := 0, -1
	last := 0
	for i, r := range l.letters {
		if !unicode.IsSpace(r) {
			last = i
			if first < 0 {
				first = i
			}
		}
	}
	for i, r := range l.letters {
		plain := strings.ContainsRune(tall, r) || high == 0 && strings.ContainsRune(low, r)
		if unicode.IsSpace(r) || i != first && i != last && (!plain || looked >= 2*samples) {
			continue
		}
		b, err := w.engine.instance.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: w.of, Index: l.at[i]})
		if err != nil || b.Right <= b.Left || b.Top <= b.Bottom {
			continue
		}
		one := to.box(b.Left, b.Bottom, b.Right, b.Top)
		if box == (rect{}) {
			box = one
		}
		box = rect{min(box.x, one.x), min(box.y, one.y), max(box.right, one.right), max(box.bottom, one.bottom)}
		looked++
		switch {
		case strings.ContainsRune(tall, r):
			high = max(high, one.bottom-one.y)
		case strings.ContainsRune(low, r):
			lower = max(lower, one.bottom-one.y)
		}
	}
	switch {
	case high > 0:
		return box, high
	case lower > 0:
		return box, lower / xHeight
	}
	return box, (box.bottom - box.y) * xHeight
}

// affine leads from points of a page to pixels of its picture.
type affine struct{ xx, xy, x, yx, yy, y float64 }

// fine is in how many parts a pixel is measured, and far how many points are looked at for that.
const (
	fine = 16
	far  = 1000
)

// onPicture is how the page lies on its picture: turned and cut as it is drawn.
func (e *Engine) onPicture(page requests.Page, drawn image.Rectangle) (a affine, ok bool) {
	at := func(x, y float64) (float64, float64) {
		p, err := e.instance.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
			Page: page, SizeX: drawn.Dx() * fine, SizeY: drawn.Dy() * fine, PageX: x, PageY: y,
		})
		if err != nil {
			return 0, 0
		}
		return float64(p.DeviceX) / fine, float64(p.DeviceY) / fine
	}
	a.x, a.y = at(0, 0)
	x, y := at(far, 0)
	a.xx, a.yx = (x-a.x)/far, (y-a.y)/far
	x, y = at(0, far)
	a.xy, a.yy = (x-a.x)/far, (y-a.y)/far
	return a, a.xx*a.yy != a.xy*a.yx
}

func (a affine) box(left, bottom, right, top float64) rect {
	x1, y1 := a.xx*left+a.xy*bottom+a.x, a.yx*left+a.yy*bottom+a.y
	x2, y2 := a.xx*right+a.xy*top+a.x, a.yx*right+a.yy*top+a.y
	return rect{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)}
}
