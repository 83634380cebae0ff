package main

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"time"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/internal/eye"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// searched is the longer side at which an original is searched for codes, in pixels.
const searched = 2000

// look looks at files with workers, as the server does, for one canvas.
type look struct {
	*checkCmd
	workers *worker.Pool
	canvas  content.Canvas
}

// medium are the facts of a picture or a clip.
func (l look) medium(ctx context.Context, name string, file *os.File, size int64) (f preflight.Facts, notes []store.Notice, err error) {
	plain, err := l.workers.Plain(ctx, name, file, size)
	if err != nil {
		return f, nil, err
	}
	defer plain.Close()
	m, picture, err := l.workers.Import(ctx, plain.Name, plain, plain.Size)
	if err != nil {
		return f, nil, err
	}
	for _, n := range m.Notices {
		notes = append(notes, store.Notice(n))
	}
	if m.Kind == media.KindPicture {
		defer picture.Close()
		f, err = l.picture(ctx, name, m, picture)
		return f, notes, err
	}
	if f, err = l.of(content.Slide{Title: name, Kind: content.Video, Fit: content.Contain}); err != nil {
		return f, nil, err
	}
	path := l.File
	if plain.Made {
		if path, err = written(plain); err != nil {
			return f, nil, err
		}
		defer os.Remove(path)
	}
	f.Clip = &preflight.Clip{Sound: m.Audio}
	err = l.workers.Frames(ctx, path, func(frames *os.File, rate float64) (err error) {
		f.Clip.Flashes, f.Clip.Red, err = eye.Flashes(frames, media.FrameWidth, media.FrameHeight, rate)
		return err
	})
	if err != nil {
		return f, nil, err
	}
	if picture, err = l.workers.Poster(ctx, path, time.Second); err != nil {
		return f, nil, err
	}
	defer picture.Close()
	_, err = l.seen(ctx, m, picture, &f)
	return f, notes, err
}

// written puts what a program made of the file where other programs read it. The caller removes it.
func written(p worker.Plain) (path string, err error) {
	f, err := os.CreateTemp("", "ngatu-check-*.mp4")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, io.NewSectionReader(p, 0, p.Size))
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
	}
	return f.Name(), err
}

// picture are the facts of a picture that is open.
func (l look) picture(ctx context.Context, title string, m media.Medium, picture *worker.Picture) (f preflight.Facts, err error) {
	if f, err = l.of(content.Slide{Title: title, Kind: content.Picture, Fit: content.Contain}); err != nil {
		return f, err
	}
	size, err := l.seen(ctx, m, picture, &f)
	if err == nil {
		f.Views[0].Bytes = size
	}
	return f, err
}

// seen fills in what is found in the pixels, and says how many bytes a screen gets of the picture.
func (l look) seen(ctx context.Context, m media.Medium, picture *worker.Picture, f *preflight.Facts) (size int64, err error) {
	f.Picture = &preflight.Picture{Width: m.Width, Height: m.Height, AI: m.Origin != ""}
	times := min(1, float64(searched)/float64(max(m.Width, m.Height)))
	whole, _, err := rendered(ctx, picture, media.Spec{Width: max(1, int(float64(m.Width)*times)), Height: max(1, int(float64(m.Height)*times))})
	if err != nil {
		return 0, err
	}
	f.Picture.Codes = eye.Hidden(whole, times)
	if err := l.read(ctx, m, picture, f); err != nil {
		return 0, err
	}
	shown, size, err := rendered(ctx, picture, media.Spec{Width: l.canvas.Width, Height: l.canvas.Height, Fit: media.Contain})
	if err != nil {
		return 0, err
	}
	f.Views = []preflight.View{{
		Canvas: l.canvas, Street: l.Street, Screens: 1, Bytes: m.Bytes, Codes: eye.Codes(shown), Light: eye.Light(shown),
	}}
	return size, nil
}

// read adds what is read in a picture, where the program for that is installed.
func (l look) read(ctx context.Context, m media.Medium, picture *worker.Picture, f *preflight.Facts) error {
	if !media.CanRead() {
		return nil
	}
	size := media.ReadAt(m.Width, m.Height)
	grey, err := picture.Grey(ctx, media.Spec{Width: size.X, Height: size.Y})
	if err != nil {
		return err
	}
	table, err := l.workers.Words(ctx, f.Slide.Title, grey)
	if worker.Died(err) { // the checks go on without it
		return nil
	}
	lines, sure, doubtful := eye.Read(string(table)).In(m.Width, m.Height, size)
	f.Lines, f.Texts, f.Doubtful = append(f.Lines, lines...), append(f.Texts, sure...), append(f.Doubtful, doubtful...)
	return err
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
