package pdf

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io"

	"github.com/klippa-app/go-pdfium/enums"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// Document is a PDF that was found to be readable.
type Document struct {
	Pages int

	name   string
	engine *Engine
	of     references.FPDF_DOCUMENT
}

// Read opens a PDF of so many bytes, which must stay readable. name is used in sentences alone.
// What cannot be shown is a [content.Error] for staff.
func (e *Engine) Read(name string, r io.ReaderAt, size int64) (*Document, error) {
	if size > MaxBytes {
		return nil, tooLarge(name)
	}
	if size == 0 {
		return nil, broken(name, io.ErrUnexpectedEOF)
	}
	opened, err := e.instance.OpenDocument(&requests.OpenDocument{FileReader: io.NewSectionReader(r, 0, size), FileReaderSize: size})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return nil, locked(name, err)
	case err != nil:
		return nil, broken(name, err)
	}
	count, err := e.instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	switch {
	case err != nil:
		return nil, broken(name, err)
	case count.PageCount <= 0:
		return nil, empty(name)
	case count.PageCount > MaxPages:
		return nil, tooMany(name, count.PageCount)
	}
	return &Document{Pages: count.PageCount, name: name, engine: e, of: opened.Document}, nil
}

// Page draws page i, 0 the first, on white paper, as people see it: turned, cut to its crop box,
// with its stamps, notes and filled-in fields. Its longer side has so many pixels.
func (d *Document) Page(i, side int) (m *image.RGBA, err error) {
	if i < 0 || i >= d.Pages || side < 1 || side > MaxSide {
		return nil, fmt.Errorf("pdf: page %d of %d at %d pixels", i, d.Pages, side)
	}
	page, err := d.engine.instance.RenderPageInPixels(&requests.RenderPageInPixels{
		Page:  requests.Page{ByIndex: &requests.PageByIndex{Document: d.of, Index: i}},
		Width: side, Height: side,
		RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT, RenderForm: true, Document: &d.of,
	})
	if err != nil {
		return nil, brokenPage(d.name, i+1, err)
	}
	defer page.Cleanup()
	drawn, ok := page.Result.RenderedImage.(*image.RGBA)
	if !ok {
		return nil, brokenPage(d.name, i+1, errors.New("pdf: it was not drawn"))
	}
	m = image.NewRGBA(drawn.Rect)
	draw.Draw(m, m.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(m, m.Rect, drawn, drawn.Rect.Min, draw.Over)
	return m, nil
}
