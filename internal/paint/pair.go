package paint

import (
	"image"
	"image/color"
	"image/draw"

	"ngatu/content"
	"ngatu/content/layout"
)

// The colours of what is printed on the halves of a pair: white on a dark strip, whatever lies below.
const (
	captionGround = "#0b1b33"
	onCaption     = "#ffffff"
)

// Pair puts two pictures, each of the size of its half, together on a canvas: see [content.Halves].
// What stands on each is at its lower left, so that the slide's label at the upper right covers none
// of it.
func Pair(was, is image.Image, p content.Pair, label string, width, height, least int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	first, second := content.Halves(width, height)
	for _, one := range []struct {
		half content.Half
		m    image.Image
		said string
	}{{first, was, p.Was}, {second, is, p.Is}} {
		at := image.Rect(one.half.X, one.half.Y, one.half.X+one.half.W, one.half.Y+one.half.H)
		draw.Draw(out, at, one.m, one.m.Bounds().Min, draw.Src)
		l, _, edge := layout.LayLabel(one.said, one.half.W, one.half.H, least, Faces())
		l.Ground, l.Elements[0].C = captionGround, onCaption
		stamp(out, l, at.Min.X+edge, at.Max.Y-l.Height-edge)
	}
	if label != "" {
		l, x, y := layout.LayLabel(label, width, height, least, Faces())
		stamp(out, l, x, y)
	}
	return out
}

func stamp(out *image.RGBA, l layout.Layout, x, y int) {
	draw.Draw(out, image.Rect(x, y, x+l.Width, y+l.Height), Paint(l, Values{}), image.Point{}, draw.Src)
}
