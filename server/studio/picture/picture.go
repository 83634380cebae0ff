// Package picture draws slides and takeovers at the pixels of a canvas, for the pages of several
// rooms.
//
// It owns which canvases slides are previewed at, has what it drew checked, and remembers both. It
// must not know a page or a form.
package picture

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/card"
	"ngatu/content/figure"
	"ngatu/content/layout"
	"ngatu/content/preflight"
	"ngatu/internal/blob"
	"ngatu/internal/media"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/air"
	"ngatu/server/air/answer"
)

// Options are what pictures are drawn from.
type Options struct {
	Store   *store.Store
	Air     *air.Air
	Media   blob.Bucket
	Workers *worker.Pool
	Areas   *area.Set
	Now     func() time.Time
}

// Pictures draws.
type Pictures struct {
	store   *store.Store
	air     *air.Air
	media   blob.Bucket
	workers *worker.Pool
	now     func() time.Time
	areas   *area.Set
	made    *cache[Picture]
	codes   *cache[[]preflight.Code] // of originals
	read    *cache[read]             // in originals
	seen    *cache[seen]
	flashed *cache[preflight.Clip]
	decks   *cache[[]card.Card]
}

// New draws from the parts.
func New(o Options) *Pictures {
	return &Pictures{
		store: o.Store, air: o.Air, media: o.Media, workers: o.Workers, now: o.Now, areas: o.Areas,
		made: newCache[Picture](mostPictures), codes: newCache[[]preflight.Code](mostFound), read: newCache[read](mostFound), seen: newCache[seen](mostFound),
		flashed: newCache[preflight.Clip](mostFound), decks: newCache[[]card.Card](mostFound),
	}
}

// Picture is an encoded picture.
type Picture struct {
	Bytes []byte
	Type  string
}

// Draw is a slide on a canvas, encoded.
func (p *Pictures) Draw(ctx context.Context, slide content.Slide, canvas content.Canvas) (Picture, error) {
	return p.draw(ctx, slide, canvas, p.now())
}

// draw is a slide as it looks at an instant.
func (p *Pictures) draw(ctx context.Context, slide content.Slide, canvas content.Canvas, at time.Time) (Picture, error) {
	if slide.Kind.LaidOut() {
		return p.paint(ctx, slide, canvas, at)
	}
	if slide.Kind == content.Guide || !slide.Medium.Valid() {
		return Picture{}, &content.Error{Code: content.NotFound, Vi: "Tấm này chưa có hình.", En: "This slide has no picture yet."}
	}
	fit := layout.FitKey(slide, canvas)
	if slide.Kind == content.Video {
		fit = layout.StillKey(slide, canvas)
	}
	if r, err := p.store.Rendition(ctx, slide.Medium, canvas.Width, canvas.Height, fit); err == nil {
		b, err := p.media.Read(ctx, r.Ref.Digest)
		return Picture{b, r.Ref.Type}, err
	}
	return p.made.get(pictureKey{slide.Medium, canvas.Width, canvas.Height, fit}, func() (Picture, error) {
		return p.render(context.WithoutCancel(ctx), slide, canvas) // others may wait for it too
	})
}

// paint lays a slide out and paints it. What it depends on is read once a change: a list shows
// dozens.
func (p *Pictures) paint(ctx context.Context, slide content.Slide, canvas content.Canvas, at time.Time) (Picture, error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return Picture{}, err
	}
	laid, err := on.Lay(ctx, slide, canvas)
	if err != nil {
		return Picture{}, err
	}
	return encode(paint.Paint(laid.Layout, paint.ValuesOf(laid.Texts(at), laid.Cells, laid.Codes, laid.Stale, at)))
}

// Released is a board on a canvas as it would be with a release that is not out yet.
func (p *Pictures) Released(ctx context.Context, slide string, r figure.Release, canvas content.Canvas) (Picture, error) {
	on, err := p.air.Snapshot(ctx)
	if err != nil {
		return Picture{}, err
	}
	laid, err := answer.BoardsIn(on).After(r, slide, canvas)
	if err != nil {
		return Picture{}, err
	}
	return encode(paint.Paint(laid.Layout, paint.ValuesOf(laid.Texts(p.now()), laid.Cells, laid.Codes, laid.Stale, p.now())))
}

// encode writes a painted layout quickly rather than small: it is looked at once.
func encode(img image.Image) (Picture, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img)
	return Picture{b.Bytes(), "image/png"}, err
}

// render makes the picture of a medium for a canvas that has no rendition yet, exactly as intake
// will.
func (p *Pictures) render(ctx context.Context, slide content.Slide, canvas content.Canvas) (Picture, error) {
	if slide.Pair != nil {
		return p.pair(ctx, slide, canvas)
	}
	opened, err := p.open(ctx, slide)
	if err != nil {
		return Picture{}, err
	}
	defer opened.Close()
	how, err := spec(slide, canvas)
	if err != nil {
		return Picture{}, err
	}
	r, err := opened.Render(ctx, how)
	return Picture{r.Bytes, r.Type}, err
}

// grey is the picture of a medium for a canvas, without its colours.
func (p *Pictures) grey(ctx context.Context, slide content.Slide, canvas content.Canvas) (*image.Gray, error) {
	opened, err := p.open(ctx, slide)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	how, err := spec(slide, canvas)
	if err != nil {
		return nil, err
	}
	return opened.Grey(ctx, how)
}

// spec is how the picture of a slide is drawn on a canvas, with its label.
func spec(slide content.Slide, canvas content.Canvas) (how media.Spec, err error) {
	fit := media.Contain
	if slide.Fit == content.Cover {
		fit = media.Cover
	}
	slide = slide.On(canvas.Width, canvas.Height)
	how = media.Spec{Width: canvas.Width, Height: canvas.Height, Fit: fit, FocusX: slide.FocusX, FocusY: slide.FocusY}
	if slide.Label != "" {
		how.Mark = &media.Mark{}
		if how.Mark.PNG, how.Mark.X, how.Mark.Y, err = paint.Label(slide.Label, canvas.Width, canvas.Height, layout.LeastCap(canvas)); err != nil {
			return how, err
		}
	}
	return how, nil
}

// open decodes a slide's picture, or a picture out of its clip.
func (p *Pictures) open(ctx context.Context, slide content.Slide) (*worker.Picture, error) {
	if slide.Kind == content.Video {
		path, err := p.media.Path(ctx, slide.Medium)
		if err != nil {
			return nil, err
		}
		return p.workers.Poster(ctx, path, time.Second)
	}
	f, size, err := p.original(ctx, slide.Medium)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	_, opened, err := p.workers.Import(ctx, "", f, size)
	return opened, err
}
