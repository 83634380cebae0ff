package qr

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

// Barcodes are read line by line. One is believed where lines beside it say the same: the check of
// a short one is a digit or nothing, and a photograph has many lines.
const (
	barLines = 40 // lines of a picture that are read
	beside   = 2  // pixels between the lines that have to agree
	agreeing = 3  // of the four beside it
)

// bars are the barcodes of a picture, upside down too.
func bars(bitmap *gozxing.BinaryBitmap) (out []*gozxing.Result) {
	readers := []oned.RowDecoder{}
	for _, r := range []gozxing.Reader{oned.NewMultiFormatUPCEANReader(nil), oned.NewCode128Reader(), oned.NewCode39Reader(), oned.NewITFReader()} {
		if r, ok := r.(oned.RowDecoder); ok {
			readers = append(readers, r)
		}
	}
	lines := barRows{bitmap: bitmap}
	step := max(1, bitmap.GetHeight()/barLines)
	for y := step / 2; y < bitmap.GetHeight(); y += step {
		for _, reader := range readers {
			for _, turned := range []bool{false, true} {
				r := lines.read(reader, y, turned)
				if r == nil || known(out, r.GetText()) {
					continue
				}
				same := 0
				for _, by := range []int{-2 * beside, -beside, beside, 2 * beside} {
					if o := lines.read(reader, y+by, turned); o != nil && o.GetText() == r.GetText() {
						same++
					}
				}
				if same >= agreeing {
					out = append(out, r)
				}
			}
		}
	}
	return out
}

func known(all []*gozxing.Result, text string) bool {
	for _, r := range all {
		if r.GetText() == text {
			return true
		}
	}
	return false
}

// barRows are the lines of a picture in black and white; the last one is kept, as several readers ask
// for it.
type barRows struct {
	bitmap *gozxing.BinaryBitmap
	at     int
	turned bool
	row    *gozxing.BitArray
}

// read is what a reader finds in a line, from right to left where it is turned; nil: nothing.
func (b *barRows) read(reader oned.RowDecoder, y int, turned bool) (found *gozxing.Result) {
	if y < 0 || y >= b.bitmap.GetHeight() {
		return nil
	}
	safely(func() error {
		if b.row == nil || b.at != y {
			row, err := b.bitmap.GetBlackRow(y, b.row)
			if err != nil {
				return err
			}
			b.row, b.at, b.turned = row, y, false
		}
		if b.turned != turned {
			b.row.Reverse()
			b.turned = turned
		}
		r, err := reader.DecodeRow(y, b.row, nil)
		if err != nil {
			return err
		}
		if points := r.GetResultPoints(); turned {
			for i, p := range points {
				points[i] = gozxing.NewResultPoint(float64(b.bitmap.GetWidth())-p.GetX()-1, p.GetY())
			}
		}
		found = r
		return nil
	})
	return found
}
