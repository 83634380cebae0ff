package qr

import (
	"fmt"
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"ngatu/content"
)

// maxPixels bounds the picture that is searched: an 8K screenshot passes.
const maxPixels = 8192 * 8192

// Decode finds the code in a picture and reads it: NotFound where a phone would not find one
// either.
func Decode(m image.Image) (text string, err error) {
	if b := m.Bounds(); b.Empty() || b.Dx() > maxPixels/b.Dy() {
		return "", notFound(nil)
	}
	// The reader is a translation of a Java library and may run over the end of an array on odd
	// pictures.
	defer func() {
		if p := recover(); p != nil {
			text, err = "", notFound(fmt.Errorf("qr: reader panicked: %v", p))
		}
	}()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(m)
	if err != nil {
		return "", notFound(err)
	}
	hints := map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		return "", notFound(err)
	}
	return result.GetText(), nil
}

func notFound(cause error) error {
	return &content.Error{
		Code: content.NotFound,
		Vi:   "Không đọc được mã QR nào trong ảnh. Hãy để mã lớn hơn, đủ viền trắng, nền sáng.",
		En:   "No QR code could be read in the picture. Make it larger, with its white margin, on a light ground.",
		Err:  cause,
	}
}
