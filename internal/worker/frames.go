package worker

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"ngatu/internal/media"
)

const (
	framesTime  = 3 * time.Minute
	framesBytes = 256 << 20
)

// Frames hands the pictures of the video at path, small and as RGB bytes one after the other, to
// look: see [media.FramesArgs]. Without ffmpeg the error has code Missing.
func (p *Pool) Frames(ctx context.Context, path string, look func(f *os.File, rate float64) error) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	m, err := p.probe(ctx, path)
	if err != nil {
		return err
	}
	room, leave, err := p.Room()
	if err != nil {
		return err
	}
	defer leave()
	to := filepath.Join(room, "frames.rgb")
	args, rate := media.FramesArgs(path, m, to)
	if err := p.Convert(ctx, "", Conversion{
		Program: media.PosterProgram, Args: args, Reads: []string{path}, Folder: room, Time: framesTime, Written: framesBytes,
	}); err != nil {
		return err
	}
	f, err := wrote(room, "frames.rgb")
	if err != nil {
		return err // the video has no pictures
	}
	defer f.Close()
	return look(f, rate)
}
