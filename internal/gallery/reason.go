package gallery

import (
	"image"
	"strings"

	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// reason is a grey card of the canvas's shape that says why there is no picture.
func reason(why string, on Canvas) image.Image {
	const size, lead, margin = 14, 20, 12
	w, h := max(min(on.Width, longest), 240), 0
	if on.Portrait() {
		w = longest * on.Width / on.Height
	}
	face := paint.Faces()[600]
	face600 := func(s string) int { return face.Width(face.Keep(s)) * size / layout.Em }
	var lines []string
	for _, word := range strings.Fields(why) {
		if n := len(lines); n > 0 && face600(lines[n-1]+" "+word) <= w-2*margin {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	h = 2*margin + lead*len(lines)
	l := layout.Layout{Width: w, Height: h, Ground: "#3a3d44"}
	for i, line := range lines {
		l.Elements = append(l.Elements, layout.Element{
			Op: layout.Text, X: margin, Y: margin + lead*i + 15, W: w - 2*margin, Size: size, Weight: 600, C: "#eef2f6", T: face.Keep(line),
		})
	}
	return paint.Paint(l, paint.Values{})
}
