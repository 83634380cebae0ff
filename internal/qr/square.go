package qr

import (
	"cmp"
	"image"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/aztec"
	"github.com/makiuchi-d/gozxing/datamatrix"
)

// cell is the side of the squares in which ink is looked for, in pixels: half the bits of a word of
// the matrix fall on one.
const cell = 8

// Bounds of what may be a code: squares with little white in them.
const (
	leastSide  = 5  // cells
	leastInk   = 55 // percent of its cells
	mostSquare = 24 // places of a picture that are looked at, the largest first
)

// squares reads Data Matrix and Aztec codes. Their readers look at the middle of a picture only, so
// each is asked about every square spot that white surrounds.
func squares(black *gozxing.BitMatrix, add func(*gozxing.Result, image.Point)) {
	for _, at := range spots(black) {
		at = at.Inset(-cell).Intersect(image.Rect(0, 0, black.GetWidth(), black.GetHeight()))
		for _, reader := range []gozxing.Reader{datamatrix.NewDataMatrixReader(), aztec.NewAztecReader()} {
			safely(func() error {
				part, err := gozxing.NewBinaryBitmap(part{black: black, at: at})
				if err != nil {
					return err
				}
				r, err := reader.Decode(part, nil)
				if err == nil && r.GetText() != "" {
					add(r, at.Min)
				}
				return err
			})
		}
	}
}

// spots are the square places of ink with white around them, in pixels, the largest first.
func spots(black *gozxing.BitMatrix) (out []image.Rectangle) {
	across, down := (black.GetWidth()+cell-1)/cell, (black.GetHeight()+cell-1)/cell
	ink := make([]bool, across*down)
	row := gozxing.NewBitArray(black.GetWidth())
	for y := range black.GetHeight() {
		row = black.GetRow(y, row)
		for i, word := range row.GetBitArray() {
			for x := i * 32 / cell; word != 0 && x < across; x, word = x+1, word>>cell {
				if word&(1<<cell-1) != 0 {
					ink[y/cell*across+x] = true
				}
			}
		}
	}
	var todo []int
	for first := range ink {
		if !ink[first] {
			continue
		}
		box, n := image.Rectangle{}, 0
		todo, ink[first] = append(todo[:0], first), false
		for len(todo) > 0 {
			at := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			x, y := at%across, at/across
			box, n = box.Union(image.Rect(x, y, x+1, y+1)), n+1
			for _, to := range [4]image.Point{{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}} {
				if next := to.Y*across + to.X; to.X >= 0 && to.X < across && to.Y >= 0 && to.Y < down && ink[next] {
					ink[next] = false
					todo = append(todo, next)
				}
			}
		}
		w, h := box.Dx(), box.Dy()
		if min(w, h) >= leastSide && abs(w-h) <= max(2, max(w, h)/5) && n*100 >= w*h*leastInk {
			out = append(out, image.Rect(box.Min.X*cell, box.Min.Y*cell, box.Max.X*cell, box.Max.Y*cell))
		}
	}
	slices.SortFunc(out, func(a, b image.Rectangle) int { return cmp.Compare(b.Dx()*b.Dy(), a.Dx()*a.Dy()) })
	return out[:min(len(out), mostSquare)]
}

func abs(n int) int { return max(n, -n) }

// part is a piece of a picture that is black and white already.
type part struct {
	gozxing.Binarizer // nil: readers of squares ask for the matrix alone

	black *gozxing.BitMatrix
	at    image.Rectangle
}

func (p part) GetBlackMatrix() (*gozxing.BitMatrix, error) {
	out, err := gozxing.NewBitMatrix(p.at.Dx(), p.at.Dy())
	if err != nil {
		return nil, err
	}
	for y := range p.at.Dy() {
		for x := range p.at.Dx() {
			if p.black.Get(p.at.Min.X+x, p.at.Min.Y+y) {
				out.Set(x, y)
			}
		}
	}
	return out, nil
}
