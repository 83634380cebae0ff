package media

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"math"

	"ngatu/content"
)

// Fit says what happens where picture and canvas differ in shape.
type Fit string

// The fits.
const (
	Contain Fit = "contain" // the whole picture, with the background beside it
	Cover   Fit = "cover"   // the whole canvas, with the picture cut at two edges
)

// Spec is what a rendition is for.
type Spec struct {
	Width  int // pixels of the canvas
	Height int // pixels of the canvas
	Fit    Fit // "" is Contain
	// 0 left … 1 right: the point of the picture that Cover keeps nearest the middle; 0.5 is usual
	FocusX float64
	FocusY float64 // 0 top … 1 bottom
	// behind what does not cover; its alpha is taken for full, the zero value is the picture's own
	// ground
	Background color.RGBA
	Mark       *Mark // lies over the picture; nil: nothing
	Exact      bool  `json:",omitempty"` // encoded without loss, however large: it becomes part of another picture
}

// Rendition is a picture at the exact pixels of a canvas, encoded for the page.
type Rendition struct {
	Bytes []byte
	Type  string // image/png (lossless) or image/jpeg
}

// Opened is a picture that is open somewhere else, such as in a worker.
type Opened struct {
	Render func(context.Context, Spec) (Rendition, error)   // as [Picture.Render]
	Grey   func(context.Context, Spec) (*image.Gray, error) // as [Picture.Grey]
}

// errClosed tells a programmer, not staff, of a picture used after Close.
var errClosed = errors.New("media: picture is closed")

// Render draws the picture on a canvas and encodes it: without loss up to [LosslessPixels] and
// where the picture has few colours, as JPEG else. The same picture and spec give the same bytes.
func (p *Picture) Render(ctx context.Context, s Spec) (Rendition, error) {
	if s.Exact || s.Width*s.Height <= LosslessPixels {
		drawn, err := p.Draw(ctx, s)
		if err != nil {
			return Rendition{}, err
		}
		m, err := s.stamp(drawn)
		if err != nil {
			return Rendition{}, err
		}
		return lossless(m)
	}
	m, err := p.draw(ctx, s, false)
	if err == nil {
		m, err = s.stamp(m)
	}
	if err != nil {
		return Rendition{}, err
	}
	return encode(m)
}

// Draw is the picture on a canvas, opaque, not encoded: for thumbnails and for looking at its
// pixels.
func (p *Picture) Draw(ctx context.Context, s Spec) (*image.RGBA, error) {
	m, err := p.draw(ctx, s, true)
	if err != nil {
		return nil, err
	}
	return toRGBA(m), nil
}

// Grey is the picture on a canvas without its colours, for a search in its pixels.
func (p *Picture) Grey(ctx context.Context, s Spec) (*image.Gray, error) {
	m, err := p.draw(ctx, s, false)
	if err != nil {
		return nil, err
	}
	b := m.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	planes, coloured := m.(*image.YCbCr)
	inBands(b.Dy(), func(from, until int) {
		if !coloured {
			draw.Draw(out, image.Rect(0, from, b.Dx(), until), m, b.Min.Add(image.Pt(0, from)), draw.Src)
			return
		}
		for y := from; y < until; y++ {
			at := planes.YOffset(b.Min.X, b.Min.Y+y)
			copy(out.Pix[y*out.Stride:], planes.Y[at:at+b.Dx()])
		}
	})
	return out, nil
}

// draw is Draw in the planes that the picture has. Unless fine is asked for, colour may be at half
// the resolution, as it is in the JPEG that is made of it.
func (p *Picture) draw(ctx context.Context, s Spec, fine bool) (image.Image, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := (content.Canvas{Width: s.Width, Height: s.Height, PitchMM: 1, DistanceM: 1}).Check(); err != nil {
		return nil, err
	}
	if p.planar {
		m, err := p.drawPlanes(p.sheet(s), fine || p.colours != nil)
		if err != nil || p.colours == nil {
			return m, err
		}
		_, at := p.place(s)
		out := toRGBA(m)
		p.colours.convert(planeOf(out), at)
		return out, nil
	}
	return p.drawRGBA(p.sheet(s))
}

// place is the part of the picture that is seen, in its pixels, and where on the canvas that goes.
func (p *Picture) place(s Spec) (frame, image.Rectangle) {
	pw, ph := float64(p.width), float64(p.height)
	cw, ch := float64(s.Width), float64(s.Height)
	if s.Fit == Cover {
		scale := min(pw/cw, ph/ch) // pixels of the picture to one of the canvas
		w, h := cw*scale, ch*scale
		return frame{window(s.FocusX, pw, w), window(s.FocusY, ph, h), w, h}, image.Rect(0, 0, s.Width, s.Height)
	}
	scale := max(pw/cw, ph/ch)
	w := min(max(1, int(math.Round(pw/scale))), s.Width)
	h := min(max(1, int(math.Round(ph/scale))), s.Height)
	x, y := (s.Width-w)/2, (s.Height-h)/2
	return frame{0, 0, pw, ph}, image.Rect(x, y, x+w, y+h)
}

// window is where a window of the given length begins on a side so that focus, a fraction of the
// side, is as near its middle as the ends allow. A focus that is no number is the middle.
func window(focus, side, length float64) float64 {
	if math.IsNaN(focus) {
		focus = 0.5
	}
	focus = min(max(focus, 0), 1)
	return min(max(focus*side-length/2, 0), side-length)
}

// halvings is how often the picture may be halved before it is resampled by scale, pixels to a
// pixel. For small canvases a factor of at least 2 is left to the better filter; for those near
// half the picture's size one halving is taken at once, which cannot be distinguished there and is
// what makes a large photograph quick.
func halvings(scale float64, w, h int) int {
	n := 0
	for s := scale; s >= 4 || (n == 0 && s >= 2); s /= 2 {
		if w>>(n+1) < 8 || h>>(n+1) < 8 {
			break
		}
		n++
	}
	return n
}
