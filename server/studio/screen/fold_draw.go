package screen

import (
	"errors"
	"fmt"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// drawing is a canvas and the HDMI picture beside each other, each with the numbered pieces.
type drawing struct {
	Canvas, Output sheet
	Wrong          *content.Error // why it cannot be shown so; nil: it can
}

// sheet is one of the two pictures, drawn in its own pixels.
type sheet struct {
	Width, Height int
	Words         shell.Text
	Pieces        []drawnPiece
}

// drawnPiece is a piece with its number, which is turned as the piece is. Top is the line along its
// upper edge.
type drawnPiece struct {
	Number, Shade          int
	X, Y, W, H             int
	MidX, MidY, Size, Turn int
	Top                    string // of an SVG path
	Edge, Bold             int    // how wide its lines are
}

// shades is how many colours pieces have in turn.
const shades = 6

func drawingOf(p content.Place) drawing {
	f := p.Fold
	if f.IsZero() {
		whole := content.Piece{From: content.Rect{W: p.Canvas.Width, H: p.Canvas.Height}, To: content.Corner{X: p.Left, Y: p.Top}, Rotation: p.Rotation}
		out := whole.Output()
		f = content.Fold{Width: max(usualWidth, out.X+out.W), Height: max(usualHeight, out.Y+out.H), Pieces: []content.Piece{whole}}
	}
	d := drawing{
		Canvas: sheet{Width: p.Canvas.Width, Height: p.Canvas.Height},
		Output: sheet{Width: max(1, min(f.Width, content.MaxOutputSide)), Height: max(1, min(f.Height, content.MaxOutputSide))},
	}
	d.Canvas.Words = shell.Textf("Khung %s, các mảnh được đánh số", "The canvas of %s, its pieces numbered", p.Canvas)
	d.Output.Words = shell.Textf("Ảnh HDMI %d×%d, các mảnh ở nơi của chúng", "The HDMI picture of %d×%d, the pieces at their places", d.Output.Width, d.Output.Height)
	for i, piece := range f.Pieces[:min(len(f.Pieces), content.MaxPieces)] {
		d.Canvas.add(i, piece.From, 0)
		d.Output.add(i, piece.Output(), piece.Rotation)
	}
	if !p.Fold.IsZero() {
		errors.As(p.Fold.Check(p.Canvas), &d.Wrong)
	}
	return d
}

func (s *sheet) add(i int, r content.Rect, turn int) {
	if r.W <= 0 || r.H <= 0 || r.X > content.MaxOutputSide || r.Y > content.MaxOutputSide {
		return // the sentence says what is wrong with it
	}
	edge := max(1, (s.Width+s.Height)/400)
	p := drawnPiece{
		Number: i + 1, Shade: i % shades, X: r.X, Y: r.Y, W: r.W, H: r.H, Edge: edge, Bold: 4 * edge, Turn: turn,
		MidX: r.X + r.W/2, MidY: r.Y + r.H/2, Size: max(6, min(r.W, r.H)*2/5),
	}
	in := 3 * edge
	left, right, top, bottom := r.X+in, r.X+r.W-in, r.Y+in, r.Y+r.H-in
	p.Top = fmt.Sprintf("M%d %dH%d", left, top, right)
	switch turn {
	case 90:
		p.Top = fmt.Sprintf("M%d %dV%d", right, top, bottom)
	case 180:
		p.Top = fmt.Sprintf("M%d %dH%d", left, bottom, right)
	case 270:
		p.Top = fmt.Sprintf("M%d %dV%d", left, top, bottom)
	}
	s.Pieces = append(s.Pieces, p)
}
