package worker

import (
	"bytes"
	"context"
	"io"
	"testing"

	"ngatu/internal/media"
)

// What a worker costs: a picture of 12 megapixels to its rendition for an LED screen, in a worker
// and without one.
func BenchmarkPicture(b *testing.B) {
	photo := photograph(b, 4000, 3000)
	spec := media.Spec{Width: 432, Height: 216, Fit: media.Cover}
	type drawn interface {
		Render(context.Context, media.Spec) (media.Rendition, error)
		Close()
	}
	p, im := pool(b), media.NewImporter(media.Limits{})
	for name, open := range map[string]func(io.ReaderAt) (drawn, error){
		"worker": func(r io.ReaderAt) (drawn, error) {
			_, one, err := p.Import(b.Context(), "a.jpg", r, int64(len(photo)))
			return one, err
		},
		"direct": func(r io.ReaderAt) (drawn, error) {
			_, one, err := im.Import(b.Context(), "a.jpg", r, int64(len(photo)))
			return one, err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				one, err := open(bytes.NewReader(photo))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := one.Render(b.Context(), spec); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				one.Close()
				p.starts.Wait() // files do not come one on top of the other
				b.StartTimer()
			}
		})
	}
}
