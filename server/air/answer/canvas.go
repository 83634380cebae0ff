package answer

import (
	"slices"

	"ngatu/content"
)

// Canvas is a size of screen, and how many screens have it.
type Canvas struct {
	content.Canvas
	Screens int
}

// Canvases are the sizes of screen that stand somewhere now, those of most screens first, then by
// the code of the first screen.
func (s *Snapshot) Canvases() []Canvas {
	return CanvasesOf(s, func(content.Place) bool { return true })
}

// CanvasesOf are those of the screens that stand where somebody wants to know.
func CanvasesOf(s *Snapshot, wants func(content.Place) bool) (out []Canvas) {
	at := map[[2]int]int{}
	for _, one := range s.crowds.All() {
		if !wants(one.Place) {
			continue
		}
		c := one.Place.Canvas
		pixels := [2]int{c.Width, c.Height}
		i, known := at[pixels]
		if !known {
			i = len(out)
			at[pixels] = i
			out = append(out, Canvas{Canvas: c})
		}
		out[i].Screens++
	}
	slices.SortStableFunc(out, func(a, b Canvas) int { return b.Screens - a.Screens })
	return out
}
