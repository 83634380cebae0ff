package worker

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"ngatu/internal/media"
)

const (
	posterTime  = 45 * time.Second
	posterBytes = 64 << 20
)

// Poster returns the frame at an instant of the video at path, for previews and stills. ffmpeg
// extracts it in one worker; another one decodes it. Without ffmpeg the error has code Missing, and
// the video can still be shown. The caller closes the picture.
func (p *Pool) Poster(ctx context.Context, path string, at time.Duration) (*Picture, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	m, err := p.probe(ctx, path)
	if err != nil {
		return nil, err
	}
	room, leave, err := p.Room()
	if err != nil {
		return nil, err
	}
	defer leave()
	to := filepath.Join(room, "poster.png")
	var f *os.File
	for _, at := range []time.Duration{min(at, m.Duration/3), 0} { // a clip of one picture has none behind its beginning
		if err := p.Convert(ctx, "", Conversion{
			Program: media.PosterProgram, Args: media.PosterArgs(path, m, at, to), Reads: []string{path}, Folder: room,
			Time: posterTime, Written: posterBytes,
		}); err != nil {
			return nil, err
		}
		if f, err = wrote(room, "poster.png"); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err // the video has no picture at all
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	_, picture, err := p.Import(ctx, "", f, info.Size())
	return picture, err
}

// probe finds out what the video at path is.
func (p *Pool) probe(ctx context.Context, path string) (media.Medium, error) {
	f, err := os.Open(path)
	if err != nil {
		return media.Medium{}, err
	}
	defer f.Close()
	return p.probeFile(ctx, f)
}

func (p *Pool) probeFile(ctx context.Context, f *os.File) (media.Medium, error) {
	info, err := f.Stat()
	if err != nil {
		return media.Medium{}, err
	}
	m, picture, err := p.Import(ctx, "", f, info.Size())
	picture.Close()
	if err == nil && m.Kind != media.KindVideo {
		err = errors.New("worker: that is no video")
	}
	return m, err
}
