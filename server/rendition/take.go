package rendition

import (
	"context"
	"io"
	"sync"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// Taken is a file that was understood. Its bytes are on their way to the disk. Close it.
type Taken struct {
	Medium store.Medium // with what staff are told of it; stored by [Maker.Publish]

	plain   worker.Plain // the file as it is kept; closed by Close
	picture *drawing     // of a picture; closed by Close
	film    media.Medium // of a video: what it is
	served  content.Ref  // of a video: the bytes that players fetch, where it is not converted
	kept    func() error // waits until the original is on disk
}

// Close waits until nothing reads the file any more.
func (t Taken) Close() {
	if t.kept != nil {
		_ = t.kept() // was reported to whoever published
	}
	if t.picture != nil {
		t.picture.Close()
	}
	t.plain.Close()
}

// Take finds out what a file of n bytes is and begins to keep them; r must stay readable until
// [Taken.Close]. name is what the file is called: its ending must fit what it is. Of an iPhone's
// picture what is kept is the JPEG that it becomes, and of a clip in another container the MP4.
// Nothing is kept of a file that is refused: the error is then a [content.Error] for staff with
// code Invalid or TooLarge.
func (mk *Maker) Take(ctx context.Context, name string, r io.ReaderAt, n int64) (Taken, error) {
	plain, err := mk.Workers.Plain(ctx, name, r, n)
	if err != nil {
		return Taken{}, err
	}
	t, err := mk.take(ctx, plain)
	if err != nil {
		plain.Close()
	}
	return t, err
}

func (mk *Maker) take(ctx context.Context, p worker.Plain) (Taken, error) {
	name, r, n := p.Name, p.ReaderAt, p.Size
	m, picture, err := mk.Workers.Import(ctx, name, r, n)
	if err != nil {
		return Taken{}, err
	}
	t := Taken{Medium: mediumOf(m, name), plain: p}
	if picture != nil {
		t.picture = drawingOf(picture)
	}
	sizes, err := mk.canvases(ctx)
	if err != nil {
		picture.Close()
		return Taken{}, err
	}
	if p.Made && m.Kind == media.KindVideo {
		t.Medium.Notices = append(t.Medium.Notices, fromFilm)
	} else if p.Made {
		t.Medium.Notices = append(t.Medium.Notices, fromPhone)
	}
	t.Medium.Notices = append(t.Medium.Notices, blownUp(m, sizes)...)
	if m.Kind == media.KindVideo {
		t.film = m
		t.Medium.Notices = append(t.Medium.Notices, noticesOf(m, name)...)
		t.served, err = mk.keepVideo(ctx, m, r, n)
		return t, err
	}
	kept := make(chan error, 1)
	go func() { kept <- mk.keep(ctx, m.Digest, io.NewSectionReader(r, 0, n)) }()
	t.kept = sync.OnceValue(func() error { return <-kept })
	return t, nil
}

// keep stores the original. The threat: a file that is written to while it is read is one thing to
// the importer and another to the disk.
func (mk *Maker) keep(ctx context.Context, want content.Digest, r io.Reader) error {
	if err := mk.Store.Room(); err != nil {
		return err
	}
	got, _, err := mk.Media.Put(ctx, r, 0)
	if err != nil {
		return err
	}
	if got != want {
		return inbox.ErrChanged
	}
	return nil
}

// keepVideo stores a video, and where its index stands at the end a copy with the index in front: a
// screen then plays it when the first part has come.
func (mk *Maker) keepVideo(ctx context.Context, m media.Medium, r io.ReaderAt, n int64) (content.Ref, error) {
	if err := mk.keep(ctx, m.Digest, io.NewSectionReader(r, 0, n)); err != nil {
		return content.Ref{}, err
	}
	ref := content.Ref{Digest: m.Digest, Type: m.Type, Size: n}
	if m.Front || m.Foreign {
		return ref, nil
	}
	quick, err := mk.Workers.Front(ctx, r, n)
	if err != nil {
		return ref, err
	}
	defer quick.Close()
	ref.Digest, ref.Size, err = mk.Media.Put(ctx, quick, 0)
	return ref, err
}

var fromPhone = store.Notice{
	Vi: "Ảnh HEIC hoặc AVIF được chuyển thành JPEG; máy chủ giữ bản JPEG.",
	En: "The HEIC or AVIF picture was turned into a JPEG, which the server keeps.",
}

var fromFilm = store.Notice{
	Vi: "Video được chuyển sang tệp MP4; máy chủ giữ bản MP4.",
	En: "The clip was put into an MP4, which the server keeps.",
}

func mediumOf(m media.Medium, name string) store.Medium {
	s := store.Medium{
		Digest: m.Digest, Kind: content.Kind(m.Kind), Type: m.Type, Width: m.Width, Height: m.Height,
		Duration: m.Duration, Bytes: m.Bytes, Codec: m.Codec, Name: name, Origin: string(m.Origin),
	}
	for _, n := range m.Notices {
		s.Notices = append(s.Notices, store.Notice(n))
	}
	return s
}
