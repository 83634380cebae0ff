package media

import (
	"image"
	"image/color"
)

// ground is what a picture is drawn on where it is transparent or does not cover the canvas.
type ground int

const (
	groundBlack ground = iota // also of every picture without transparency
	groundWhite               // under a dark drawing
	groundGrey                // under a drawing both dark and light at its edge
	groundNone                // there is nothing to see
)

func (g ground) colour() color.RGBA {
	switch g {
	case groundWhite:
		return color.RGBA{255, 255, 255, 255}
	case groundGrey:
		return color.RGBA{118, 118, 118, 255} // 4.5 to 1 against white and against black (WCAG 1.4.3)
	}
	return color.RGBA{0, 0, 0, 255}
}

const (
	seen      = 48  // alpha from which a pixel is part of the drawing
	dark      = 70  // light, 0 to 255, under which a pixel is lost on black
	bright    = 165 // from which it is lost on white
	tenth     = 10  // one in so many pixels at the edge is a part that would be missed
	edgeSteps = 4   // pixels between the rows and columns that are looked at: a drawing's edge crosses many
)

// choose picks the ground. What counts is the drawing's edge, where it meets transparency: black
// letters on a white card are read on any ground, black letters alone are not read on black.
func (p *Picture) choose(img image.Image) []Notice {
	if !p.alpha {
		return nil
	}
	e := edgeOf(toRGBA(img))
	switch {
	case !e.visible:
		p.ground = groundNone
	case e.dark*tenth < e.all || e.all == 0:
	case e.bright*tenth < e.all:
		p.ground = groundWhite
		return []Notice{{
			Vi: "Hình tối màu trên nền trong suốt: được chiếu trên nền trắng để nhìn rõ. Muốn nền khác, hãy lưu ảnh kèm nền.",
			En: "A dark drawing on transparency: it is shown on white so that it can be seen. For another ground save the picture with one.",
		}}
	default:
		p.ground = groundGrey
		return []Notice{{
			Vi: "Nền trong suốt, hình có cả nét tối và nét sáng: được chiếu trên nền xám. Hãy xem trước, hoặc lưu ảnh kèm nền.",
			En: "Transparency around both dark and light strokes: the picture is shown on grey. Look at the preview, or save it with a ground.",
		}}
	}
	return nil
}

// edge counts pixels of a drawing that lie beside transparency.
type edge struct {
	visible           bool
	all, dark, bright int
}

func edgeOf(m *image.RGBA) (e edge) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	for y := range h {
		row := m.Pix[y*m.Stride:][:4*w]
		for x := 3; x < len(row) && !e.visible; x += 4 {
			e.visible = row[x] >= seen/2
		}
		if y%edgeSteps == 0 || h < 200 {
			e.line(row, 4, w)
		}
	}
	for x := 0; x < w; x++ {
		if x%edgeSteps == 0 || w < 200 {
			e.line(m.Pix[4*x:], m.Stride, h)
		}
	}
	return e
}

// line looks along n pixels that are step bytes apart.
func (e *edge) line(pix []byte, step, n int) {
	before := false
	for i := range n {
		now := pix[i*step+3] >= seen
		if i > 0 && now != before {
			at := i
			if !now {
				at = i - 1
			}
			e.count(pix[at*step : at*step+4])
		}
		before = now
	}
}

func (e *edge) count(px []byte) {
	light := (299*int(px[0]) + 587*int(px[1]) + 114*int(px[2])) * 255 / 1000 / int(px[3])
	e.all++
	if light < dark {
		e.dark++
	}
	if light >= bright {
		e.bright++
	}
}
