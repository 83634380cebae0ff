package worker

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"runtime/debug"
	"sync/atomic"

	"ngatu/internal/pdf"
)

const jobPages = "pages"

// Limits of PDFs, which pages of the studio name too.
const (
	MaxDocument = pdf.MaxBytes
	MaxPages    = pdf.MaxPages
	MaxPageSide = pdf.MaxSide // pixels of a page's longer side
)

// PagesAtOnce is how many pages one worker draws at most: others with a PDF wait no longer.
const PagesAtOnce = 10

// A page is kept without loss where that takes no more than losslessPage bytes: text is sharp, and
// a scan does not fill the disk.
const (
	losslessPage = 3 << 20
	pageQuality  = 92
)

// Page is one of a PDF.
type Page struct {
	Picture []byte // PNG or JPEG
	said
}

// Pages draws pages of a PDF of so many bytes, from page first on, 0 the first, as many as are done
// soon, each with a longer side of so many pixels. take gets each page, and how many there are. It
// returns how many pages the PDF has, and the next one to ask for. See [pdf.Engine.Read] for what is
// refused. One PDF is
// drawn at a time, and those of several senders in turn: see [For].
func (p *Pool) Pages(ctx context.Context, name string, r io.ReaderAt, size int64, first, side int, take func(page, of int, drawn Page) error) (count, next int, err error) {
	give, err := p.papers.take(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer give()
	cache, err := p.compiled(ctx)
	if err != nil {
		return 0, 0, err
	}
	w, err := p.beginAs(ctx, ask{Job: jobPages, Name: name, Size: size}, r, &count, asPages, cache)
	if err != nil {
		return 0, 0, err
	}
	defer w.end()
	if count < 1 || count > pdf.MaxPages {
		return 0, 0, p.noted(w, w.refuse(errors.New("worker: what it says of the file cannot be")))
	}
	for next = first; next < count && next < first+PagesAtOnce; next++ {
		one, err := w.ask(ask{Page: next + 1, Side: side})
		if err != nil {
			return count, next, err
		}
		got, err := w.wait(ctx, one)
		if err != nil {
			return count, next, p.noted(w, err)
		}
		drawn := Page{Picture: got.body}
		if err := decode(got.Value, &drawn.said); err != nil {
			return count, next, p.noted(w, w.refuse(err))
		}
		drawn.bound(side)
		if err := take(next, count, drawn); err != nil {
			return count, next, err
		}
		if got.Spent > enough {
			return count, next + 1, nil
		}
	}
	return count, next, nil
}

// drawPages runs a worker that draws the pages of a PDF.
func drawPages() int {
	if len(os.Args) != 3 {
		return statusMisuse
	}
	debug.SetMemoryLimit(softMemory / 2) // the other half is PDFium's
	engine, err := pdf.Open(os.Args[2])
	if err != nil {
		return fail(err)
	}
	return attend(func(*atomic.Bool) {}, func(d *desk) bool {
		if d.first.Job != jobPages {
			return false
		}
		pagesInside(d, engine)
		return true
	})
}

func pagesInside(d *desk, engine *pdf.Engine) {
	document, err := engine.Read(d.first.Name, d.file, d.first.Size)
	if err != nil {
		d.answer(d.first.ID, nil, err)
		return
	}
	d.answer(d.first.ID, document.Pages, nil)
	for {
		a, err := d.next()
		if err != nil {
			os.Exit(0)
		}
		var b []byte
		var said json.RawMessage
		m, err := document.Page(a.Page-1, a.Side)
		if err == nil {
			said, err = saidOn(document, a.Page-1, m.Rect)
		}
		if err == nil {
			b, err = encodePage(m)
		}
		if err != nil {
			d.answer(a.ID, nil, err)
			continue
		}
		d.send(answer{ID: a.ID, Value: said, Spent: spent()}, b)
	}
}

// saidOn is what a page says, as JSON: nothing where that cannot be read. The page is shown all the
// same, unless it is drawn in wrong letters.
func saidOn(document *pdf.Document, page int, drawn image.Rectangle) (json.RawMessage, error) {
	var one said
	var err error
	one.Text, one.Lines, err = document.Text(page, drawn)
	switch {
	case errors.Is(err, pdf.ErrFont):
		return nil, err
	case err != nil:
		one = said{}
	}
	return json.Marshal(one)
}

func encodePage(m *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	quick := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := quick.Encode(&b, m); err != nil || b.Len() <= losslessPage {
		return b.Bytes(), err
	}
	b.Reset()
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: pageQuality})
	return b.Bytes(), err
}
