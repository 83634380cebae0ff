package gallery

import (
	"image"
	"image/color"
)

// Difference is how far two pictures of the same layout are from each other, in steps of 255.
type Difference struct {
	Mean  float64     // over all pixels and colours
	Worst float64     // mean of the worst block of Block × Block pixels
	At    image.Point // where that block is
}

// Block is the side of the regions that are compared, in pixels: about a letter of the smallest
// text. Edges that two rasterizers smooth differently even out over it; a letter that is missing or
// has moved does not.
const Block = 8

// Compare holds two pictures against each other. Pictures of different sizes differ by 255.
func Compare(a, b image.Image) Difference {
	size := a.Bounds().Size()
	if size != b.Bounds().Size() {
		return Difference{Mean: 255, Worst: 255}
	}
	var d Difference
	total := 0
	for y := 0; y < size.Y; y += Block {
		for x := 0; x < size.X; x += Block {
			at := image.Rect(x, y, min(x+Block, size.X), min(y+Block, size.Y))
			sum := apart(a, b, at)
			total += sum
			if mean := float64(sum) / float64(3*at.Dx()*at.Dy()); mean > d.Worst {
				d.Worst, d.At = mean, at.Min
			}
		}
	}
	d.Mean = float64(total) / float64(3*size.X*size.Y)
	return d
}

// apart is the sum of the differences of all colours over a block.
func apart(a, b image.Image, at image.Rectangle) int {
	sum := 0
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			p, q := rgb(a, x, y), rgb(b, x, y)
			sum += off(p.R, q.R) + off(p.G, q.G) + off(p.B, q.B)
		}
	}
	return sum
}

func rgb(img image.Image, x, y int) color.RGBA {
	if m, ok := img.(*image.RGBA); ok {
		return m.RGBAAt(x, y)
	}
	r, g, b, _ := img.At(img.Bounds().Min.X+x, img.Bounds().Min.Y+y).RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
}

func off(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
