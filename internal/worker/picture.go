package worker

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
)

// Picture is a picture that is open in a worker. Its methods are safe for concurrent use. Close
// ends the worker.
type Picture struct {
	pool   *Pool
	name   string
	file   io.ReaderAt
	size   int64
	digest content.Digest

	mu    sync.RWMutex // held for writing while another worker takes over
	w     *process
	spent time.Duration // processor time of w
	count sync.Mutex    // guards spent
}

// enough is the processor time after which another worker takes over a picture, so that many
// canvases do not hit the limit of one process.
const enough = processorTime / 2

// errOther means that the file's digest is no longer the one that was opened.
var errOther = errors.New("worker: the file changed while it was read")

// Render draws the picture on a canvas and encodes it: see [media.Picture.Render].
func (p *Picture) Render(ctx context.Context, s media.Spec) (media.Rendition, error) {
	return p.draw(ctx, s, false)
}

// Still draws the same as a small JPEG: see [media.Picture.Still].
func (p *Picture) Still(ctx context.Context, s media.Spec) (media.Rendition, error) {
	return p.draw(ctx, s, true)
}

// Close ends the worker. Closing twice, or a nil Picture, does nothing.
func (p *Picture) Close() {
	if p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.w.end()
	}
}

func (p *Picture) draw(ctx context.Context, s media.Spec, still bool) (out media.Rendition, err error) {
	err = p.asked(ctx, ask{Spec: &s, Still: still}, func(r reply) error {
		out = media.Rendition{Bytes: r.body, Type: r.Type}
		return sniff(out, s, still)
	})
	if err != nil {
		return media.Rendition{}, err
	}
	return out, nil
}

// Grey draws the picture without its colours: see [media.Picture.Grey].
func (p *Picture) Grey(ctx context.Context, s media.Spec) (out *image.Gray, err error) {
	err = p.asked(ctx, ask{Spec: &s, Grey: true}, func(r reply) error {
		if s.Width <= 0 || s.Height <= 0 || len(r.body)%s.Width != 0 || len(r.body)/s.Width != s.Height {
			return errRendition
		}
		out = &image.Gray{Pix: r.body, Stride: s.Width, Rect: image.Rect(0, 0, s.Width, s.Height)}
		return nil
	})
	return out, err
}

// asked asks the worker for something of the picture. take refuses an answer that cannot be one.
func (p *Picture) asked(ctx context.Context, a ask, take func(reply) error) error {
	if err := p.renew(ctx); err != nil {
		return err
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	one, err := p.w.ask(a)
	if err != nil {
		return err
	}
	r, err := p.w.wait(ctx, one)
	if err != nil {
		return p.pool.noted(p.w, err)
	}
	p.count.Lock()
	p.spent = max(p.spent, r.Spent)
	p.count.Unlock()
	if err := take(r); err != nil {
		return p.pool.noted(p.w, p.w.refuse(err))
	}
	return nil
}

// tired reports whether the worker has used so much of its processor time that another should take
// over.
func (p *Picture) tired() bool {
	p.count.Lock()
	defer p.count.Unlock()
	return p.spent > enough
}

// renew replaces a tired worker.
func (p *Picture) renew(ctx context.Context) error {
	if !p.tired() {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.tired() {
		return nil // another goroutine was here before
	}
	p.w.end()
	m, w, err := p.pool.open(ctx, p.name, p.file, p.size)
	if err == nil && m.Digest != p.digest {
		w.end()
		err = errOther
	}
	if err != nil {
		return err
	}
	p.w, p.spent = w, 0
	return nil
}

// errRendition means that a worker sent something else than the rendition that was asked for.
var errRendition = errors.New("worker: it sent no rendition of the canvas that was asked for")

// sniff checks the format and size of a rendition. Players only ever get what passes here, even if
// a worker was taken over.
func sniff(r media.Rendition, s media.Spec, still bool) error {
	decode := jpeg.DecodeConfig
	if r.Type == "image/png" {
		decode = png.DecodeConfig
	} else if r.Type != "image/jpeg" {
		return errRendition
	}
	c, err := decode(bytes.NewReader(r.Bytes))
	if err != nil {
		return errors.Join(errRendition, err)
	}
	if still && (len(r.Bytes) > media.StillBytes || c.Width > s.Width || c.Height > s.Height) ||
		!still && (c.Width != s.Width || c.Height != s.Height) {
		return errRendition
	}
	return nil
}
