package gather

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// Medium is what an approved slide shows, with what was made of it.
type Medium struct {
	Length time.Duration // of a video
	Bytes  int64         // of the original: what a kiosk fetches of a guide

	made map[Rendition]content.Ref
}

// Rendition names what was made of a medium: for the pixels of a canvas, fitted in a manner that
// [content.Slide.FitKey] or [content.Slide.StillKey] names.
type Rendition struct {
	Pixels
	Fit string
}

// Pixels is the size of a canvas.
type Pixels struct{ Width, Height int }

// PixelsOf is the size of a canvas, whatever its pitch.
func PixelsOf(c content.Canvas) Pixels { return Pixels{c.Width, c.Height} }

// readMedia reads what was made of the media of approved slides, for every canvas that a screen has
// or will have.
func (g *State) readMedia(ctx context.Context, r store.Reader) error {
	for _, s := range g.Library.Slides {
		if s.Medium != "" && g.media[s.Medium] == nil {
			if err := readLength(ctx, r, g, s); err != nil {
				return err
			}
		}
	}
	for _, s := range g.Screens {
		if err := g.readCanvases(ctx, r, s); err != nil {
			return err
		}
	}
	return nil
}

// readLength begins a medium with its length. A slide may wait for its medium; until then it is not
// ready.
func readLength(ctx context.Context, r store.Reader, g *State, s content.Slide) error {
	g.media[s.Medium] = &Medium{made: map[Rendition]content.Ref{}}
	m, err := r.Medium(ctx, s.Medium)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	g.media[s.Medium].Length, g.media[s.Medium].Bytes = m.Duration, m.Bytes
	return nil
}

// readCanvases reads what was made for the canvases of a screen's places, where that was not read
// yet.
func (g *State) readCanvases(ctx context.Context, r store.Reader, s content.Screen) error {
	for _, p := range s.Places {
		of := PixelsOf(p.Canvas)
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

func (g *State) readCanvas(ctx context.Context, r store.Reader, of Pixels) error {
	all, err := r.RenditionsFor(ctx, of.Width, of.Height)
	g.keep(all)
	return err
}

// readMedium reads all of one medium that a slide newly shows.
func (g *State) readMedium(ctx context.Context, r store.Reader, s content.Slide) error {
	if err := readLength(ctx, r, g, s); err != nil {
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
func (g *State) keep(all []store.Rendition) {
	for _, one := range all {
		if m := g.media[one.Medium]; m != nil {
			m.made[Rendition{Pixels{one.Width, one.Height}, one.Fit}] = one.Ref
		}
	}
}

// readRendition reads one rendition again.
func (g *State) readRendition(ctx context.Context, r store.Reader, of Rendered) error {
	m := g.media[of.Medium]
	if m == nil {
		return nil
	}
	one, err := r.Rendition(ctx, of.Medium, of.Width, of.Height, of.Fit)
	if content.CodeOf(err) == content.NotFound {
		delete(m.made, of.Rendition)
		return nil
	}
	if err == nil {
		m.made[of.Rendition] = one.Ref
	}
	return err
}

// Medium is the medium of an approved slide; nil where it is that of none.
func (g *State) Medium(d content.Digest) *Medium { return g.media[d] }

// Made is a medium as it was fitted to a canvas, where that was done.
func (m *Medium) Made(c content.Canvas, fit string) (content.Ref, bool) {
	ref, ok := m.made[Rendition{PixelsOf(c), fit}]
	return ref, ok
}
