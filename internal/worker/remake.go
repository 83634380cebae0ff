package worker

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"ngatu/internal/media"
)

const (
	remakeTime = 30 * time.Minute // of processor time: enough for ten minutes of 4K
	// bytes of address space; decoding 4K and encoding Full HD uses a quarter of it
	remakeMemory = 3 << 30
	remakeBytes  = 500 << 20
)

// filmPlaces is how many clips are converted at a time within so many bytes of memory and with so many
// processors: each keeps two of them busy. Two go at once also where there are no more: they give way to
// everything else, and a short clip does not wait for a long one.
func filmPlaces(memory int64, processors int) int {
	return max(1, min(max(2, processors/2), int((memory-ours)/remakeMemory)))
}

// Remake converts the video at path for screens, with a mark over it where there is one: see
// [media.ConvertArgs]. The result is examined
// like any untrusted file and plays on every screen. take gets the file, which exists only until
// take returns. Some clips are converted at a time, senders in turn, and none has all turns for theirs where
// there are several: see [filmPlaces]. tell hears which share is done,
// first 0 when its turn has come, and must not wait. Where ctx ends, ffmpeg is killed and nothing of
// it is left. Without ffmpeg the error has code Missing.
func (p *Pool) Remake(ctx context.Context, path string, m media.Medium, width, height int, mark *media.Mark, tell func(share float64), take func(*os.File) error) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	give, err := p.films.take(ctx)
	if err != nil {
		return err
	}
	defer give()
	tell(0)
	room, leave, err := p.Room()
	if err != nil {
		return err
	}
	defer leave()
	to := filepath.Join(room, "clip.mp4")
	if mark != nil {
		if err := fill(filepath.Join(room, media.MarkFile), bytes.NewReader(mark.PNG)); err != nil {
			return Full(err)
		}
	}
	if err := p.Convert(ctx, "", Conversion{
		Program: media.PosterProgram, Args: media.ConvertArgs(path, m, width, height, to, mark), Reads: []string{path}, Folder: room,
		Says: &media.Progress{Length: m.Duration, Tell: tell},
		Time: remakeTime, Memory: remakeMemory, Written: remakeBytes, Behind: true,
	}); err != nil {
		return err
	}
	f, err := wrote(room, "clip.mp4")
	if err != nil {
		return err
	}
	defer f.Close()
	made, err := p.probeFile(ctx, f)
	if err != nil {
		return err
	}
	if len(made.Faults) > 0 || !made.Front || made.Width != width || made.Height != height {
		return errors.New("worker: the converted clip is not right")
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil { // who examined it may have read on
		return err
	}
	return take(f)
}
