package media

import (
	"bytes"
	"image"
	"image/png"

	"golang.org/x/image/draw"
)

// Mark is a small picture that lies over what is drawn, such as a label.
type Mark struct {
	PNG  []byte
	X, Y int // of its upper left corner, in pixels of the canvas
}

// stamp lays the mark of a spec over what was drawn for it, at whatever size that is.
func (s Spec) stamp(m image.Image) (image.Image, error) {
	if s.Mark == nil {
		return m, nil
	}
	mark, err := png.Decode(bytes.NewReader(s.Mark.PNG))
	if err != nil {
		return nil, err
	}
	out := toRGBA(m)
	at := mark.Bounds().Sub(mark.Bounds().Min).Add(image.Pt(s.Mark.X, s.Mark.Y))
	if w, h := out.Rect.Dx(), out.Rect.Dy(); w != s.Width || h != s.Height {
		at = image.Rect(at.Min.X*w/s.Width, at.Min.Y*h/s.Height, at.Max.X*w/s.Width, at.Max.Y*h/s.Height)
	}
	if at.Size() == mark.Bounds().Size() {
		draw.Draw(out, at, mark, mark.Bounds().Min, draw.Over)
		return out, nil
	}
	draw.CatmullRom.Scale(out, at, mark, mark.Bounds(), draw.Over, nil)
	return out, nil
}
