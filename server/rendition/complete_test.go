package rendition

import (
	"context"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

func TestCompleteMakesUpForWhatIsMissing(t *testing.T) {
	r := newRig(t)
	renditiontest.Screens(t, r.Store, renditiontest.Demo[0])
	picture := r.file("a.jpg", renditiontest.Photograph(300, 200))
	clip := r.file("b.mp4", clip(t, "plain.mp4"))
	renditiontest.Screens(t, r.Store, renditiontest.Demo[:4]...) // more screens, the first one monitor among them
	r.change(func(tx *store.Tx) error {
		picture.Fit, picture.FocusX, picture.FocusY = content.Cover, 0.1, 0.9 // and a focal point that moved
		return tx.PutSlide(t.Context(), picture)
	})
	r.no(r.Complete(t.Context()))
	renditiontest.Whole(t, r.Store, r.Media, picture, renditiontest.Demo[:4]...)
	renditiontest.Whole(t, r.Store, r.Media, clip, renditiontest.Demo[3])
	before := must(r.Store.LastChange(t.Context()))(t)
	r.no(r.Complete(t.Context()))
	if after := must(r.Store.LastChange(t.Context()))(t); after != before {
		t.Error("what is complete was made again")
	}
}

// What is remembered of the canvases holds while no screen changes, and not a moment longer.
func TestANewCanvasIsSeenAtOnce(t *testing.T) {
	r := newRig(t)
	before := must(r.canvases(t.Context()))(t)
	renditiontest.Screens(t, r.Store, renditiontest.Demo[1])
	after := must(r.canvases(t.Context()))(t)
	at := func(all []size) bool {
		return slices.ContainsFunc(all, func(s size) bool { return s.width == renditiontest.Demo[1].X && s.height == renditiontest.Demo[1].Y })
	}
	if at(before) || !at(after) {
		t.Errorf("from %v to %v", before, after)
	}
	r.no(r.Complete(t.Context()))
	r.file("a.png", renditiontest.Picture(5)) // a change of something else
	u := must(r.canvases(t.Context()))(t)
	if !slices.Equal(u, after) {
		t.Errorf("then %v", u)
	}
}

func TestRunHearsOfANewScreen(t *testing.T) {
	r := newRig(t)
	s := r.file("a.png", renditiontest.Picture(5))
	ring := make(chan struct{}, 1)
	r.Store.OnChange(func() {
		select {
		case ring <- struct{}{}:
		default:
		}
	})
	ended := make(chan struct{})
	ctx, stop := context.WithCancel(t.Context())
	go func() { defer close(ended); r.Run(ctx, ring) }()
	defer func() { stop(); <-ended }()
	renditiontest.Screens(t, r.Store, renditiontest.Demo[1])
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
		_, err := r.Store.Rendition(t.Context(), s.Medium, renditiontest.Demo[1].X, renditiontest.Demo[1].Y, s.StillKey())
		if err == nil {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("waited in vain for the rendition: %v", err)
		}
	}
	renditiontest.Whole(t, r.Store, r.Media, s, renditiontest.Demo[1])
}
