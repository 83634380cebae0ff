package pdf

import (
	"errors"
	"slices"
	"strings"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"

	"ngatu/content"
	"ngatu/content/oldfont"
)

// ErrFont says that a page is in a font from before Unicode that its file does not hold: whatever
// is drawn in its place draws other letters.
var ErrFont = errors.New("pdf: a font from before Unicode is not embedded")

// unicode writes lines as Unicode that are in a font from before it, as its name says, and reports
// which it wrote. The error is ErrFont where the file does not hold such a font of a line that is
// seen. Only lines with letters that another font draws otherwise are looked at, and of each the
// first such letter.
func (w written) unicode(lines []span, said []string) (done []bool, err error) {
	done = make([]bool, len(lines))
	for n, l := range lines[:min(len(lines), MaxLines)] {
		if oldfont.Vietnamese(said[n]) {
			continue
		}
		i := slices.IndexFunc(l.letters, func(r rune) bool { return r >= 0x80 })
		if i < 0 {
			continue
		}
		coding, capitals, embedded := w.coded(l.at[i])
		switch {
		case coding == oldfont.Unicode:
			continue
		case !embedded:
			return nil, ErrFont
		}
		if said[n], done[n] = coding.Text(said[n]), true; capitals {
			said[n] = strings.ToUpper(said[n])
		}
	}
	return done, nil
}

// coded is how the letters of a character's font are coded, by its name, whether it draws all of them
// as capitals, and whether the file holds it. Of words that were read off a scan, which nobody sees,
// the name says nothing.
func (w written) coded(at int) (coding oldfont.Font, capitals, embedded bool) {
	pdf := w.engine.instance
	drawn, err := pdf.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: w.of, Index: at})
	if err != nil {
		return oldfont.Unicode, false, false
	}
	mode, err := pdf.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: drawn.TextObject})
	if err != nil || mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE {
		return oldfont.Unicode, false, false
	}
	font, err := pdf.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: drawn.TextObject})
	if err != nil {
		return oldfont.Unicode, false, false
	}
	name, err := pdf.FPDFFont_GetBaseFontName(&requests.FPDFFont_GetBaseFontName{Font: font.Font})
	if err != nil {
		return oldfont.Unicode, false, false
	}
	whole := name.BaseFontName
	if part, rest, ok := strings.Cut(whole, "+"); ok && len(part) == 6 { // "ABCDEF+.VnTime": some of its letters
		whole = rest
	}
	held, err := pdf.FPDFFont_GetIsEmbedded(&requests.FPDFFont_GetIsEmbedded{Font: font.Font})
	if err != nil {
		return oldfont.Unicode, false, false
	}
	coding, capitals = oldfont.Named(whole)
	return coding, capitals, held.IsEmbedded
}

func oldFont(name string, page int) error {
	return refuse(content.Invalid, ErrFont, name,
		"Trang %[2]d của %[1]s gõ bằng phông cũ (TCVN3 hoặc VNI) mà tệp không kèm phông, chữ sẽ hiện sai nên cả tệp chưa được nhận. Hãy mở trên máy đã soạn, lưu lại thành PDF có kèm phông (nhúng phông), rồi tải tệp mới lên.",
		"Page %[2]d of %[1]s is typed in a font from before Unicode (TCVN3 or VNI) that the file does not hold: its text would be wrong, so nothing of it was taken. Open it where it was typed, save it as PDF with its fonts embedded, and upload the new file.", page)
}
