package media

import (
	"image"
	"image/color"
	"image/draw"
	"runtime"
	"sync"
)

// Picture is a decoded picture, to be rendered for any number of canvases. Its methods may be called by many
// goroutines. Close gives its memory back to the importer's budget.
type Picture struct {
	orientation int
	width       int // upright, pixels
	height      int
	alpha       bool
	release     func()

	mu     sync.Mutex
	src    image.Image
	levels map[int]*image.RGBA // upright; level n is the picture halved n times
}

func newPicture(src image.Image, orientation int, release func()) *Picture {
	b := src.Bounds()
	p := &Picture{
		orientation: orientation,
		width:       b.Dx(),
		height:      b.Dy(),
		alpha:       !opaque(src),
		release:     sync.OnceFunc(release),
		src:         src,
		levels:      map[int]*image.RGBA{},
	}
	if turned(orientation) {
		p.width, p.height = p.height, p.width
	}
	// A forgotten Close must not starve all later imports.
	runtime.AddCleanup(p, func(release func()) { release() }, p.release)
	return p
}

// Size is the width and height in pixels as the picture is seen.
func (p *Picture) Size() (width, height int) { return p.width, p.height }

// Close ends the use of the picture. Rendering after it is a mistake of the caller and gives an error. Closing twice
// does no harm.
func (p *Picture) Close() {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.src, p.levels = nil, nil
	p.mu.Unlock()
	p.release()
}

// level is the picture upright and halved n times, made when first asked for; nil after Close.
func (p *Picture) level(n int) *image.RGBA {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.src == nil {
		return nil
	}
	return p.build(n)
}

func (p *Picture) build(n int) *image.RGBA {
	if l := p.levels[n]; l != nil {
		return l
	}
	var l *image.RGBA
	switch {
	case n == 0:
		l = upright(toRGBA(p.src), p.orientation)
	case n == 1 && p.levels[0] == nil:
		l = p.halfOfSource()
	default:
		l = halve(p.build(n - 1))
	}
	p.levels[n] = l
	return l
}

// halfOfSource makes the first level of a photograph straight from its colour planes: the whole picture in RGBA, which
// no canvas may ever need, is four times the work.
func (p *Picture) halfOfSource() *image.RGBA {
	if m, ok := p.src.(*image.YCbCr); ok && m.SubsampleRatio == image.YCbCrSubsampleRatio420 && m.Rect.Min == (image.Point{}) {
		return upright(halvePlanes(m), p.orientation)
	}
	return halve(p.build(0))
}

func opaque(m image.Image) bool {
	if o, ok := m.(interface{ Opaque() bool }); ok {
		return o.Opaque()
	}
	return false
}

// toRGBA copies m into RGBA with its corner at the origin.
func toRGBA(m image.Image) *image.RGBA {
	b := m.Bounds()
	if same, ok := m.(*image.RGBA); ok && b.Min == (image.Point{}) {
		return same
	}
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	inBands(b.Dy(), func(from, until int) {
		draw.Draw(out, image.Rect(0, from, b.Dx(), until), m, b.Min.Add(image.Pt(0, from)), draw.Src)
	})
	return out
}

// onCanvas puts a frame at its place on a transparent canvas of the size in cfg.
func onCanvas(frame image.Image, at image.Point, cfg image.Config) image.Image {
	canvas := image.Rect(0, 0, cfg.Width, cfg.Height)
	if at == (image.Point{}) && frame.Bounds() == canvas {
		return frame
	}
	out := image.NewRGBA(canvas)
	b := frame.Bounds()
	draw.Draw(out, b.Sub(b.Min).Add(at), frame, b.Min, draw.Src)
	return out
}

// halvePlanes is the picture at half its size, from a JPEG's usual planes: light at full size, of which four make
// one; colour already at half.
func halvePlanes(m *image.YCbCr) *image.RGBA {
	w, h := max(1, m.Rect.Dx()/2), max(1, m.Rect.Dy()/2)
	if m.Rect.Dx() < 2 || m.Rect.Dy() < 2 {
		return toRGBA(m)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	inBands(h, func(from, until int) {
		for y := from; y < until; y++ {
			top := m.Y[2*y*m.YStride:]
			bottom := m.Y[(2*y+1)*m.YStride:]
			cb, cr := m.Cb[y*m.CStride:][:w], m.Cr[y*m.CStride:][:w]
			row := out.Pix[y*out.Stride:][:4*w]
			for x := range w {
				luma := (int(top[2*x]) + int(top[2*x+1]) + int(bottom[2*x]) + int(bottom[2*x+1]) + 2) >> 2
				r, g, b := color.YCbCrToRGB(uint8(luma), cb[x], cr[x])
				row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = r, g, b, 255
			}
		}
	})
	return out
}

// halve averages every four pixels. An odd last row or column is left out, half a pixel of the next level.
func halve(m *image.RGBA) *image.RGBA {
	w, h := m.Rect.Dx()/2, m.Rect.Dy()/2
	if w == 0 || h == 0 {
		return m
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	inBands(h, func(from, until int) {
		for y := from; y < until; y++ {
			top := m.Pix[2*y*m.Stride:][:8*w]
			bottom := m.Pix[(2*y+1)*m.Stride:][:8*w]
			row := out.Pix[y*out.Stride:][:4*w]
			for x := 0; x < 4*w; x += 4 {
				t, b := top[2*x:2*x+8], bottom[2*x:2*x+8]
				row[x] = uint8((int(t[0]) + int(t[4]) + int(b[0]) + int(b[4]) + 2) >> 2)
				row[x+1] = uint8((int(t[1]) + int(t[5]) + int(b[1]) + int(b[5]) + 2) >> 2)
				row[x+2] = uint8((int(t[2]) + int(t[6]) + int(b[2]) + int(b[6]) + 2) >> 2)
				row[x+3] = uint8((int(t[3]) + int(t[7]) + int(b[3]) + int(b[7]) + 2) >> 2)
			}
		}
	})
	return out
}

// inBands shares n rows among the processors and waits for all.
func inBands(n int, do func(from, until int)) {
	bands := min(runtime.GOMAXPROCS(0), max(1, n/16))
	var wg sync.WaitGroup
	for i := range bands {
		wg.Go(func() { do(n*i/bands, n*(i+1)/bands) })
	}
	wg.Wait()
}
