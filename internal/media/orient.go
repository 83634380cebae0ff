package media

import "image"

// turned says whether an EXIF orientation lays the picture on its side, so that width and height change places.
func turned(orientation int) bool { return orientation >= 5 && orientation <= 8 }

// upright turns and mirrors a picture as its EXIF orientation asks, so that row 0 is at the top as it was seen.
func upright(m *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	outW, outH := w, h
	if turned(orientation) {
		outW, outH = h, w
	}
	// The pixel at (x, y) of the result is the one at (ox + x·xx + y·yx, oy + x·xy + y·yy) of the stored picture.
	type walk struct{ ox, oy, xx, xy, yx, yy int }
	from := map[int]walk{
		2: {w - 1, 0, -1, 0, 0, 1},      // mirrored left to right
		3: {w - 1, h - 1, -1, 0, 0, -1}, // upside down
		4: {0, h - 1, 1, 0, 0, -1},      // mirrored top to bottom
		5: {0, 0, 0, 1, 1, 0},           // mirrored on the falling diagonal
		6: {0, h - 1, 0, -1, 1, 0},      // needs a quarter turn clockwise
		7: {w - 1, h - 1, 0, -1, -1, 0}, // mirrored on the rising diagonal
		8: {w - 1, 0, 0, 1, -1, 0},      // needs a quarter turn counter-clockwise
	}[orientation]
	step := 4*from.xx + m.Stride*from.xy
	out := image.NewRGBA(image.Rect(0, 0, outW, outH))
	inBands(outH, func(first, until int) {
		for y := first; y < until; y++ {
			at := 4*(from.ox+y*from.yx) + m.Stride*(from.oy+y*from.yy)
			row := out.Pix[y*out.Stride:][:4*outW]
			for x := 0; x < len(row); x += 4 {
				copy(row[x:x+4], m.Pix[at:at+4])
				at += step
			}
		}
	})
	return out
}
