package rendition

import (
	"bytes"
	"context"
	"sync/atomic"
	"testing"

	"ngatu/content"
	"ngatu/internal/worker/workertest"
)

// Somebody has sent a dozen PDFs of three hundred pages each, which are being drawn. The single page
// of a second sender waits for a few tens of those, neither for the file before it nor for the others.
func TestAPageDoesNotWaitForThreeHundred(t *testing.T) {
	r := newRig(t)
	const files = 12
	sheets := workertest.Pages(300, 1)
	for i := range sheets {
		sheets[i].Width, sheets[i].Height = 2000, 10 // a strip is soon drawn
	}
	long, short := workertest.PDF(sheets...), workertest.PDF(workertest.Sheet{Width: 2000, Height: 10, Blue: 1})
	draw := func(ctx context.Context, who string, b []byte, tell func(done, of int) error) error {
		made, err := r.Pages(ctx, who, who+".pdf", bytes.NewReader(b), int64(len(b)), content.Slide{Kind: content.Picture}, tell)
		if err == nil && len(made) == 0 {
			t.Errorf("%s got no pages", who)
		}
		return err
	}
	var drawn atomic.Int32 // pages of the first sender
	begun := make(chan struct{})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, files)
	for range files {
		go func() {
			ended <- draw(ctx, "an", long, func(done, of int) error {
				if drawn.Add(1) == 1 {
					close(begun)
				}
				return nil
			})
		}()
	}
	<-begun
	before := drawn.Load()
	r.no(draw(t.Context(), "binh", short, func(int, int) error { return nil }))
	if n := drawn.Load() - before; n > 60 {
		t.Errorf("the page of the second sender waited for %d pages of the first", n)
	}
	stop()
	for range files {
		if <-ended == nil {
			t.Error("all three hundred pages were drawn meanwhile")
		}
	}
}
