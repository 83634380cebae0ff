package paint

import (
	"image"
	"image/color"
	"image/draw"

	xdraw "golang.org/x/image/draw"

	"ngatu/content/layout"
)

// Cell is one picture of a contact sheet; a nil Image is an empty place.
type Cell struct {
	Image   image.Image
	Caption string
}

// Sheet is a contact sheet: one row of cells a slide. Pictures wider or higher than side pixels are
// made smaller, smaller ones stay as they are, so that LED pixels can be judged.
func Sheet(rows [][]Cell, side int) *image.RGBA {
	const gap, caption = 16, 22
	widths, heights := []int{}, []int{}
	for _, row := range rows {
		h := 0
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			size := shrunk(cell, side)
			widths[i], h = max(widths[i], size.X), max(h, size.Y)
		}
		heights = append(heights, h)
	}
	w, h := gap, gap
	for _, x := range widths {
		w += x + gap
	}
	for _, y := range heights {
		h += y + caption + gap
	}
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, w, h)), ras: &raster{}}
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(color.RGBA{40, 42, 46, 255}), image.Point{}, draw.Src)
	y := gap
	for r, row := range rows {
		x := gap
		for i, cell := range row {
			if cell.Image != nil {
				at := image.Rectangle{image.Pt(x, y), image.Pt(x, y).Add(shrunk(cell, side))}
				xdraw.CatmullRom.Scale(c.img, at, cell.Image, cell.Image.Bounds(), xdraw.Src, nil)
			}
			c.text(layout.Element{X: x, Y: y + heights[r] + 16, Size: 13, Weight: 600, C: "#b8bcc4"}, cell.Caption)
			x += widths[i] + gap
		}
		y += heights[r] + caption + gap
	}
	return c.img
}

// shrunk is the size of a cell's picture within a square of side pixels.
func shrunk(c Cell, side int) image.Point {
	if c.Image == nil {
		return image.Point{}
	}
	size := c.Image.Bounds().Size()
	if long := max(size.X, size.Y); long > side {
		return image.Pt(max(1, size.X*side/long), max(1, size.Y*side/long))
	}
	return size
}
