package media

import (
	"image"
	"image/color"
	"image/draw"
)

// sheet is what is drawn: a part of the picture at a place on a canvas, all of it turned as the
// picture is stored. The result is turned upright last, when it has the fewest pixels.
type sheet struct {
	part       frame
	canvas, at image.Rectangle
	background color.RGBA
}

func (p *Picture) sheet(s Spec) sheet {
	if s.Background == (color.RGBA{}) {
		s.Background = p.ground.colour()
	}
	s.Background.A = 255
	part, at := p.place(s)
	whole := image.Rect(0, 0, s.Width, s.Height)
	return sheet{
		part:       part.stored(p.orientation, float64(p.width), float64(p.height)),
		canvas:     storedIn(whole, whole, p.orientation),
		at:         storedIn(at, whole, p.orientation),
		background: s.Background,
	}
}

// storedIn is where a rectangle of the upright canvas lies on one turned as a picture is stored.
func storedIn(r, canvas image.Rectangle, orientation int) image.Rectangle {
	f := frame{float64(r.Min.X), float64(r.Min.Y), float64(r.Dx()), float64(r.Dy())}
	f = f.stored(orientation, float64(canvas.Dx()), float64(canvas.Dy()))
	return image.Rect(int(f.x), int(f.y), int(f.x+f.w), int(f.y+f.h))
}

// layer draws one layer at a k-th of the resolution, over the sample of the background.
func (p *Picture) layer(i int, s sheet, k int, background []byte) (plane, error) {
	at := image.Rectangle{Min: s.at.Min.Div(k), Max: s.at.Max.Div(k)}
	l, level := p.level(i, s.part, at)
	if l == nil {
		return plane{}, errClosed
	}
	out := newPlane(s.canvas.Dx()/k, s.canvas.Dy()/k, level.n)
	if s.at != s.canvas {
		out.fill(background)
	}
	l.draw(out.cut(at), level, s.part)
	if level.n == 4 {
		p.colours.convert(out, at)
	}
	return out, nil
}

// drawRGBA draws a picture of one layer.
func (p *Picture) drawRGBA(s sheet) (*image.RGBA, error) {
	b := s.background
	out, err := p.layer(0, s, 1, []byte{b.R, b.G, b.B, b.A})
	if err != nil {
		return nil, err
	}
	m := out.upright(p.orientation).rgba()
	if !p.alpha {
		return m, nil
	}
	under := image.NewRGBA(m.Rect)
	draw.Draw(under, m.Rect, image.NewUniform(b), image.Point{}, draw.Src)
	draw.Draw(under, m.Rect, m, image.Point{}, draw.Over)
	return under, nil
}

// drawPlanes draws a picture of light and two colours. Colour at half the resolution has to begin
// and end on whole pixels of its own: where it would not, it is drawn at the full one.
func (p *Picture) drawPlanes(s sheet, fine bool) (*image.YCbCr, error) {
	k, ratio := 2, image.YCbCrSubsampleRatio420
	if fine || odd(s.canvas) || odd(s.at) {
		k, ratio = 1, image.YCbCrSubsampleRatio444
	}
	y, cb, cr := color.RGBToYCbCr(s.background.R, s.background.G, s.background.B)
	var drawn [3]plane
	for i, sample := range []byte{y, cb, cr} {
		share := k
		if i == 0 {
			share = 1
		}
		out, err := p.layer(i, s, share, []byte{sample})
		if err != nil {
			return nil, err
		}
		drawn[i] = out.upright(p.orientation)
	}
	light, blue, red := drawn[0], drawn[1], drawn[2]
	return &image.YCbCr{
		Y: light.pix, Cb: blue.pix, Cr: red.pix, YStride: light.stride, CStride: blue.stride,
		SubsampleRatio: ratio, Rect: image.Rect(0, 0, light.w, light.h),
	}, nil
}

func odd(r image.Rectangle) bool {
	return (r.Min.X|r.Min.Y|r.Max.X|r.Max.Y)&1 == 1
}
