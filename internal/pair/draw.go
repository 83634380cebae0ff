package pair

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/paint"
	"ngatu/internal/worker"
)

// Files opens the original of a medium, and says how many bytes it has.
type Files func(context.Context, content.Digest) (*os.File, int64, error)

// On is a canvas to draw on: its pixels, and how many of them capitals have there at least.
type On struct{ Width, Height, Least int }

// Draw draws a slide that has a pair at several canvases, and gives each to take, in their order.
// Each picture is opened once.
func Draw(ctx context.Context, workers *worker.Pool, open Files, s content.Slide, all []On, take func(i int, drawn *image.RGBA) error) error {
	was, err := halves(ctx, workers, open, s, false, all)
	if err != nil {
		return err
	}
	is, err := halves(ctx, workers, open, s, true, all)
	if err != nil {
		return err
	}
	for i, on := range all {
		drawn, err := together(s, on, was[i], is[i])
		if err == nil {
			err = take(i, drawn)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// halves are what one picture of a pair is on the canvases, as PNG: drawn at once, so many would not
// fit into memory.
func halves(ctx context.Context, workers *worker.Pool, open Files, s content.Slide, is bool, all []On) ([][]byte, error) {
	alone := s.Alone(is)
	f, size, err := open(ctx, alone.Medium)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	_, opened, err := workers.Import(ctx, "", f, size)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	if opened == nil { // a clip
		return nil, &content.Error{Code: content.Invalid, Vi: "Chỉ ghép được hai ảnh.", En: "Only two pictures make a pair."}
	}
	out := make([][]byte, len(all))
	for i, on := range all {
		cut := alone.On(on.Width, on.Height)
		at, other := content.Halves(on.Width, on.Height)
		if is {
			at = other
		}
		r, err := opened.Render(ctx, media.Spec{Width: at.W, Height: at.H, Fit: media.Cover, FocusX: cut.FocusX, FocusY: cut.FocusY, Exact: true})
		if err != nil {
			return nil, err
		}
		out[i] = r.Bytes
	}
	return out, nil
}

// together puts the halves on a canvas.
func together(s content.Slide, on On, was, is []byte) (*image.RGBA, error) {
	var both [2]image.Image
	for i, b := range [][]byte{was, is} {
		m, err := png.Decode(bytes.NewReader(b)) // the worker's size was looked at
		if err != nil {
			return nil, err
		}
		both[i] = m
	}
	return paint.Pair(both[0], both[1], *s.Pair, s.Label, on.Width, on.Height, on.Least), nil
}
