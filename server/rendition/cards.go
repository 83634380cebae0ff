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

// leastPicture is how many pixels the longer side of a picture in a document has at least: smaller
// ones are signs and logos.
const leastPicture = 200

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

// document is a deck or a text being read.
type document struct {
	worker.Document
	pictures []picture // in files that are gone with their Close
	left     int       // pictures that cannot be shown
}

// cards reads the words of a deck or a text as cards, and its pictures, and makes what screens show
// of these: see [Maker.Document]. why says why its pages are not shown as they look.
func (mk *Maker) cards(ctx context.Context, who, name string, r io.ReaderAt, size int64, s content.Slide, why *content.Error, tell func(done, of int) error) (made []Page, told []store.Notice, err error) {
	d, err := mk.read(ctx, name, r, size, mostPictures)
	defer d.close()
	if err != nil {
		return nil, nil, err
	}
	if len(d.Pages) == 0 && why.Code != content.Missing {
		return nil, nil, why
	}
	if len(d.Pages) == 0 {
		return nil, nil, office.Unread(name, d.Kind)
	}
	words, n := make([][]card.Card, len(d.Pages)), 0
	for i, p := range d.Pages {
		words[i] = card.Of(p.Title, p.Lines)
		n += len(words[i])
	}
	if n > worker.MaxPages { // no picture is taken in for nothing
		return nil, nil, tooManyCards(name, n)
	}
	for i, p := range d.Pages {
		if err := tell(i, len(d.Pages)); err != nil {
			return nil, nil, err
		}
		for _, c := range words[i] {
			made = append(made, Page{Card: c})
		}
		for _, n := range p.Pictures {
			m, err := mk.found(ctx, who, d.pictures[n], s)
			if err != nil {
				return nil, nil, err
			}
			if m.Digest == "" {
				d.left++
				continue
			}
			made = append(made, Page{Medium: m})
		}
	}
	if len(made) == 0 {
		return nil, nil, nothing(name)
	}
	if len(made) > worker.MaxPages {
		return nil, nil, tooManyCards(name, len(made))
	}
	return made, d.notices(why), tell(len(d.Pages), len(d.Pages))
}

// read reads a document with all of its pictures, which have so many bytes at most. Like a PDF's
// pages they come some at a time, and no worker is kept while they are made.
func (mk *Maker) read(ctx context.Context, name string, r io.ReaderAt, size, most int64) (d document, err error) {
	for next, count := 0, 1; next < count; count = d.Document.Pictures {
		d.Document, next, err = mk.Workers.Document(ctx, name, r, size, next, func(n int, b []byte) error {
			if most -= int64(len(b)); most < 0 {
				return tooManyPictures(name)
			}
			one, err := mk.spool(fmt.Sprintf("%s-%d", strings.TrimSuffix(path.Base(name), path.Ext(name)), n+1), b)
			d.pictures = append(d.pictures, one)
			return err
		})
		if err != nil {
			return d, err
		}
	}
	return d, nil
}

func (d document) close() {
	for _, p := range d.pictures {
		p.Close()
	}
}

// found takes a picture of a document in; nothing where screens cannot show it, or it is a sign or
// a logo.
func (mk *Maker) found(ctx context.Context, who string, p picture, s content.Slide) (store.Medium, error) {
	t, err := mk.Take(ctx, p.name, p.File, p.size)
	if code := content.CodeOf(err); code == content.Invalid || code == content.TooLarge {
		return store.Medium{}, nil
	}
	if err != nil {
		return store.Medium{}, err
	}
	defer t.Close()
	if t.Medium.Kind != content.Picture || max(t.Medium.Width, t.Medium.Height) < leastPicture {
		return store.Medium{}, nil
	}
	return t.Medium, mk.Ahead(ctx, who, t, s)
}

// notices are what staff should know of what was read, and why its pages are not shown as they look.
func (d document) notices(why *content.Error) []store.Notice {
	told := []store.Notice{{
		Vi: "Chữ và hình trong tệp đã thành các tấm theo mẫu của Ngatu, chia theo thời gian đọc. Muốn giữ nguyên hình thức, hãy lưu thành PDF rồi tải lên: xem hình hướng dẫn ở cuối trang.",
		En: "Words and pictures of the file became slides of Ngatu's own looks, split by reading time. To keep its look, save it as PDF and upload that: the pictures at the end of the page show how.",
	}}
	if !d.Old { // else that is why, and told below
		told = append(told, store.Notice{Vi: why.Vi, En: why.En})
	}
	if len(d.Fonts) > 0 {
		told = append(told, replaced(d.Fonts, "Be Vietnam Pro"))
	}
	if d.Old {
		told = append(told, store.Notice{
			Vi: "Chữ gõ bằng phông cũ (TCVN3 hoặc VNI) đã chuyển sang Unicode. Hãy đọc lại từng tấm trước khi gửi duyệt.",
			En: "Text in fonts from before Unicode (TCVN3 or VNI) was written as Unicode. Read each slide before you submit it.",
		})
	}
	if d.left > 0 {
		told = append(told, store.Notice{
			Vi: fmt.Sprintf("%d hình không đưa lên được: quá nhỏ (biểu tượng, con dấu nhỏ) hoặc thuộc loại màn hình không đọc được.", d.left),
			En: fmt.Sprintf("Pictures left out: %d. They are too small (signs, logos) or of a kind that screens cannot read.", d.left),
		})
	}
	return told
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
