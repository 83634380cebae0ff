package media

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
)

const (
	// LosslessPixels is the largest canvas, width × height, whose renditions are PNG: on an LED
	// wall of so few pixels every artefact of a JPEG is as large as a hand.
	LosslessPixels = 500 * 300

	// of a JPEG rendition; at viewing distance no difference to 100 was seen, at a fifth of the
	// bytes
	quality    = 90
	fewColours = 256

	// StillBytes is the most that a still weighs: players fetch all stills before the first full
	// rendition.
	StillBytes = 50_000
	stillSide  = 640 // pixels, longer side of a still
)

// encode picks PNG for drawings, JPEG for the rest. Both are read by every browser since before
// Chrome 51, and their encoders need no library of the system and no virtual machine.
func encode(m image.Image) (Rendition, error) {
	if drawing := paletted(m); drawing != nil {
		return encodePNG(drawing)
	}
	var buf bytes.Buffer
	err := jpeg.Encode(&buf, m, &jpeg.Options{Quality: quality})
	return Rendition{Bytes: buf.Bytes(), Type: "image/jpeg"}, err
}

// Encode is a picture that was put together here, at the pixels of its canvas, as [Picture.Render]
// encodes it.
func Encode(m *image.RGBA) (Rendition, error) {
	if m.Rect.Dx()*m.Rect.Dy() <= LosslessPixels {
		return lossless(m)
	}
	return encode(m)
}

// lossless is a PNG, with a palette where there are few colours.
func lossless(m image.Image) (Rendition, error) {
	if drawing := paletted(m); drawing != nil {
		return encodePNG(drawing)
	}
	return encodePNG(m)
}

func encodePNG(m image.Image) (Rendition, error) {
	var buf bytes.Buffer
	err := png.Encode(&buf, m)
	return Rendition{Bytes: buf.Bytes(), Type: "image/png"}, err
}

// paletted is m with a palette when it has few colours, as plain drawings have; nil else, which for
// a photograph is known after its first rows.
func paletted(m image.Image) *image.Paletted {
	index := map[[4]byte]uint8{}
	var colours color.Palette
	out := image.NewPaletted(m.Bounds(), nil)
	w := out.Rect.Dx()
	buf := make([]byte, 4*w)
	for y := range out.Rect.Dy() {
		row := rowOf(m, y, buf)
		var last [4]byte
		var lastAt uint8
		for x := 0; x < len(row); x += 4 {
			c := [4]byte(row[x : x+4])
			if c != last || len(colours) == 0 {
				at, known := index[c]
				if !known {
					if len(colours) == fewColours {
						return nil
					}
					at = uint8(len(colours))
					index[c] = at
					colours = append(colours, color.RGBA{c[0], c[1], c[2], c[3]})
				}
				last, lastAt = c, at
			}
			out.Pix[y*out.Stride+x/4] = lastAt
		}
	}
	out.Palette = colours
	return out
}

// rowOf is a row of what draw gives, in RGBA: as it is, or in buf.
func rowOf(m image.Image, y int, buf []byte) []byte {
	switch m := m.(type) {
	case *image.RGBA:
		return m.Pix[y*m.Stride:][:len(buf)]
	case *image.YCbCr:
		for x := range m.Rect.Dx() {
			at := m.COffset(x, y)
			r, g, b := color.YCbCrToRGB(m.Y[y*m.YStride+x], m.Cb[at], m.Cr[at])
			buf[4*x], buf[4*x+1], buf[4*x+2], buf[4*x+3] = r, g, b, 255
		}
	}
	return buf
}

// Still is a small JPEG of what [Picture.Render] gives for s, of the same shape and at most
// [StillBytes]: what a player shows while the rendition is on its way.
func (p *Picture) Still(ctx context.Context, s Spec) (Rendition, error) {
	return still(s.Width, s.Height, func(w, h int) (image.Image, error) {
		small := s
		small.Width, small.Height = w, h
		m, err := p.draw(ctx, small, false)
		if err != nil {
			return nil, err
		}
		return s.stamp(m)
	})
}

// EncodeStill is a still of a picture that was put together here.
func EncodeStill(m *image.RGBA) (Rendition, error) {
	return still(m.Rect.Dx(), m.Rect.Dy(), func(w, h int) (image.Image, error) {
		small := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.CatmullRom.Scale(small, small.Rect, m, m.Rect, draw.Src, nil)
		return small, nil
	})
}

// still draws smaller and smaller until a JPEG of that is light enough.
func still(width, height int, draw func(w, h int) (image.Image, error)) (Rendition, error) {
	side := min(stillSide, max(width, height))
	for {
		m, err := draw(shrunk(width, height, side))
		if err != nil {
			return Rendition{}, err
		}
		for _, q := range []int{80, 60, 40} {
			var buf bytes.Buffer
			if err := jpeg.Encode(&buf, m, &jpeg.Options{Quality: q}); err != nil {
				return Rendition{}, err
			}
			if buf.Len() <= StillBytes {
				return Rendition{Bytes: buf.Bytes(), Type: "image/jpeg"}, nil
			}
		}
		side = side * 2 / 3
	}
}

// shrunk is w×h with its longer side at most side pixels, within what a canvas may be.
func shrunk(w, h, side int) (int, int) {
	longer := max(w, h)
	if longer <= side {
		return w, h
	}
	fit := func(v int) int { return max(16, (v*side+longer/2)/longer) }
	return fit(w), fit(h)
}
