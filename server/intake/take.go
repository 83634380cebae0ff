package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/media"
	"ngatu/internal/store"
)

// inMemory is the longest file that is read once and looked at in memory: pictures are.
const inMemory = 48 << 20

// taken is a file that was understood. Its bytes are on their way to the disk.
type taken struct {
	medium  store.Medium
	picture *media.Picture // of a picture; closed by close
	served  content.Ref    // of a video: the bytes that players fetch
	kept    func() error   // waits until the original is on disk
}

// close waits until nothing reads the file any more.
func (t taken) close() {
	if t.kept != nil {
		_ = t.kept() // was told to whoever published
	}
	t.picture.Close()
}

// take finds out what the file is and begins to keep its bytes. Nothing is kept of a file that is refused.
func (in *Intake) take(ctx context.Context, name string, r io.ReaderAt, n int64) (taken, error) {
	if r == nil || n < 0 {
		return taken{}, unreadable(name, nil)
	}
	if n <= inMemory {
		b := make([]byte, n)
		if got, err := r.ReadAt(b, 0); int64(got) < n {
			return taken{}, fmt.Errorf("read %s: %w", name, err)
		}
		r = bytes.NewReader(b)
	}
	m, picture, err := in.Importer.Import(ctx, name, r, n)
	if err != nil {
		return taken{}, err
	}
	t := taken{medium: mediumOf(m, name), picture: picture}
	if m.Kind == media.KindVideo {
		t.served, err = in.keepVideo(ctx, m, r, n)
		return t, err
	}
	kept := make(chan error, 1)
	go func() { kept <- in.keep(ctx, m.Digest, io.NewSectionReader(r, 0, n)) }()
	t.kept = sync.OnceValue(func() error { return <-kept })
	return t, nil
}

// keep stores the original. The threat: a file that is written to while it is read is one thing to the importer and
// another to the disk.
func (in *Intake) keep(ctx context.Context, want content.Digest, r io.Reader) error {
	got, _, err := in.Media.Put(ctx, r, 0)
	if err != nil {
		return err
	}
	if got != want {
		return inbox.ErrChanged
	}
	return nil
}

// keepVideo stores a video, and where its index stands at the end a copy with the index in front: a screen then plays it
// when the first part has come.
func (in *Intake) keepVideo(ctx context.Context, m media.Medium, r io.ReaderAt, n int64) (content.Ref, error) {
	if err := in.keep(ctx, m.Digest, io.NewSectionReader(r, 0, n)); err != nil {
		return content.Ref{}, err
	}
	ref := content.Ref{Digest: m.Digest, Type: m.Type, Size: n}
	if m.Front {
		return ref, nil
	}
	quick, err := media.Faststart(r, n)
	if err != nil {
		return ref, err
	}
	ref.Digest, ref.Size, err = in.Media.Put(ctx, quick, 0)
	return ref, err
}

func mediumOf(m media.Medium, name string) store.Medium {
	s := store.Medium{
		Digest: m.Digest, Kind: content.Kind(m.Kind), Type: m.Type, Width: m.Width, Height: m.Height,
		Duration: m.Duration, Bytes: m.Bytes, Codec: m.Codec, Name: name,
	}
	for _, n := range m.Notices {
		s.Notices = append(s.Notices, store.Notice(n))
	}
	return s
}

// isRefusal says whether an error is about the file itself: trying again would not help.
func isRefusal(err error) bool {
	switch content.CodeOf(err) {
	case content.Invalid, content.TooLarge:
		return !errors.Is(err, context.Canceled)
	}
	return false
}
