package pdf

import (
	"errors"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"

	"ngatu/content"
	"ngatu/content/oldfont"
)

// ErrFont says that a page is in a font from before Unicode that its file does not hold: whatever
// is drawn in its place draws other letters.
var ErrFont = errors.New("pdf: a font from before Unicode is not embedded")

// lacksFont says whether a line that is seen is in such a font. Only lines with letters that another
// font draws otherwise are looked at, and of each the first such letter.
func (w written) lacksFont(lines []span) bool {
	for _, l := range lines[:min(len(lines), MaxLines)] {
		if oldfont.Vietnamese(string(l.letters)) {
			continue
		}
		for i, r := range l.letters {
			if r < 0x80 {
				continue
			}
			if w.missing(l.at[i]) {
				return true
			}
			break
		}
	}
	return false
}

// missing says whether a character is drawn in a font from before Unicode that the file lacks.
func (w written) missing(at int) bool {
	pdf := w.engine.instance
	drawn, err := pdf.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: w.of, Index: at})
	if err != nil {
		return false
	}
	mode, err := pdf.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: drawn.TextObject})
	if err != nil || mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE { // words that were read off a scan
		return false
	}
	font, err := pdf.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: drawn.TextObject})
	if err != nil {
		return false
	}
	name, err := pdf.FPDFFont_GetBaseFontName(&requests.FPDFFont_GetBaseFontName{Font: font.Font})
	if err != nil {
		return false
	}
	if coding, _ := oldfont.Named(name.BaseFontName); coding == oldfont.Unicode {
		return false
	}
	embedded, err := pdf.FPDFFont_GetIsEmbedded(&requests.FPDFFont_GetIsEmbedded{Font: font.Font})
	return err == nil && !embedded.IsEmbedded
}

func oldFont(name string, page int) error {
	return refuse(content.Invalid, ErrFont, name,
		"Trang %[2]d của %[1]s gõ bằng phông cũ (TCVN3 hoặc VNI) mà tệp không kèm phông, chữ sẽ hiện sai nên cả tệp chưa được nhận. Hãy mở trên máy đã soạn, lưu lại thành PDF có kèm phông (nhúng phông), rồi tải tệp mới lên.",
		"Page %[2]d of %[1]s is typed in a font from before Unicode (TCVN3 or VNI) that the file does not hold: its text would be wrong, so nothing of it was taken. Open it where it was typed, save it as PDF with its fonts embedded, and upload the new file.", page)
}
