package layout

import (
	"fmt"

	"ngatu/content"
)

// FitKey names how a slide's medium is shown on a canvas: how it is fitted, and the label that
// stands on it. Renditions are kept by it.
func FitKey(s content.Slide, c content.Canvas) string {
	return Labelled(s.On(c.Width, c.Height).FitKey(), s, LeastCap(c))
}

// StillKey is FitKey of the small picture that stands in for the medium.
func StillKey(s content.Slide, c content.Canvas) string {
	return Labelled(s.On(c.Width, c.Height).StillKey(), s, LeastCap(c))
}

// Labelled is a key with the slide's label, and with what is printed on the halves of a pair, for
// canvases whose capitals have at least so many pixels; see [LeastCap].
func Labelled(key string, s content.Slide, least int) string {
	if s.Pair != nil {
		key = fmt.Sprintf("%s|%d:%q|%q", key, least, s.Pair.Was, s.Pair.Is)
	}
	if s.Label == "" {
		return key
	}
	return fmt.Sprintf("%s+%d:%s", key, least, s.Label)
}

// LayLabel lays out the label of a picture or clip of so many pixels: a strip of its own, and where
// its upper left corner lies on the picture. It is read from where people stand, unless the picture
// is too narrow for that: then it is as wide as the picture, and never left out.
func LayLabel(label string, width, height, least int, faces Faces) (l Layout, x, y int) {
	const weight = 800
	face := faces[weight]
	label = face.Keep(label)
	short := min(width, height)
	size := max(ceilDiv(least*Em, face.Cap), short*36/1000)
	for size > 1 && pixels(face.Width(label), size)+size > width {
		size--
	}
	top, bottom := face.Ink(label)
	w := min(width, pixels(face.Width(label), size)+size)
	h := min(height, max(pixels(1460, size), pixels(top, size)+pixels(bottom, size)))
	edge := min(max(2, short*2/100), width-w, height-h)
	l = Layout{Width: w, Height: h, Ground: Flag, Words: label, Elements: []Element{{
		Op: Text, X: w / 2, Y: min((h+pixels(face.Cap, size))/2, h-pixels(bottom, size)), W: w, Size: size, Weight: weight, C: OnFlag, Align: Middle, T: label,
	}}}
	return l, width - w - edge, edge
}
