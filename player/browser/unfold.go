package browser

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"ngatu/content"
)

// unfolded is a JPEG of the output with its pieces put together.
func unfolded(b []byte, f content.Fold) ([]byte, error) {
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("browser: its picture cannot be read: %w", err)
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, unfold(img, f), &jpeg.Options{Quality: 90})
	return out.Bytes(), err
}

// unfold puts the pieces of a canvas in a picture of the output together again, each turned back. A
// part that is shown twice is taken from its first piece: that is what one side shows. What lies
// outside the picture, because the browser's window is smaller than the output, stays black.
//
// One pixel of the picture is one of the output: so it is on a computer that drives panels, and on
// a finer display whose pixels are the output's own.
func unfold(img image.Image, f content.Fold) *image.RGBA {
	var whole image.Rectangle
	for _, p := range f.Pieces {
		whole = whole.Union(image.Rect(0, 0, p.From.X+p.From.W, p.From.Y+p.From.H))
	}
	out := image.NewRGBA(whole)
	for i := 3; i < len(out.Pix); i += 4 {
		out.Pix[i] = 255
	}
	at := img.Bounds().Min
	for i := len(f.Pieces) - 1; i >= 0; i-- {
		p := f.Pieces[i]
		for y := range p.From.H {
			for x := range p.From.W {
				from := turned(p, x, y).Add(at)
				if from.In(img.Bounds()) {
					out.Set(p.From.X+x, p.From.Y+y, img.At(from.X, from.Y))
				}
			}
		}
	}
	return out
}

// turned is where a point of a piece lies in the output.
func turned(p content.Piece, x, y int) image.Point {
	w, h := p.From.W, p.From.H
	at := image.Pt(p.To.X, p.To.Y)
	switch p.Rotation {
	case 90:
		return at.Add(image.Pt(h-1-y, x))
	case 180:
		return at.Add(image.Pt(w-1-x, h-1-y))
	case 270:
		return at.Add(image.Pt(y, w-1-x))
	}
	return at.Add(image.Pt(x, y))
}
