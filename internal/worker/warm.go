package worker

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"runtime"
	"sync/atomic"

	"ngatu/internal/media"
)

const (
	warmMemory = 64 << 20 // bytes that a 12 megapixel photograph needs, roughly
	roomy      = 2 << 30  // bytes of memory that a machine must have to spare that much
)

// warm lets an idle worker do its most frequent job once, on a small picture, until its file
// arrives. Code and memory are then mapped in. Without it a photograph takes twice the processor
// time while people wait.
func warm(memory int64, come *atomic.Bool) {
	var b bytes.Buffer
	if jpeg.Encode(&b, image.NewYCbCr(image.Rect(0, 0, 640, 480), image.YCbCrSubsampleRatio420), nil) != nil || come.Load() {
		return
	}
	_, p, err := media.NewImporter(media.Limits{}).Import(context.Background(), "", bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err == nil {
		if !come.Load() {
			_, _ = p.Render(context.Background(), media.Spec{Width: 320, Height: 320})
			_, _ = p.Still(context.Background(), media.Spec{Width: 640, Height: 360, Fit: media.Cover})
		}
		p.Close()
	}
	if memory >= roomy {
		touched := make([]byte, warmMemory)
		for i := 0; i < len(touched) && !come.Load(); i += 4096 {
			touched[i] = 1
		}
	}
	if !come.Load() {
		runtime.GC() // frees the memory for reuse, still mapped
	}
}
