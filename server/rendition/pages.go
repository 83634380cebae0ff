package rendition

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"golang.org/x/sync/errgroup"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// LeastSide is how many pixels the longer side of a page has at least: small canvases are not all
// that it may be shown on later.
const LeastSide = 1920

// Pages makes a picture of each page of a PDF, and what screens show of it on a slide like s. It
// returns them in order, stored and shown by nobody yet. While a page is taken in, the next ones are
// drawn, so the first is there before the tenth is. Before each page it tells how many are done, of
// how many; an error of tell ends it. Nothing is shown of a PDF that is refused, though pages before
// the fault may be kept until they are swept: the error is then a [content.Error] for staff with
// code Invalid or TooLarge.
func (mk *Maker) Pages(ctx context.Context, who, name string, r io.ReaderAt, size int64, s content.Slide, tell func(done, of int) error) (made []store.Medium, err error) {
	ctx = worker.For(ctx, who)
	side, err := mk.pageSide(ctx)
	if err != nil {
		return nil, err
	}
	for first, count := 0, 1; first < count; {
		drawn := make(chan numbered, worker.PagesAtOnce)
		both, ctx := errgroup.WithContext(ctx)
		both.Go(func() (err error) {
			defer close(drawn)
			count, first, err = mk.Workers.Pages(ctx, name, r, size, first, side, func(page, of int, got worker.Page) error {
				one, err := mk.spool(pageName(name, page, got.Picture), got.Picture)
				one.text, one.lines = got.Text, got.Lines
				if err == nil {
					drawn <- numbered{one, page, of} // there is room: the turn of others comes first
				}
				return err
			})
			return err
		})
		both.Go(func() error {
			for one := range drawn {
				m, err := one.taken(ctx, mk, who, s, tell)
				if err != nil {
					return err
				}
				made = append(made, m)
			}
			return nil
		})
		err := both.Wait()
		for one := range drawn {
			one.Close()
		}
		if err != nil {
			return nil, err
		}
	}
	return made, tell(len(made), len(made))
}

// numbered is a page that was drawn.
type numbered struct {
	Drawn
	page, of int
}

func (p numbered) taken(ctx context.Context, mk *Maker, who string, s content.Slide, tell func(done, of int) error) (store.Medium, error) {
	defer p.Close()
	if err := tell(p.page, p.of); err != nil {
		return store.Medium{}, err
	}
	return mk.page(ctx, who, p.Drawn, s)
}

// Drawn is a picture out of a document, in a file that is gone with its Close.
type Drawn struct {
	*os.File
	Size int64

	name  string
	text  string // that stands on it
	lines []content.Line
}

func (mk *Maker) spool(name string, b []byte) (p Drawn, err error) {
	p.name = name
	p.File, p.Size, err = mk.Workers.Spool(bytes.NewReader(b), int64(len(b)))
	return p, err
}

// page takes a page in like any other picture: what a worker drew is not trusted either.
func (mk *Maker) page(ctx context.Context, who string, p Drawn, s content.Slide) (store.Medium, error) {
	t, err := mk.Take(ctx, p.name, p.File, p.Size)
	if err != nil {
		return store.Medium{}, err
	}
	defer t.Close()
	t.Medium.Text, t.Medium.Lines = p.text, p.lines
	return t.Medium, mk.Ahead(ctx, who, t, s)
}

// pageName is what the picture of a page is called.
func pageName(name string, page int, b []byte) string {
	ext := ".png"
	if bytes.HasPrefix(b, []byte("\xff\xd8")) {
		ext = ".jpg"
	}
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path.Base(name), path.Ext(name)), page+1, ext)
}

// pageSide is how many pixels the longer side of a page gets: as many as the largest canvas shows.
func (mk *Maker) pageSide(ctx context.Context) (int, error) {
	sizes, err := mk.canvases(ctx)
	side := LeastSide
	for _, on := range sizes {
		side = max(side, on.width, on.height)
	}
	return min(side, worker.MaxPageSide), err
}
