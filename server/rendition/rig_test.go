package rendition

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
)

// rig is a maker over a real database and a real folder of media, with a campaign for its slides.
type rig struct {
	testing.TB
	*Maker
}

func newRig(t testing.TB) *rig {
	t.Helper()
	dir := t.TempDir()
	s := must(store.Open(t.Context(), filepath.Join(dir, "ngatu.db")))(t)
	t.Cleanup(func() { s.Close() })
	folder := must(blob.Open(filepath.Join(dir, "media")))(t)
	r := &rig{t, New(Options{Store: s, Media: folder, Workers: workertest.Pool(t)})}
	r.change(func(tx *store.Tx) error {
		return tx.PutCampaign(t.Context(), content.Campaign{ID: "c", Name: "C", Pool: "city", Weight: 1})
	})
	return r
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

func (r *rig) no(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) change(what func(*store.Tx) error) {
	r.Helper()
	_, err := r.Store.Change(r.Context(), "test", what)
	r.no(err)
}

// file makes the slide of a file, as those who take files in do.
func (r *rig) file(name string, b []byte) content.Slide {
	r.Helper()
	ctx := r.Context()
	t := must(r.Take(ctx, name, bytes.NewReader(b), int64(len(b))))(r)
	defer t.Close()
	s := content.Slide{
		ID: "s-" + name, Campaign: "c", Kind: t.Medium.Kind, Title: name, Medium: t.Medium.Digest,
		Fit: content.Contain, FocusX: 0.5, FocusY: 0.5, State: content.Draft,
	}
	r.no(r.Publish(ctx, "test", t, s, false, func(tx *store.Tx) error { return tx.PutSlide(ctx, s) }))
	return s
}

// told is what staff are told of a medium.
func (r *rig) told(s content.Slide) string {
	r.Helper()
	var all []string
	for _, n := range must(r.Store.Medium(r.Context(), s.Medium))(r).Notices {
		all = append(all, n.Vi)
	}
	return strings.Join(all, " ")
}
