package rendition

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"ngatu/content"
	"ngatu/content/card"
	"ngatu/internal/office"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// LeastPicture is how many pixels the longer side of a picture in a document has at least: smaller
// ones are signs and logos.
const LeastPicture = 200

// mostPictures is how many bytes all pictures of a document have at most, unpacked.
const mostPictures = 4 * office.MaxBytes

// Page is one of a document: its picture, or a card with its words.
type Page struct {
	Medium store.Medium // of no digest: a card
	card.Card
}

// Slide is s as it shows the page.
func (p Page) Slide(s content.Slide) content.Slide {
	if p.Medium.Digest != "" {
		s.Kind, s.Medium = p.Medium.Kind, p.Medium.Digest
		return s
	}
	s.Kind, s.Style, s.Words, s.Medium, s.Fit, s.FocusX, s.FocusY = content.Notice, p.Style, p.Words, "", "", 0, 0
	return s
}

// Words is what a deck or a text says, with its pictures, which are in files that are gone with its
// Close.
type Words struct {
	worker.Document
	Cards    [][]card.Card // by page
	Pictures []Drawn       // as [worker.Document] counts them

	name string
	why  *content.Error // why its pages are not shown as they look
	left int            // pictures that cannot be shown
}

// words reads the words of a deck or a text as cards, and its pictures. why says why its pages are
// not shown as they look.
func (mk *Maker) words(ctx context.Context, name string, r io.ReaderAt, size int64, why *content.Error) (w *Words, err error) {
	w, err = mk.all(ctx, name, r, size, mostPictures)
	if err == nil {
		w.why = why
		err = w.cut()
	}
	if err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// cut makes the cards, before any picture is taken in for nothing.
func (w *Words) cut() error {
	if len(w.Pages) == 0 && w.why.Code != content.Missing {
		return w.why
	}
	if len(w.Pages) == 0 {
		return office.Unread(w.name, w.Kind)
	}
	n := 0
	for _, p := range w.Pages {
		cards := card.Of(p.Title, p.Lines)
		w.Cards, n = append(w.Cards, cards), n+len(cards)
	}
	if n > worker.MaxPages {
		return tooManyCards(w.name, n)
	}
	return nil
}

// cards makes slides of the words of a deck or a text, and what screens show of its pictures: see
// [Maker.Document].
func (mk *Maker) cards(ctx context.Context, who string, w *Words, s content.Slide, tell func(done, of int) error) (made []Page, notices []store.Notice, err error) {
	for i, p := range w.Pages {
		if err := tell(i, len(w.Pages)); err != nil {
			return nil, nil, err
		}
		for _, c := range w.Cards[i] {
			made = append(made, Page{Card: c})
		}
		for _, n := range p.Pictures {
			m, err := mk.found(ctx, who, w.Pictures[n], s)
			if err != nil {
				return nil, nil, err
			}
			if m.Digest == "" {
				w.Left()
				continue
			}
			made = append(made, Page{Medium: m})
		}
	}
	if err := w.Made(len(made)); err != nil {
		return nil, nil, err
	}
	return made, w.Notices(), tell(len(w.Pages), len(w.Pages))
}

// Left notes a picture that screens cannot show.
func (w *Words) Left() { w.left++ }

// Made refuses a document that becomes so many slides: none, or too many.
func (w *Words) Made(slides int) error {
	if slides == 0 {
		return nothing(w.name)
	}
	if slides > worker.MaxPages {
		return tooManyCards(w.name, slides)
	}
	return nil
}

// all reads a document with all of its pictures, which have so many bytes at most. Like a PDF's
// pages they come some at a time, and no worker is kept while they are made.
func (mk *Maker) all(ctx context.Context, name string, r io.ReaderAt, size, most int64) (w *Words, err error) {
	w = &Words{name: name}
	for next, count := 0, 1; next < count; count = w.Document.Pictures {
		w.Document, next, err = mk.Workers.Document(ctx, name, r, size, next, func(n int, b []byte) error {
			if most -= int64(len(b)); most < 0 {
				return tooManyPictures(name)
			}
			one, err := mk.spool(fmt.Sprintf("%s-%d", strings.TrimSuffix(path.Base(name), path.Ext(name)), n+1), b)
			w.Pictures = append(w.Pictures, one)
			return err
		})
		if err != nil {
			return w, err
		}
	}
	return w, nil
}

// Close lets the files of the pictures go.
func (w *Words) Close() {
	for _, p := range w.Pictures {
		p.Close()
	}
}

// found takes a picture of a document in; nothing where screens cannot show it, or it is a sign or
// a logo.
func (mk *Maker) found(ctx context.Context, who string, p Drawn, s content.Slide) (store.Medium, error) {
	t, err := mk.Take(ctx, p.name, p.File, p.Size)
	if code := content.CodeOf(err); code == content.Invalid || code == content.TooLarge {
		return store.Medium{}, nil
	}
	if err != nil {
		return store.Medium{}, err
	}
	defer t.Close()
	if t.Medium.Kind != content.Picture || max(t.Medium.Width, t.Medium.Height) < LeastPicture {
		return store.Medium{}, nil
	}
	return t.Medium, mk.Ahead(ctx, who, t, s)
}

// Notices are what staff should know of what was read, and why its pages are not shown as they look.
func (w *Words) Notices() []store.Notice {
	notices := []store.Notice{{
		Vi: "Chữ và hình trong tệp đã thành các tấm theo mẫu của Ngatu, chia theo thời gian đọc. Muốn giữ nguyên hình thức, hãy lưu thành PDF rồi tải lên: xem hình hướng dẫn ở cuối trang.",
		En: "Words and pictures of the file became slides of Ngatu's own looks, split by reading time. To keep its look, save it as PDF and upload that: the pictures at the end of the page show how.",
	}}
	if !w.Old { // else that is why, and told below
		notices = append(notices, store.Notice{Vi: w.why.Vi, En: w.why.En})
	}
	if len(w.Fonts) > 0 {
		notices = append(notices, replaced(w.Fonts, "Be Vietnam Pro"))
	}
	if w.Old {
		notices = append(notices, store.Notice{
			Vi: "Chữ gõ bằng phông cũ (TCVN3 hoặc VNI) đã chuyển sang Unicode. Hãy đọc lại từng tấm trước khi gửi duyệt.",
			En: "Text in fonts from before Unicode (TCVN3 or VNI) was written as Unicode. Read each slide before you submit it.",
		})
	}
	if w.left > 0 {
		notices = append(notices, store.Notice{
			Vi: fmt.Sprintf("%d hình không đưa lên được: quá nhỏ (biểu tượng, con dấu nhỏ) hoặc thuộc loại màn hình không đọc được.", w.left),
			En: fmt.Sprintf("Pictures left out: %d. They are too small (signs, logos) or of a kind that screens cannot read.", w.left),
		})
	}
	return notices
}

func tooManyPictures(name string) error {
	return &content.Error{
		Code: content.TooLarge,
		Vi:   fmt.Sprintf("Các hình trong “%s” nặng quá: khi mở ra, tổng cộng vượt %d MB. Hãy nén hình hoặc chỉ giữ phần cần chiếu, hoặc lưu thành PDF rồi tải tệp PDF lên.", path.Base(name), mostPictures>>20),
		En:   fmt.Sprintf("The pictures of “%s” are too large: unpacked, all together pass %d MB. Compress them or keep what is to be shown, or save the file as PDF and upload that.", path.Base(name), mostPictures>>20),
	}
}

func nothing(name string) error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("“%s” không có chữ hay hình nào đưa lên màn hình được. Hãy lưu thành PDF rồi tải tệp PDF lên.", path.Base(name)),
		En:   fmt.Sprintf("“%s” has neither words nor pictures that screens can show. Save it as PDF and upload that.", path.Base(name)),
	}
}

func tooManyCards(name string, n int) error {
	return &content.Error{
		Code: content.TooLarge,
		Vi:   fmt.Sprintf("“%s” dài quá: thành %d tấm, giới hạn là %d. Hãy chỉ giữ phần cần chiếu, hoặc lưu thành PDF rồi tải tệp PDF lên.", path.Base(name), n, worker.MaxPages),
		En:   fmt.Sprintf("“%s” is too long: it would become %d slides, the limit is %d. Keep what is to be shown, or save it as PDF and upload that.", path.Base(name), n, worker.MaxPages),
	}
}
