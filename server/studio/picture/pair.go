package picture

import (
	"context"
	"image"
	"os"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/blob"
	"ngatu/internal/media"
	"ngatu/internal/pair"
	"ngatu/server/air/answer"
)

// pair is a slide of two pictures on a canvas.
func (p *Pictures) pair(ctx context.Context, slide content.Slide, canvas content.Canvas) (out Picture, err error) {
	err = pair.Draw(ctx, p.workers, p.original, slide, []pair.On{onCanvas(canvas)}, func(_ int, drawn *image.RGBA) error {
		r, err := media.Encode(drawn)
		out = Picture{r.Bytes, r.Type}
		return err
	})
	return out, err
}

func onCanvas(c content.Canvas) pair.On {
	return pair.On{Width: c.Width, Height: c.Height, Least: layout.LeastCap(c)}
}

// ahead draws a slide of two pictures at all canvases at once, and remembers it: each picture is
// opened once. Of any other slide nothing is to be done.
func (p *Pictures) ahead(ctx context.Context, slide content.Slide, canvases []answer.Canvas) error {
	if slide.Pair == nil {
		return nil
	}
	var on []pair.On
	var keys []pictureKey
	for _, c := range canvases {
		key := pictureKey{slide.Medium, c.Width, c.Height, layout.FitKey(slide, c.Canvas)}
		if !p.made.made.Contains(key) {
			on, keys = append(on, onCanvas(c.Canvas)), append(keys, key)
		}
	}
	if len(on) == 0 {
		return nil
	}
	return pair.Draw(ctx, p.workers, p.original, slide, on, func(i int, drawn *image.RGBA) error {
		r, err := media.Encode(drawn)
		if err == nil {
			p.made.made.Add(keys[i], Picture{r.Bytes, r.Type})
		}
		return err
	})
}

// original opens the file of a medium.
func (p *Pictures) original(ctx context.Context, d content.Digest) (*os.File, int64, error) {
	return blob.OpenSized(ctx, p.media, d)
}
