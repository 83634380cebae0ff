package media

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"
)

// photograph is a JPEG with the cost of one: a gradient under noise of fixed seed.
func photograph(w, h int) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			n := rnd.IntN(14)
			i := m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = uint8(x*230/w+n), uint8(y*230/h+n), uint8((x+y)%200+n), 255
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 91}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// processor has the benchmark report the processor time of an operation, which says the same
// on a busy machine.
func processor(b *testing.B) {
	used := func() time.Duration {
		var u syscall.Rusage
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	began := used()
	b.Cleanup(func() { b.ReportMetric(float64((used()-began).Microseconds())/1000/float64(b.N), "cpu-ms/op") })
}

// demo are the canvases of the five screens of the demonstration.
var demo = []image.Point{{432, 216}, {192, 96}, {320, 160}, {1920, 1080}, {1080, 1920}}

func BenchmarkImport12MP(b *testing.B) {
	photo := photograph(4000, 3000)
	b.Logf("photo of %d bytes", len(photo))
	im := NewImporter(Limits{})
	processor(b)
	for b.Loop() {
		_, p, err := im.Import(context.Background(), "p.jpg", bytes.NewReader(photo), int64(len(photo)))
		if err != nil {
			b.Fatal(err)
		}
		p.Close()
	}
}

// BenchmarkFirstRendition is the way from a decoded picture to its first rendition on each canvas.
func BenchmarkFirstRendition(b *testing.B) {
	for _, c := range demo {
		b.Run(c.String(), func(b *testing.B) {
			p := openPhotograph(b)
			decoded := p.layers
			processor(b)
			for b.Loop() {
				fresh := &Picture{orientation: 1, width: p.width, height: p.height, planar: true, layers: slices.Clone(decoded)}
				if _, err := fresh.Render(context.Background(), Spec{Width: c.X, Height: c.Y, Fit: Cover, FocusX: 0.5, FocusY: 0.5}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAllCanvases is decode, five renditions and five stills: all that the server does between
// a file in the inbox and the frame that names it.
func BenchmarkAllCanvases(b *testing.B) {
	photo := photograph(4000, 3000)
	im := NewImporter(Limits{})
	ctx := context.Background()
	processor(b)
	for b.Loop() {
		_, p, err := im.Import(ctx, "p.jpg", bytes.NewReader(photo), int64(len(photo)))
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range demo {
			s := Spec{Width: c.X, Height: c.Y, Fit: Cover, FocusX: 0.5, FocusY: 0.5}
			if _, err := p.Render(ctx, s); err != nil {
				b.Fatal(err)
			}
			if _, err := p.Still(ctx, s); err != nil {
				b.Fatal(err)
			}
		}
		p.Close()
	}
}

func openPhotograph(b *testing.B) *Picture {
	b.Helper()
	photo := photograph(4000, 3000)
	_, p, err := NewImporter(Limits{}).Import(context.Background(), "p.jpg", bytes.NewReader(photo), int64(len(photo)))
	if err != nil {
		b.Fatal(err)
	}
	return p
}
