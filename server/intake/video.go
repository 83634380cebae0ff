package intake

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// publishVideo commits change with the renditions of a clip: the same bytes for every canvas that may show it, and after
// it the stills, where this machine can take a picture out of a clip.
func (in *Intake) publishVideo(ctx context.Context, t taken, s content.Slide, who string, change func(*store.Tx) error) error {
	have, err := in.Store.Renditions(ctx, s.Medium)
	if err != nil {
		return err
	}
	sizes, err := in.canvases(ctx)
	if err != nil {
		return err
	}
	mains, stills := lacking(s, moving(sizes), have)
	_, err = in.Store.Change(ctx, who, func(tx *store.Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		return putAll(ctx, tx, clips(s, t.served, mains))
	})
	if err == nil {
		in.posters(ctx, s, t.medium.Duration, who, stills)
	}
	return err
}

func clips(s content.Slide, served content.Ref, wants []want) (made []store.Rendition) {
	for _, w := range wants {
		made = append(made, store.Rendition{Medium: s.Medium, Width: w.width, Height: w.height, Fit: w.fit, Ref: served, Grade: store.Fine})
	}
	return made
}

// posters makes the stills of a clip from a picture shortly after its start: many clips begin in black.
func (in *Intake) posters(ctx context.Context, s content.Slide, length time.Duration, who string, stills []want) {
	if len(stills) == 0 || !media.CanPoster() {
		return
	}
	path, err := in.Media.Path(s.Medium)
	if err != nil {
		in.follow(ctx, s, who, nil, err)
		return
	}
	p, err := in.Importer.Poster(ctx, path, min(time.Second, length/3))
	if err != nil {
		in.follow(ctx, s, who, nil, err)
		return
	}
	defer p.Close()
	out, failed := in.render(ctx, p, s, stills)
	in.follow(ctx, s, who, all(out), <-failed)
}
