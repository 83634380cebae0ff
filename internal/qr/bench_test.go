package qr

import (
	"image"
	"math/rand/v2"
	"testing"
)

// A photograph as large as an original is searched, with light and dark codes looked for.
func BenchmarkRead(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	m := image.NewGray(image.Rect(0, 0, 2000, 1500))
	for i := range m.Pix {
		x, y := i%2000, i/2000
		m.Pix[i] = uint8(x*120/2000 + y*80/1500 + (x/37*y/41)%40 + rnd.IntN(10))
	}
	for b.Loop() {
		if found := Read(m, true); len(found) != 0 {
			b.Fatal(found)
		}
	}
}
