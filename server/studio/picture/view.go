package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg" // renditions
	_ "image/png"
	"os"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/content/preflight"
	"ngatu/internal/eye"
	"ngatu/internal/media"
	"ngatu/internal/paint"
	"ngatu/server/air/answer"
)

// The longer side at which an original is searched for codes, in pixels.
const (
	leastSearched = 800
	mostSearched  = 2000
)

// mostBytes is what a pixel of a rendition takes at most.
const mostBytes = 4

// seen is what was found in the pixels of a picture.
type seen struct {
	codes []preflight.Code
	light float64
	bytes int64
}

// view fills in how a slide is on a canvas. Codes are looked for where there are some.
func (p *Pictures) view(ctx context.Context, on *answer.Snapshot, slide content.Slide, from source, budget preflight.Budget, v *preflight.View, coded bool) error {
	if slide.Kind.LaidOut() {
		return p.laid(ctx, on, slide, v)
	}
	if !slide.Medium.Valid() {
		return nil
	}
	if slide.Kind == content.Video {
		return p.clipped(ctx, slide, from, v)
	}
	if pixels := int64(v.Canvas.Width) * int64(v.Canvas.Height); !coded && !layout.IsLED(v.Canvas) && !budget.Heavy(pixels*mostBytes, v.Screens) {
		return nil // nothing is asked that hangs on its pixels
	}
	found, err := p.seen.get(pictureKey{slide.Medium, v.Canvas.Width, v.Canvas.Height, layout.FitKey(slide, v.Canvas)}, func() (out seen, err error) {
		drawn, err := from.view(context.WithoutCancel(ctx), slide, v.Canvas)
		if err != nil {
			return out, err
		}
		img, err := decoded(drawn)
		if err != nil {
			return out, err
		}
		out.light, out.bytes = eye.Light(img), int64(len(drawn.Bytes))
		if coded {
			out.codes = eye.Codes(img)
		}
		return out, nil
	})
	v.Codes, v.Light, v.Bytes = found.codes, found.light, found.bytes
	if errors.As(err, &v.Fault) {
		return nil
	}
	return err
}

// clipped fills in what a screen fetches of a clip: what was made of it for that canvas, or else its
// file. How large a copy will be that is still being converted is an estimate; it is not approved before
// it is there, and then held against the budget as it is.
func (p *Pictures) clipped(ctx context.Context, slide content.Slide, from source, v *preflight.View) error {
	r, err := p.store.Rendition(ctx, slide.Medium, v.Canvas.Width, v.Canvas.Height, layout.FitKey(slide, v.Canvas))
	if err == nil {
		v.Bytes = r.Ref.Size
		return nil
	}
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	m, err := from.medium(ctx)
	v.Bytes = m.Bytes
	if converts := (len(m.Notices) > 0 || slide.Label != "") && media.CanPoster(); err != nil || !from.kept || !converts {
		return err
	}
	film := media.Medium{Width: m.Width, Height: m.Height, Duration: m.Duration, Bytes: m.Bytes, Codec: m.Codec}
	width, height := film.Fitted(v.Canvas.Width, v.Canvas.Height)
	if slide.Label != "" {
		width, height = film.Within(v.Canvas.Width, v.Canvas.Height)
	}
	v.Bytes, v.Rough = film.CopyBytes(width, height), true
	return nil
}

// laid fills in how a slide that Ngatu lays out is on a canvas. Its code is read from the pixels.
func (p *Pictures) laid(ctx context.Context, on *answer.Snapshot, slide content.Slide, v *preflight.View) error {
	l, err := on.Lay(ctx, slide, v.Canvas)
	if err != nil {
		if !errors.As(err, &v.Fault) {
			return err
		}
		return nil
	}
	values := paint.ValuesOf(l.Texts(p.now()), l.Cells, l.Codes, l.Stale, p.now())
	*v = v.Of(l.Layout, paint.Faces(), values.Texts)
	for _, e := range l.Layout.Elements {
		if code, there := l.Codes[e.Bind]; there && e.Op == layout.Code {
			side := e.Module * len(code.Rows)
			v.Drawn = append(v.Drawn, preflight.Code{Text: code.Text, Box: preflight.Box{X: e.X + (e.W-side)/2, Y: e.Y + (e.W-side)/2, W: side, H: side}})
		}
	}
	if len(v.Drawn) > 0 {
		v.Codes = eye.Codes(paint.Paint(l.Layout, values))
	}
	return nil
}

// flashes fills in where a clip flashes. Without ffmpeg nobody knows.
func (p *Pictures) flashes(ctx context.Context, medium content.Digest, whole bool, clip *preflight.Clip) error {
	key := pictureKey{medium, media.FrameWidth, media.FrameHeight, "flashes"}
	found, known := p.flashed.made.Get(key)
	if !known && !whole {
		return nil
	}
	found, err := p.flashed.get(key, func() (out preflight.Clip, err error) {
		path, err := p.media.Path(ctx, medium)
		if err != nil {
			return out, err
		}
		err = p.workers.Frames(context.WithoutCancel(ctx), path, func(frames *os.File, rate float64) (err error) {
			out.Flashes, out.Red, err = eye.Flashes(frames, media.FrameWidth, media.FrameHeight, rate)
			return err
		})
		return out, err
	})
	if content.CodeOf(err) == content.Missing {
		return nil
	}
	clip.Flashes, clip.Red = found.Flashes, found.Red
	return err
}

// decoded is a picture that was drawn here.
func decoded(p Picture) (image.Image, error) {
	img, _, err := image.Decode(bytes.NewReader(p.Bytes))
	return img, err
}
