package rendition

import (
	"bytes"
	"image"
	"image/color"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// labelled reports whether the ground of labels stands at the top right of a picture.
func labelled(m image.Image) bool {
	b := m.Bounds()
	n := 0
	for y := b.Min.Y; y < b.Min.Y+b.Dy()/3; y++ {
		for x := b.Min.X + b.Dx()/2; x < b.Max.X; x++ {
			c := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
			if c.R > 225 && c.G > 110 && c.G < 165 && c.B > 45 && c.B < 110 { // layout.Flag, as JPEG and H.264 leave it
				n++
			}
		}
	}
	return n > b.Dx()*b.Dy()/800
}

// A label is part of the picture on every canvas and of its still, and nowhere without one. It is
// not the rendition of the same picture without a label.
func TestLabelsAreInTheRenditions(t *testing.T) {
	r := newRig(t)
	sizes := renditiontest.Demo
	renditiontest.Screens(t, r.Store, sizes...)
	plain := r.file("a.jpg", renditiontest.Photograph(900, 700))
	s := plain
	s.ID, s.Label = "s-labelled", content.LabelAI
	r.change(func(tx *store.Tx) error { return tx.PutSlide(t.Context(), s) })
	r.no(r.Complete(t.Context()))
	for _, on := range sizes {
		canvas := content.Canvas{Width: on.X, Height: on.Y, PitchMM: 5, DistanceM: 10}
		for slide, want := range map[*content.Slide]bool{&plain: false, &s: true} {
			for _, key := range []string{layout.FitKey(*slide, canvas), layout.StillKey(*slide, canvas)} {
				one := must(r.Store.Rendition(t.Context(), slide.Medium, on.X, on.Y, key))(t)
				m, _, err := image.Decode(bytes.NewReader(must(r.Media.Read(t.Context(), one.Ref.Digest))(t)))
				if err != nil || labelled(m) != want {
					t.Errorf("%s on %v is labelled: %v; %v", key, on, !want, err)
				}
			}
		}
	}
}

// A clip with a label is converted with it, at the size at which it is seen.
func TestLabelsAreInClips(t *testing.T) {
	if !media.CanPoster() {
		t.Skip("labels of clips take ffmpeg")
	}
	r := newRig(t)
	renditiontest.Screens(t, r.Store, renditiontest.Demo[3])
	s := r.file("plain.mp4", clip(t, "plain.mp4"))
	s.ID, s.Label = "s-labelled", content.LabelAI
	r.change(func(tx *store.Tx) error { return tx.PutSlide(t.Context(), s) })
	r.no(r.Complete(t.Context()))
	canvas := content.Canvas{Width: 1920, Height: 1080, PitchMM: 5, DistanceM: 10}
	one := must(r.Store.Rendition(t.Context(), s.Medium, 1920, 1080, layout.FitKey(s, canvas)))(t)
	path := must(r.Media.Path(t.Context(), one.Ref.Digest))(t)
	p := must(r.Workers.Poster(t.Context(), path, time.Second))(t)
	defer p.Close()
	drawn := must(p.Render(t.Context(), media.Spec{Width: 1920, Height: 1080}))(t)
	m, _, err := image.Decode(bytes.NewReader(drawn.Bytes))
	if err != nil || !labelled(m) {
		t.Errorf("the clip has no label: %v", err)
	}
}
