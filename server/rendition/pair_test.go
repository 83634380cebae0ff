package rendition

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// A slide of two pictures is one rendition on each canvas: each picture in its half, what is printed on
// them below, and the label at the upper right. Its stills show the same.
func TestTwoPicturesAreOne(t *testing.T) {
	r := newRig(t)
	sizes := []image.Point{{192, 96}, {432, 216}, {1080, 1920}}
	renditiontest.Screens(t, r.Store, sizes...)
	plain := func(name string, c color.Color) content.Slide {
		m := image.NewRGBA(image.Rect(0, 0, 900, 700))
		for i := 0; i < len(m.Pix); i += 4 {
			v := color.RGBAModel.Convert(c).(color.RGBA)
			copy(m.Pix[i:], []byte{v.R, v.G, v.B, 255})
		}
		var b bytes.Buffer
		r.no(png.Encode(&b, m))
		return r.file(name, b.Bytes())
	}
	red, green := color.RGBA{200, 20, 20, 255}, color.RGBA{20, 160, 20, 255}
	s, is := plain("was.png", red), plain("is.png", green)
	s.ID, s.Label = "s-pair", content.LabelAI
	s.Pair = &content.Pair{Medium: is.Medium, FocusX: 0.5, FocusY: 0.5, Was: "Trước", Is: "Sau"}
	r.change(func(tx *store.Tx) error { return tx.PutSlide(t.Context(), s) })
	r.no(r.Prepare(t.Context(), s))
	near := func(c color.Color, want color.RGBA) bool {
		got := color.RGBAModel.Convert(c).(color.RGBA)
		d := func(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }
		return d(got.R, want.R)+d(got.G, want.G)+d(got.B, want.B) < 60
	}
	for _, on := range sizes {
		canvas := content.Canvas{Width: on.X, Height: on.Y, PitchMM: 5, DistanceM: 10}
		for _, key := range []string{layout.FitKey(s, canvas), layout.StillKey(s, canvas)} {
			one := must(r.Store.Rendition(t.Context(), s.Medium, on.X, on.Y, key))(t)
			b := must(r.Media.Read(t.Context(), one.Ref.Digest))(t)
			if folder := os.Getenv("NGATU_SHOTS"); folder != "" {
				r.no(os.WriteFile(filepath.Join(folder, "pair-"+canvas.String()+".png"), b, 0o600))
			}
			m, _, err := image.Decode(bytes.NewReader(b))
			r.no(err)
			was, after := content.Halves(m.Bounds().Dx(), m.Bounds().Dy())
			for half, want := range map[content.Half]color.RGBA{was: red, after: green} {
				if c := m.At(half.X+half.W/2, half.Y+half.H/3); !near(c, want) {
					t.Errorf("%s on %v: %v where %v is", key, on, c, want)
				}
				dark := 0 // the strip of what is printed, at the lower left
				for y := half.Y + half.H*2/3; y < half.Y+half.H; y++ {
					for x := half.X; x < half.X+half.W; x++ {
						if near(m.At(x, y), color.RGBA{0x0b, 0x1b, 0x33, 255}) {
							dark++
						}
					}
				}
				if dark < half.W*half.H/400 {
					t.Errorf("%s on %v says nothing on a half", key, on)
				}
			}
			if !labelled(m) {
				t.Errorf("%s on %v has no label", key, on)
			}
		}
	}
	if have := must(r.Store.Renditions(t.Context(), s.Medium))(t); len(have) == 0 {
		t.Error("nothing was made")
	}
}
