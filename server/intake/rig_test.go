package intake

import (
	"context"
	"image"
	"log/slog"
	"path/filepath"
	"testing"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/rendition"
	"ngatu/server/rendition/renditiontest"
)

// rig is an intake over a real database and a real folder of media.
type rig struct {
	testing.TB
	*Intake
	dir   string
	media *blob.Folder
}

func newRig(t testing.TB) *rig {
	t.Helper()
	dir := t.TempDir()
	s := must(store.Open(t.Context(), filepath.Join(dir, "ngatu.db")))(t)
	t.Cleanup(func() { s.Close() })
	media := must(blob.Open(filepath.Join(dir, "media")))(t)
	maker := rendition.New(rendition.Options{Store: s, Media: media, Workers: workertest.Pool(t), Log: slog.New(slog.DiscardHandler)})
	return &rig{t, New(Options{Store: s, Renditions: maker}), dir, media}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// screens puts one screen of each canvas.
func (r *rig) screens(sizes ...image.Point) {
	r.Helper()
	renditiontest.Screens(r, r.Store, sizes...)
}

// whole checks that a slide has its original and, for each canvas, a rendition and a still.
func (r *rig) whole(s content.Slide, sizes ...image.Point) {
	r.Helper()
	renditiontest.Whole(r, r.Store, r.media, s, sizes...)
}

func (r *rig) slides() (all []content.Slide) {
	r.Helper()
	err := r.Store.EachSlide(r.Context(), store.SlideQuery{}, func(s content.Slide) error {
		all = append(all, s)
		return nil
	})
	if err != nil {
		r.Fatal(err)
	}
	return all
}

// File is the one slide of a file that is sent, or its first.
func (r *rig) File(ctx context.Context, who string, u Upload) (content.Slide, error) {
	all, err := r.Files(ctx, who, u, func(int, int) {})
	if err != nil {
		return content.Slide{}, err
	}
	return all.Slides[0], nil
}
