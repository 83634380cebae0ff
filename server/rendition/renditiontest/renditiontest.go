// Package renditiontest is what the tests of renditions and of the intake share: pictures, screens
// that need renditions, and a look at whether a slide has them all.
package renditiontest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// Demo are the canvases of the five screens of the demonstration.
var Demo = []image.Point{{X: 432, Y: 216}, {X: 192, Y: 96}, {X: 320, Y: 160}, {X: 1920, Y: 1080}, {X: 1080, Y: 1920}}

// Screens puts one screen of each canvas, the small ones in the street.
func Screens(t testing.TB, s *store.Store, sizes ...image.Point) {
	t.Helper()
	ctx := t.Context()
	_, err := s.Change(ctx, "test", func(tx *store.Tx) error {
		for i, on := range sizes {
			p := content.Place{Canvas: content.Canvas{Width: on.X, Height: on.Y, PitchMM: 5, DistanceM: 10}, Venue: content.Reception}
			if on.X < 500 {
				p.Venue = content.Intersection
			}
			if err := tx.PutScreen(ctx, content.Screen{Code: fmt.Sprintf("S%d-%dx%d", i, on.X, on.Y), Places: []content.Place{p}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Whole checks that a slide has its original and, for each canvas, a rendition and a still whose
// bytes are there.
func Whole(t testing.TB, s *store.Store, from blob.Bucket, slide content.Slide, sizes ...image.Point) {
	t.Helper()
	ctx := t.Context()
	if err := from.Verify(ctx, slide.Medium); err != nil {
		t.Fatal(err)
	}
	for _, on := range sizes {
		main, err := s.Rendition(ctx, slide.Medium, on.X, on.Y, slide.FitKey())
		if err != nil {
			t.Fatal(err)
		}
		still, err := s.Rendition(ctx, slide.Medium, on.X, on.Y, slide.StillKey())
		if err != nil {
			t.Fatal(err)
		}
		if err := from.Verify(ctx, main.Ref.Digest); err != nil {
			t.Fatal(err)
		}
		if still.Ref.Size > media.StillBytes {
			t.Errorf("the still of %v is %d bytes", on, still.Ref.Size)
		}
		if w, h := shape(t, from, still.Ref); w*on.Y != h*on.X {
			t.Errorf("the still for %v is %dx%d", on, w, h)
		}
		if slide.Kind == content.Video {
			continue
		}
		if w, h := shape(t, from, main.Ref); w != on.X || h != on.Y {
			t.Errorf("the rendition for %v is %dx%d", on, w, h)
		}
	}
}

// shape is the size of a stored picture in pixels.
func shape(t testing.TB, from blob.Bucket, ref content.Ref) (w, h int) {
	t.Helper()
	b, err := from.Read(t.Context(), ref.Digest)
	if err != nil {
		t.Fatal(err)
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return cfg.Width, cfg.Height
}

// Picture is a small PNG of one colour.
func Picture(shade uint8) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for i := range m.Pix {
		m.Pix[i] = uint8(i%7) * shade
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	m.Set(0, 0, color.RGBA{shade, 1, 2, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Photograph is a JPEG with the cost of one: a gradient under noise of fixed seed.
func Photograph(w, h int) []byte {
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
