package main

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/internal/eye"
	"ngatu/internal/media"
	"ngatu/internal/worker"
)

// searched is the longer side at which an original is searched for codes, in pixels.
const searched = 2000

// medium are the facts of a picture or a clip, which is read in a worker as the server does.
func (c *checkCmd) medium(ctx context.Context, canvas content.Canvas) (f preflight.Facts, err error) {
	workers := worker.New(worker.Options{Log: slog.New(slog.DiscardHandler)})
	defer workers.Close()
	file, err := os.Open(c.File)
	if err != nil {
		return f, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return f, err
	}
	m, picture, err := workers.Import(ctx, filepath.Base(c.File), file, info.Size())
	if err != nil {
		return f, err
	}
	s := content.Slide{Title: filepath.Base(c.File), Kind: content.Picture, Fit: content.Contain}
	v := preflight.View{Canvas: canvas, Street: c.Street, Screens: 1, Bytes: m.Bytes}
	if m.Kind == media.KindVideo {
		s.Kind = content.Video
	}
	if f, err = c.of(s); err != nil {
		return f, err
	}
	f.Picture = &preflight.Picture{Width: m.Width, Height: m.Height}
	if m.Kind == media.KindVideo {
		f.Clip = &preflight.Clip{Sound: m.Audio}
		err := workers.Frames(ctx, c.File, func(frames *os.File, rate float64) (err error) {
			f.Clip.Flashes, f.Clip.Red, err = eye.Flashes(frames, media.FrameWidth, media.FrameHeight, rate)
			return err
		})
		if err != nil {
			return f, err
		}
		if picture, err = workers.Poster(ctx, c.File, time.Second); err != nil {
			return f, err
		}
	}
	defer picture.Close()
	times := min(1, float64(searched)/float64(max(m.Width, m.Height)))
	whole, _, err := rendered(ctx, picture, media.Spec{Width: max(1, int(float64(m.Width)*times)), Height: max(1, int(float64(m.Height)*times))})
	if err != nil {
		return f, err
	}
	f.Picture.Codes = eye.Hidden(whole, times)
	shown, size, err := rendered(ctx, picture, media.Spec{Width: canvas.Width, Height: canvas.Height, Fit: media.Contain})
	if err != nil {
		return f, err
	}
	v.Codes, v.Light = eye.Codes(shown), eye.Light(shown)
	if s.Kind == content.Picture {
		v.Bytes = size
	}
	f.Views = []preflight.View{v}
	return f, nil
}

// rendered is a picture as a screen gets it, and of how many bytes.
func rendered(ctx context.Context, p *worker.Picture, s media.Spec) (image.Image, int64, error) {
	r, err := p.Render(ctx, s)
	if err != nil {
		return nil, 0, err
	}
	m, _, err := image.Decode(bytes.NewReader(r.Bytes))
	return m, int64(len(r.Bytes)), err
}
