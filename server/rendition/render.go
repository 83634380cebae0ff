package rendition

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/media"
	"ngatu/internal/paint"
	"ngatu/internal/store"
)

// want is a rendition to be made.
type want struct {
	size
	fit   string // its key: see [layout.FitKey]
	still bool
}

// spec is how the picture of a slide is drawn on a canvas, with its label.
func spec(s content.Slide, on size) (media.Spec, error) {
	fit := media.Contain
	if s.Fit == content.Cover {
		fit = media.Cover
	}
	s = s.On(on.width, on.height)
	mark, err := markOf(s, on.width, on.height, on.least)
	return media.Spec{Width: on.width, Height: on.height, Fit: fit, FocusX: s.FocusX, FocusY: s.FocusY, Mark: mark}, err
}

// markOf is the label of a slide as it lies over a picture of so many pixels; nil: it has none.
func markOf(s content.Slide, width, height, least int) (*media.Mark, error) {
	if s.Label == "" {
		return nil, nil
	}
	b, x, y, err := paint.Label(s.Label, width, height, least)
	return &media.Mark{PNG: b, X: x, Y: y}, err
}

// render makes renditions of a picture at once, as many as there are processors, and sends each
// when its bytes are on disk. It closes out when it is done; the error is then waiting.
func (mk *Maker) render(ctx context.Context, p *drawing, s content.Slide, wants []want) (out <-chan store.Rendition, failed <-chan error) {
	made, errs := make(chan store.Rendition, 2*len(wants)), make(chan error, 1)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers())
	go func() {
		for _, w := range wants {
			g.Go(func() error { return mk.renderOne(ctx, p, s, w, made) })
		}
		errs <- g.Wait()
		close(made)
	}()
	return made, errs
}

// renderOne makes one rendition. One that is as light as a still serves as its own still, at no
// cost.
func (mk *Maker) renderOne(ctx context.Context, p *drawing, s content.Slide, w want, made chan<- store.Rendition) error {
	draw := p.Render
	if w.still {
		draw = p.Still
	}
	if err := mk.Store.Room(); err != nil {
		return err
	}
	how, err := spec(s, w.size)
	if err != nil {
		return err
	}
	r, err := draw(ctx, how)
	if err != nil {
		return err
	}
	d, err := mk.Media.PutBytes(ctx, r.Bytes)
	if err != nil {
		return err
	}
	one := store.Rendition{
		Medium: s.Medium, Width: w.width, Height: w.height, Fit: w.fit, Grade: store.Fine,
		Ref: content.Ref{Digest: d, Type: r.Type, Size: int64(len(r.Bytes))},
	}
	made <- one
	if !w.still && len(r.Bytes) <= media.StillBytes {
		one.Fit = layout.Labelled(s.On(w.width, w.height).StillKey(), s, w.least)
		made <- one
	}
	return nil
}

// first takes the renditions that are done soon, or else the first that is; more says that others
// follow.
func first(out <-chan store.Rendition, wait time.Duration) (done []store.Rendition, more bool) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	late := false
	for {
		select {
		case r, ok := <-out:
			if !ok {
				return done, false
			}
			if done = append(done, r); late {
				return done, true
			}
		case <-timer.C:
			if late = true; len(done) > 0 {
				return done, true
			}
		}
	}
}

// ready takes the renditions that are done already; more says that others follow.
func ready(out <-chan store.Rendition) (done []store.Rendition, more bool) {
	for {
		select {
		case r, ok := <-out:
			if !ok {
				return done, false
			}
			done = append(done, r)
		default:
			return done, true
		}
	}
}

// all takes the renditions that are left.
func all(out <-chan store.Rendition) (done []store.Rendition) {
	for r := range out {
		done = append(done, r)
	}
	return done
}

// lacking splits what a slide still lacks into renditions and stills, smallest canvas first.
func lacking(s content.Slide, sizes []size, have []store.Rendition) (mains, stills []want) {
	type key struct {
		width, height int
		fit           string
	}
	there := map[key]bool{}
	for _, r := range have {
		there[key{r.Width, r.Height, r.Fit}] = true
	}
	for _, on := range sizes {
		cut := s.On(on.width, on.height)
		main, still := layout.Labelled(cut.FitKey(), s, on.least), layout.Labelled(cut.StillKey(), s, on.least)
		if k := (key{on.width, on.height, main}); !there[k] {
			there[k], mains = true, append(mains, want{on, main, false})
		}
		if k := (key{on.width, on.height, still}); !there[k] {
			there[k], stills = true, append(stills, want{on, still, true})
		}
	}
	return mains, stills
}

// without leaves out the stills that came with their renditions.
func without(stills []want, made []store.Rendition) []want {
	var left []want
	for _, w := range stills {
		found := false
		for _, r := range made {
			found = found || r.Width == w.width && r.Height == w.height && r.Fit == w.fit
		}
		if !found {
			left = append(left, w)
		}
	}
	return left
}

// putAll notes renditions.
func putAll(ctx context.Context, tx *store.Tx, made []store.Rendition) error {
	for _, r := range made {
		if err := tx.PutRendition(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
