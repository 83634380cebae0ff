package gallery

import (
	"image/color"
	"strconv"
	"strings"
	"testing"

	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// around is how many pixels of free ground a layout is painted with on every side.
const around = 40

// magenta is a ground that no look has.
const magenta = "#ff00ff"

// TestNoInkFallsOutside paints every look on a larger canvas, where nothing clips it, and looks for
// ink beyond its own: as the painter draws it, where TestEveryGlyphIsWhole computes. With -all, in
// every variant also where pictures are large.
func TestNoInkFallsOutside(t *testing.T) {
	for _, k := range theWall(t).Cases {
		if k.Layout == nil || !*all && k.Canvas.PitchMM < 2 && k.Variant != Long {
			continue // large pictures take long; their words are the same but fewer
		}
		img := paint.Paint(moved(*k.Layout), k.Values)
		w, h, out := k.Layout.Width, k.Layout.Height, 0
		free := color.RGBA{255, 0, 255, 255}
		for y := range h + 2*around {
			for x := 0; x < w+2*around; x++ {
				if x == around && y >= around && y < h+around {
					x += w // the canvas itself
				}
				if img.RGBAAt(x, y) != free {
					out++
				}
			}
		}
		if out > 0 {
			t.Errorf("%s: %d pixels of ink beyond the canvas", k.ID(), out)
		}
	}
}

// moved is a layout with free ground around it.
func moved(l layout.Layout) layout.Layout {
	out := l
	out.Width, out.Height, out.Ground = l.Width+2*around, l.Height+2*around, magenta
	out.Elements = []layout.Element{{Op: layout.Fill, X: around, Y: around, W: l.Width, H: l.Height, C: l.Ground}}
	for _, e := range l.Elements {
		e.X += around
		e.Y += around
		e.D = movedPath(e.D)
		if e.W == l.Width && e.H == l.Height {
			e.C2 = "" // a ground of one colour is painted faster
		}
		out.Elements = append(out.Elements, e)
	}
	return out
}

// movedPath is a path of M, L and Z whose points lie elsewhere.
func movedPath(d string) string {
	var out strings.Builder
	for i := 0; i < len(d); {
		if d[i] < '0' || d[i] > '9' {
			out.WriteByte(d[i])
			i++
			continue
		}
		end := i
		for end < len(d) && d[end] >= '0' && d[end] <= '9' {
			end++
		}
		n, _ := strconv.Atoi(d[i:end]) // digits alone
		out.WriteString(strconv.Itoa(n + around))
		i = end
	}
	return out.String()
}
