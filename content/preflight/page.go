package preflight

import (
	"strings"

	"ngatu/content"
)

// Paged is the view of a picture with the lines that stand on it: where the canvas shows them, and
// how large.
func (f Facts) Paged(v View, lines []content.Line) View {
	if !f.Picture.known() {
		return v
	}
	times, _ := f.scale(v.Canvas)
	for _, l := range lines {
		v.Texts = append(v.Texts, Text{T: l.T, Box: f.placed(Box{X: l.X, Y: l.Y, W: l.W, H: l.H}, v), Cap: l.Cap * times})
		v.Printed.Pieces++
		v.Printed.Words += len(strings.Fields(l.T))
	}
	return v
}
