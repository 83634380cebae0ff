package air

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// medium is what an approved slide shows, with what was made of it.
type medium struct {
	length time.Duration // of a video
	bytes  int64         // of the original: what a kiosk fetches of a guide
	made   map[rendition]content.Ref
}

// rendition names what was made of a medium: for the pixels of a canvas, in one way.
type rendition struct {
	pixels
	fit string
}

// pixels is the size of a canvas.
type pixels struct{ width, height int }

func pixelsOf(c content.Canvas) pixels { return pixels{c.Width, c.Height} }

// readMedia reads what was made of the media of approved slides, for every canvas that a screen has or will have.
func (g *gathered) readMedia(ctx context.Context, r store.Reader) error {
	for _, s := range g.library.Slides {
		if s.Medium != "" && g.media[s.Medium] == nil {
			if err := g.readLength(ctx, r, s); err != nil {
				return err
			}
		}
	}
	for _, s := range g.screens {
		if err := g.readCanvases(ctx, r, s); err != nil {
			return err
		}
	}
	return nil
}

// readLength begins a medium with its length. A slide may wait for its medium; until then it is not ready.
func (g *gathered) readLength(ctx context.Context, r store.Reader, s content.Slide) error {
	g.media[s.Medium] = &medium{made: map[rendition]content.Ref{}}
	m, err := r.Medium(ctx, s.Medium)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	g.media[s.Medium].length, g.media[s.Medium].bytes = m.Duration, m.Bytes
	return nil
}

// readCanvases reads what was made for the canvases of a screen's places, where that was not read yet.
func (g *gathered) readCanvases(ctx context.Context, r store.Reader, s content.Screen) error {
	for _, p := range s.Places {
		of := pixelsOf(p.Canvas)
		if g.canvases[of] {
			continue
		}
		g.canvases[of] = true
		if err := g.readCanvas(ctx, r, of); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathered) readCanvas(ctx context.Context, r store.Reader, of pixels) error {
	all, err := r.RenditionsFor(ctx, of.width, of.height)
	g.keep(all)
	return err
}

// readMedium reads all of one medium that a slide newly shows.
func (g *gathered) readMedium(ctx context.Context, r store.Reader, s content.Slide) error {
	if err := g.readLength(ctx, r, s); err != nil {
		return err
	}
	all, err := r.Renditions(ctx, s.Medium)
	g.keep(all)
	if len(all) < store.MaxPage || err != nil {
		return err
	}
	for of := range g.canvases { // there are more of it than a page: by canvas there are fewer
		if err := g.readCanvas(ctx, r, of); err != nil {
			return err
		}
	}
	return nil
}

// keep notes renditions of media that are shown.
func (g *gathered) keep(all []store.Rendition) {
	for _, one := range all {
		if m := g.media[one.Medium]; m != nil {
			m.made[rendition{pixels{one.Width, one.Height}, one.Fit}] = one.Ref
		}
	}
}

// readRendition reads one rendition anew.
func (g *gathered) readRendition(ctx context.Context, r store.Reader, of content.Digest, which rendition) error {
	m := g.media[of]
	if m == nil {
		return nil
	}
	one, err := r.Rendition(ctx, of, which.width, which.height, which.fit)
	if content.CodeOf(err) == content.NotFound {
		delete(m.made, which)
		return nil
	}
	if err == nil {
		m.made[which] = one.Ref
	}
	return err
}
