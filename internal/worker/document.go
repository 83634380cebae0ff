package worker

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"ngatu/internal/office"
)

const jobDocument = "document"

// Document is what a deck or a text says.
type Document = office.Document

// MaxPictures is how many pictures are read of a document.
const MaxPictures = office.MaxPictures

// picturesAtOnce is how many pictures of a document one worker hands out.
const picturesAtOnce = 20

// Document reads what a deck or a text of so many bytes says, and hands its pictures to take, from
// picture first on, 0 the first: as many as one worker does, none from [MaxPictures] on. Each is
// whatever the file holds, and nothing where it is too large. It returns the next picture to ask
// for. See [office.Read] for what is refused.
func (p *Pool) Document(ctx context.Context, name string, r io.ReaderAt, size int64, first int, take func(picture int, b []byte) error) (d Document, next int, err error) {
	w, err := p.begin(ctx, ask{Job: jobDocument, Name: name, Size: size}, r, &d)
	if err != nil {
		return d, first, err
	}
	defer w.end()
	if !likely(d) {
		return d, first, p.noted(w, w.refuse(errors.New("worker: what it says of the file cannot be")))
	}
	for next = first; next < d.Pictures && next < first+picturesAtOnce; next++ {
		one, err := w.ask(ask{Page: next + 1})
		if err != nil {
			return d, next, err
		}
		got, err := w.wait(ctx, one)
		if err != nil {
			return d, next, p.noted(w, err)
		}
		if err := take(next, got.body); err != nil {
			return d, next, err
		}
	}
	return d, next, nil
}

// likely checks those claims of a worker about a document that other code relies on.
func likely(d Document) bool {
	seen := 0
	for _, p := range d.Pages {
		for _, i := range p.Pictures {
			if i != seen {
				return false
			}
			seen++
		}
	}
	if slices.ContainsFunc(d.Fonts, func(f string) bool { return len(f) > office.MaxFont }) {
		return false
	}
	return len(d.Fonts) <= office.MaxFonts && officeKinds[d.Kind].to == "pdf" && len(d.Pages) <= office.MaxPages && seen == d.Pictures && seen <= office.MaxPictures
}

func documentInside(d *desk) {
	document, err := office.Read(context.Background(), d.first.Name, d.file, d.first.Size)
	if err != nil {
		d.answer(d.first.ID, nil, err)
		return
	}
	d.answer(d.first.ID, document.Document, nil)
	for {
		a, err := d.next()
		if err != nil {
			os.Exit(0)
		}
		b, err := document.Picture(a.Page - 1)
		if err != nil {
			b = nil // a part that is broken is one picture less
		}
		d.send(answer{ID: a.ID}, b)
	}
}
