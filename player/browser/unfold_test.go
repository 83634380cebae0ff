package browser

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"ngatu/content"
)

// A photograph of pieces that are turned is the canvas again: what the panels make of the output is
// undone point by point.
func TestPiecesArePutTogether(t *testing.T) {
	f := content.Fold{Width: 390, Height: 290, Pieces: []content.Piece{
		{From: content.Rect{X: 0, Y: 0, W: 50, H: 100}, To: content.Corner{X: 10, Y: 20}},
		{From: content.Rect{X: 50, Y: 0, W: 50, H: 100}, To: content.Corner{X: 70, Y: 20}, Rotation: 90},
		{From: content.Rect{X: 100, Y: 0, W: 50, H: 100}, To: content.Corner{X: 180, Y: 20}, Rotation: 180},
		{From: content.Rect{X: 150, Y: 0, W: 50, H: 100}, To: content.Corner{X: 240, Y: 180}, Rotation: 270},
		{From: content.Rect{X: 0, Y: 0, W: 50, H: 100}, To: content.Corner{X: 340, Y: 0}}, // the first on another side
	}}
	if err := f.Check(content.Canvas{Width: 200, Height: 100, PitchMM: 5, DistanceM: 10}); err != nil {
		t.Fatal(err)
	}
	canvas := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 200 {
			canvas.SetRGBA(x, y, color.RGBA{uint8(x), uint8(2 * y), 90, 255})
		}
	}
	output := image.NewRGBA(image.Rect(0, 0, f.Width, f.Height))
	for _, p := range f.Pieces {
		for y := range p.From.H {
			for x := range p.From.W {
				tx, ty, w, h := x, y, p.From.W, p.From.H
				for range p.Rotation / 90 { // one quarter turn clockwise after the other
					tx, ty, w, h = h-1-ty, tx, h, w
				}
				output.Set(p.To.X+tx, p.To.Y+ty, canvas.At(p.From.X+x, p.From.Y+y))
			}
		}
	}
	if got := unfold(output, f); got.Rect != canvas.Rect || !bytes.Equal(got.Pix, canvas.Pix) {
		t.Errorf("it is another picture, of %v", got.Rect)
	}
	// A window that is smaller than the output: what it did not draw is black, and nothing breaks.
	part := unfold(output.SubImage(image.Rect(0, 0, 200, 150)), f)
	if part.RGBAAt(10, 10) != canvas.RGBAAt(10, 10) || part.RGBAAt(170, 50) != (color.RGBA{A: 255}) {
		t.Errorf("of a part: %v and %v", part.RGBAAt(10, 10), part.RGBAAt(170, 50))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, output, nil); err != nil {
		t.Fatal(err)
	}
	out, err := unfolded(b.Bytes(), f)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := jpeg.DecodeConfig(bytes.NewReader(out)); err != nil || c.Width != 200 || c.Height != 100 {
		t.Errorf("the photograph is %d×%d, %v", c.Width, c.Height, err)
	}
	if _, err := unfolded([]byte("no picture"), f); err == nil {
		t.Error("what is no picture was put together")
	}
}
