package worker

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
)

const jobMedium = "medium"

// Import finds out what a file is, in a worker; see [media.Importer.Import]. A picture stays open
// in its worker and can be rendered many times. The caller must close it, and do so before
// importing the next file: workers are few. name is used only in sentences and for its extension.
// The worker reads r while the picture is open.
func (p *Pool) Import(ctx context.Context, name string, r io.ReaderAt, size int64) (media.Medium, *Picture, error) {
	m, w, err := p.open(ctx, name, r, size)
	if err != nil {
		return media.Medium{}, nil, err
	}
	if m.Kind != media.KindPicture {
		w.end()
		return m, nil, nil
	}
	return m, &Picture{pool: p, name: name, file: r, size: size, digest: m.Digest, w: w}, nil
}

// open lets a worker open a picture or examine a video. The caller ends the worker.
func (p *Pool) open(ctx context.Context, name string, r io.ReaderAt, size int64) (m media.Medium, w *process, err error) {
	if w, err = p.begin(ctx, ask{Job: jobMedium, Name: name, Size: size, Films: media.CanPoster()}, r, &m); err != nil {
		return m, nil, err
	}
	if err := plausible(m, size); err != nil {
		w.end()
		return m, nil, p.noted(w, w.refuse(err))
	}
	return m, w, nil
}

// plausible checks those claims of a worker about a file that other code relies on.
func plausible(m media.Medium, size int64) error {
	kinds := map[string]media.Kind{
		"image/jpeg": media.KindPicture, "image/png": media.KindPicture, "image/webp": media.KindPicture,
		"image/gif": media.KindPicture, "image/tiff": media.KindPicture, "image/bmp": media.KindPicture, "video/mp4": media.KindVideo, "video/quicktime": media.KindVideo,
	}
	switch {
	case kinds[m.Type] == "", kinds[m.Type] != m.Kind, !m.Digest.Valid(), m.Bytes != size,
		m.Width <= 0, m.Height <= 0, m.Width > 1<<20, m.Height > 1<<20,
		m.Origin != "" && m.Origin != media.MadeByAI && m.Origin != media.AlteredByAI,
		m.Duration < 0, m.Duration > 24*time.Hour, m.BitRate < 0, len(m.Codec) > 200, len(m.Notices) > 20:
		return errors.New("worker: what it says of the file cannot be")
	}
	return nil
}

func mediumInside(d *desk) {
	m, picture, err := media.NewImporter(media.Limits{Convert: d.first.Films}).Import(context.Background(), d.first.Name, d.file, d.first.Size)
	d.answer(d.first.ID, m, err)
	if err != nil {
		return
	}
	for {
		a, err := d.next()
		if err != nil {
			os.Exit(0) // the server closed it; nobody wants what is still being rendered
		}
		switch {
		case a.Spec != nil && picture != nil:
			go renderInside(d, picture, a)
		case a.Front && m.Kind == media.KindVideo:
			r, err := media.Faststart(d.file, d.first.Size)
			pour(d, a, r, err)
		case a.Bare && m.Kind == media.KindPicture:
			bareInside(d, a)
		default:
			os.Exit(statusMisuse)
		}
	}
}

func renderInside(d *desk, p *media.Picture, a ask) {
	if a.Grey {
		m, err := p.Grey(context.Background(), *a.Spec)
		if err == nil && len(m.Pix) > maxBody {
			err = errTooMuch
		}
		if err != nil {
			d.answer(a.ID, nil, err)
			return
		}
		d.send(answer{ID: a.ID, Spent: spent()}, m.Pix)
		return
	}
	draw := p.Render
	if a.Still {
		draw = p.Still
	}
	r, err := draw(context.Background(), *a.Spec)
	if err == nil && len(r.Bytes) > maxBody {
		err = &content.Error{
			Code: content.TooLarge,
			Vi:   "Ảnh quá nhiều chi tiết cho màn hình này. Hãy lưu ảnh với chất lượng thấp hơn rồi tải lại.",
			En:   "The picture has too much detail for this canvas. Save it at a lower quality and upload it again.",
		}
	}
	if err != nil {
		d.answer(a.ID, nil, err)
		return
	}
	d.send(answer{ID: a.ID, Type: r.Type, Spent: spent()}, r.Bytes)
}

// Front returns the video with its index in front: see [media.Faststart]. r must stay open until
// the caller has closed the result.
func (p *Pool) Front(ctx context.Context, r io.ReaderAt, size int64) (io.ReadCloser, error) {
	return p.poured(ctx, "", r, size, ask{Front: true})
}

// poured opens a picture or video and asks for what comes in pieces.
func (p *Pool) poured(ctx context.Context, name string, r io.ReaderAt, size int64, a ask) (io.ReadCloser, error) {
	_, w, err := p.open(ctx, name, r, size)
	if err != nil {
		return nil, err
	}
	pieces, err := w.ask(a)
	if err != nil {
		w.end()
		return nil, err
	}
	return &stream{ctx: ctx, w: w, pieces: pieces, left: size + chunk}, nil
}

// pour answers a request with all of r, in pieces.
func pour(d *desk, a ask, r io.Reader, err error) {
	buf := make([]byte, chunk)
	for err == nil {
		var n int
		if n, err = io.ReadFull(r, buf); n > 0 {
			d.send(answer{ID: a.ID, More: true}, buf[:n])
		}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	d.answer(a.ID, nil, err)
}

// stream reads an answer that comes in pieces.
type stream struct {
	ctx    context.Context
	w      *process
	pieces *pending
	rest   []byte
	left   int64
}

func (s *stream) Read(b []byte) (int, error) {
	if len(s.rest) == 0 {
		r, err := s.w.wait(s.ctx, s.pieces)
		if err != nil {
			return 0, err
		}
		if !r.More {
			return 0, io.EOF
		}
		if s.left -= int64(len(r.body)); s.left < 0 || len(r.body) == 0 {
			return 0, s.w.refuse(errTooMuch)
		}
		s.rest = r.body
	}
	n := copy(b, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func (s *stream) Close() error {
	s.w.end()
	return nil
}
