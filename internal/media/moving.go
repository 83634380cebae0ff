package media

import (
	"context"
	"fmt"
	"image"
	"image/draw"
)

// cel is one frame of an animation.
type cel struct {
	img   image.Image
	at    image.Point // where its corner lies on the canvas
	over  bool        // it is drawn over what is there; else it takes its place
	after disposal
}

// disposal is what becomes of a frame before the next is drawn.
type disposal int

const (
	keepCel disposal = iota
	clearCel
	restoreCel
)

const (
	// part of the pixels that differ from the corner, up to which a frame is of one colour
	blankInk  = 1.0 / 500
	maxCels   = 300         // frames that are looked at
	celBudget = 400_000_000 // pixels that are looked at over all frames
	celGain   = 1.25        // how much more a later frame has to show to be taken
)

// best is the frame of an animation that stands for it: the first, unless that is blank; then the
// one that shows most, the earlier of two alike. next decodes frame i of count. Later frames that
// are broken end the search and nothing else.
func best(ctx context.Context, cfg image.Config, count int, next func(i int) (cel, error)) (image.Image, []Notice, error) {
	first, err := next(0)
	if err != nil {
		return nil, nil, err
	}
	bounds := image.Rect(0, 0, cfg.Width, cfg.Height)
	if count == 1 {
		return onCanvas(first.img, first.at, cfg), nil, nil
	}
	canvas := image.NewRGBA(bounds)
	first.draw(canvas)
	chosen, found, most := toOwn(canvas), 0, 0.0
	if !empty(canvas) {
		return chosen, []Notice{firstFrame}, nil
	}
	c := first
	var under *image.RGBA // what restoreCel brings back
	for i := 1; i < min(count, maxCels) && int64(i)*int64(cfg.Width)*int64(cfg.Height) < celBudget; i++ {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		switch c.after {
		case clearCel:
			draw.Draw(canvas, c.bounds(), image.Transparent, image.Point{}, draw.Src)
		case restoreCel:
			if under != nil {
				copy(canvas.Pix, under.Pix)
			} else {
				clear(canvas.Pix)
			}
		}
		if c, err = next(i); err != nil {
			break
		}
		if c.after == restoreCel {
			under = toOwn(canvas)
		}
		c.draw(canvas)
		if n := ink(canvas); n > max(most*celGain, blankInk) || found == 0 && !empty(canvas) {
			chosen, found, most = toOwn(canvas), i, n
		}
	}
	if found == 0 {
		return chosen, []Notice{firstFrame}, nil
	}
	return chosen, []Notice{{
		Vi: fmt.Sprintf("Ảnh động mở đầu bằng hình trống: hình thứ %d được chiếu. Muốn chuyển động, hãy dùng video MP4.", found+1),
		En: fmt.Sprintf("Animated picture that begins blank: its frame %d is shown. For movement use an MP4 video.", found+1),
	}}, nil
}

var firstFrame = Notice{
	Vi: "Ảnh động: chỉ hình đầu tiên được chiếu. Muốn chuyển động, hãy dùng video MP4.",
	En: "Animated picture: its first frame alone is shown. For movement use an MP4 video.",
}

func (c cel) bounds() image.Rectangle {
	b := c.img.Bounds()
	return b.Sub(b.Min).Add(c.at)
}

func (c cel) draw(canvas *image.RGBA) {
	op := draw.Src
	if c.over {
		op = draw.Over
	}
	draw.Draw(canvas, c.bounds(), c.img, c.img.Bounds().Min, op)
}

func toOwn(m *image.RGBA) *image.RGBA {
	out := *m
	out.Pix = append([]byte(nil), m.Pix...)
	return &out
}

// empty reports whether a frame shows nothing: one colour all over, and that white, black or grey.
func empty(m *image.RGBA) bool {
	c := m.Pix[:4]
	return ink(m) < blankInk && max(c[0], c[1], c[2])-min(c[0], c[1], c[2]) < notable
}

// notable is a difference of numbers that an eye notices.
const notable = 24

// ink is the part of the pixels, 0 to 1, that differ from the one in the corner by what an eye
// notices.
func ink(m *image.RGBA) float64 {
	n := 0
	corner := [4]byte(m.Pix[:4])
	for x := 0; x < len(m.Pix); x += 4 {
		for i, v := range m.Pix[x : x+4] {
			if d := int(v) - int(corner[i]); d > notable || d < -notable {
				n++
				break
			}
		}
	}
	return float64(n) / float64(len(m.Pix)/4)
}
