package media

import (
	"image"
	"image/draw"
	"runtime"
	"sync"
)

// Picture is a decoded picture, to be rendered for any number of canvases. Its methods may be
// called by many goroutines. Close gives its memory back to the importer's budget.
type Picture struct {
	orientation int
	width       int // upright, pixels
	height      int
	alpha       bool
	planar      bool // light and two colours, not RGBA
	colours     *colours
	ground      ground
	notices     []Notice
	release     func()

	mu     sync.Mutex
	layers []layer // as stored, not upright; nil after Close
}

func newPicture(src image.Image, orientation int, release func()) *Picture {
	b := src.Bounds()
	layers := layersOf(src)
	p := &Picture{
		orientation: orientation,
		width:       b.Dx(),
		height:      b.Dy(),
		alpha:       !opaque(src),
		planar:      len(layers) > 1,
		release:     sync.OnceFunc(release),
		layers:      layers,
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

// Close ends the use of the picture. Rendering after it is a mistake of the caller and gives an
// error. Closing twice does no harm.
func (p *Picture) Close() {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.layers = nil
	p.mu.Unlock()
	p.release()
}

// level is a layer, and it halved as often as drawing that part of the picture at that place asks
// for; nil after Close.
func (p *Picture) level(i int, part frame, at image.Rectangle) (*layer, plane) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.layers == nil {
		return nil, plane{}
	}
	l := &p.layers[i]
	return l, l.level(halvings(part.w*l.x/float64(at.Dx()), l.w, l.h))
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

// inBands shares n rows among the processors and waits for all.
func inBands(n int, do func(from, until int)) {
	bands := min(runtime.GOMAXPROCS(0), max(1, n/16))
	var wg sync.WaitGroup
	for i := range bands {
		wg.Go(func() { do(n*i/bands, n*(i+1)/bands) })
	}
	wg.Wait()
}
