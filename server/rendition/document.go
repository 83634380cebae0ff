package rendition

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// Document makes what screens show of a deck or a text on a slide like s: of its pages as they look
// where LibreOffice is there, else of its words and pictures, and staff are told why. It returns
// them in order, stored and shown by nobody yet, with what staff should know. tell hears how many
// pages are done, of how many, and ends it by an error. The error of a file that is refused is a
// [content.Error] for staff with code Invalid or TooLarge.
func (mk *Maker) Document(ctx context.Context, who, name string, r io.ReaderAt, size int64, s content.Slide, tell func(done, of int) error) (made []Page, notices []store.Notice, err error) {
	ctx = worker.For(ctx, who)
	p, words, err := mk.Open(ctx, name, r, size)
	if err != nil {
		return nil, nil, err
	}
	if words != nil {
		defer words.Close()
		return mk.cards(ctx, who, words, s, tell)
	}
	defer p.Close()
	drawn, err := mk.Pages(ctx, who, name, p, p.Size, s, tell)
	for _, m := range drawn {
		made = append(made, Page{Medium: m})
	}
	return made, p.Notices, err
}

// Open reads a deck or a text: as a PDF of what it looks like, or, where there is a reason against
// that which lasts, as its words. The other one is nil. The caller closes what it got.
func (mk *Maker) Open(ctx context.Context, name string, r io.ReaderAt, size int64) (*Printed, *Words, error) {
	as, err := read(ctx, mk.Workers, name, r, size)
	defer func() { as.Close() }() // also after an error: what was made of it until then
	if err == nil {
		var p Printed
		if p, err = mk.print(ctx, name, r, size, as); err == nil {
			return &p, nil, nil
		}
	}
	if why, ok := errors.AsType[*content.Error](err); ok && lasting(why.Code) { // its words may be there all the same
		words, err := mk.words(ctx, name, as, as.size, why)
		return nil, words, err
	}
	return nil, nil, err
}

// lasting reports whether a document is not shown as it looks for a reason of its own or the
// server's, which trying again does not change.
func lasting(c content.Code) bool {
	return c == content.Missing || c == content.Invalid || c == content.TooLarge
}

// Printed is a document as a PDF, in a file that is gone with its Close.
type Printed struct {
	*os.File
	Size    int64
	Notices []store.Notice // what staff should know of it
}

// CanPrint says whether documents are shown as they look: LibreOffice is there.
func (mk *Maker) CanPrint() bool { return worker.HasOffice() }

// Print lets LibreOffice make a PDF of a deck or a text. Its error is a [content.Error]: of code
// Missing where there is none, or the file is in a font that no server has; Invalid or TooLarge
// where the file cannot be read.
func (mk *Maker) Print(ctx context.Context, name string, r io.ReaderAt, size int64) (p Printed, err error) {
	as, err := read(ctx, mk.Workers, name, r, size)
	defer func() { as.Close() }() // also after an error: what was made of it until then
	if err != nil {
		return p, err
	}
	return mk.print(ctx, name, r, size, as)
}

func (mk *Maker) print(ctx context.Context, name string, r io.ReaderAt, size int64, as legible) (p Printed, err error) {
	if as.Old {
		return p, oldFont(name)
	}
	err = mk.Workers.Office(ctx, name, as.Kind, r, size, func(made *os.File) (err error) {
		p.File, p.Size, err = mk.Workers.Spool(made, worker.MaxDocument+1)
		return err
	})
	if lacking := worker.LackingFonts(ctx, as.Fonts); err == nil && len(lacking) > 0 {
		p.Notices = append(p.Notices, replaced(lacking, ""))
	}
	return p, err
}

// PrintInTurn is [Maker.Print], one document at a time: however many are dropped into the inbox,
// what people upload meanwhile waits for one of them at most.
func (mk *Maker) PrintInTurn(ctx context.Context, name string, r io.ReaderAt, size int64) (p Printed, err error) {
	select {
	case mk.turn <- struct{}{}:
	case <-ctx.Done():
		return p, ctx.Err()
	}
	defer func() { <-mk.turn }()
	return mk.Print(ctx, name, r, size)
}

// replaced names fonts that another one takes the place of; "": whichever LibreOffice takes.
func replaced(fonts []string, by string) store.Notice {
	names := strings.Join(fonts[:min(len(fonts), 6)], ", ")
	if by == "" {
		return store.Notice{
			Vi: "Máy chủ không có phông " + names + " nên đã thay bằng phông khác: hãy xem chữ có bị tràn hay đổi dòng không. Muốn giữ đúng phông, hãy lưu thành PDF rồi tải lên.",
			En: "The server lacks the fonts " + names + " and took others: look whether text runs over or breaks elsewhere. To keep them, save the file as PDF and upload that.",
		}
	}
	return store.Notice{
		Vi: "Phông chữ được thay bằng " + by + ": " + names + ".",
		En: "Fonts that " + by + " takes the place of: " + names + ".",
	}
}

func oldFont(name string) error {
	return &content.Error{
		Code: content.Missing,
		Vi:   "“" + name + "” gõ bằng phông cũ (TCVN3 hoặc VNI) mà máy chủ không có, chữ sẽ hiện sai. Hãy lưu thành PDF trên máy đã soạn, hoặc tải tệp lên ở trang Tải lên: chữ được chuyển sang Unicode.",
		En:   "“" + name + "” is typed in a font from before Unicode (TCVN3 or VNI) that the server lacks: its text would be wrong. Save it as PDF where it was typed, or upload it on the page Upload, where its text becomes Unicode.",
	}
}
