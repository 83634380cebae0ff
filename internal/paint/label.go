package paint

import (
	"bytes"
	"image/png"

	"ngatu/content/layout"
)

// Label is a slide's label as a PNG, and where its upper left corner lies on a picture of so many
// pixels: see [layout.LayLabel].
func Label(label string, width, height, least int) (b []byte, x, y int, err error) {
	l, x, y := layout.LayLabel(label, width, height, least, Faces())
	var out bytes.Buffer
	err = png.Encode(&out, Paint(l, Values{}))
	return out.Bytes(), x, y, err
}
