package media

import (
	"image"
	"math"
)

// frame is a rectangle of a picture in fractions of a pixel.
type frame struct{ x, y, w, h float64 }

// taps say, for each pixel of a row or column of the result, which pixels of the source it is made from and how much
// of each: in 1/16384, together exactly that. The kernel is Catmull-Rom's cubic, widened to cover what it shrinks.
type taps struct {
	first  []int   // first source pixel
	start  []int   // where its weights begin in weight; one more at the end
	weight []int32 // 1/16384
}

const weightBits = 14

func catmullRom(x float64) float64 {
	switch x = math.Abs(x); {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < 2:
		return ((-0.5*x+2.5)*x-4)*x + 2
	}
	return 0
}

// tapsFor maps n pixels of the result to the length of source pixels from offset, out of size that there are.
func tapsFor(n int, offset, length float64, size int) taps {
	scale := length / float64(n)
	stretch := max(scale, 1)
	t := taps{first: make([]int, n), start: make([]int, n+1)}
	for i := range n {
		centre := offset + (float64(i)+0.5)*scale - 0.5
		lo := min(max(int(math.Ceil(centre-2*stretch)), 0), size-1)
		hi := max(min(int(math.Floor(centre+2*stretch)), size-1), lo)
		t.first[i] = lo
		t.weight = appendWeights(t.weight, lo, hi, centre, stretch)
		t.start[i+1] = len(t.weight)
	}
	return t
}

func appendWeights(weights []int32, lo, hi int, centre, stretch float64) []int32 {
	sum := 0.0
	for j := lo; j <= hi; j++ {
		sum += catmullRom((float64(j) - centre) / stretch)
	}
	if sum == 0 {
		sum = 1
	}
	begin, left := len(weights), int32(1<<weightBits)
	heaviest := begin
	for j := lo; j <= hi; j++ {
		w := int32(math.Round(catmullRom((float64(j)-centre)/stretch) / sum * (1 << weightBits)))
		weights = append(weights, w)
		left -= w
		if w > weights[heaviest] {
			heaviest = len(weights) - 1
		}
	}
	weights[heaviest] += left // what rounding lost, so that flat colour stays exactly what it is
	return weights
}

// resample draws the part of src inside f at w×h pixels. Colours are premultiplied, so that transparent pixels do
// not bleed into their neighbours.
func resample(src *image.RGBA, f frame, w, h int) *image.RGBA {
	across := tapsFor(w, f.x, f.w, src.Rect.Dx())
	down := tapsFor(h, f.y, f.h, src.Rect.Dy())
	top := down.first[0]
	bottom := down.first[h-1] + down.start[h] - down.start[h-1]
	narrow := image.NewRGBA(image.Rect(0, 0, w, bottom-top))
	inBands(bottom-top, func(from, until int) {
		for y := from; y < until; y++ {
			across.row(narrow.Pix[y*narrow.Stride:][:4*w], src.Pix[(top+y)*src.Stride:][:4*src.Rect.Dx()])
		}
	})
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	inBands(h, func(from, until int) {
		sums := make([]int32, 4*w)
		for y := from; y < until; y++ {
			clear(sums)
			for k, weight := range down.weight[down.start[y]:down.start[y+1]] {
				line := narrow.Pix[(down.first[y]-top+k)*narrow.Stride:][:len(sums)]
				for i, v := range line {
					sums[i] += weight * int32(v)
				}
			}
			store(out.Pix[y*out.Stride:][:4*w], sums)
		}
	})
	return out
}

// row shrinks or widens one row.
func (t taps) row(out, in []byte) {
	for x, first := range t.first {
		var r, g, b, a int32
		weights := t.weight[t.start[x]:t.start[x+1]]
		pixels := in[4*first:][:4*len(weights)]
		for k, w := range weights {
			p := pixels[4*k : 4*k+4 : 4*k+4]
			r += w * int32(p[0])
			g += w * int32(p[1])
			b += w * int32(p[2])
			a += w * int32(p[3])
		}
		q := out[4*x : 4*x+4 : 4*x+4]
		q[0], q[1], q[2], q[3] = clamp(r), clamp(g), clamp(b), clamp(a)
	}
}

// store rounds sums to bytes. A premultiplied colour is never above its alpha, which overshoot could bring about.
func store(out []byte, sums []int32) {
	for i := 0; i+3 < len(sums); i += 4 {
		a := clamp(sums[i+3])
		out[i] = min(clamp(sums[i]), a)
		out[i+1] = min(clamp(sums[i+1]), a)
		out[i+2] = min(clamp(sums[i+2]), a)
		out[i+3] = a
	}
}

func clamp(v int32) uint8 {
	v = (v + 1<<(weightBits-1)) >> weightBits
	if uint32(v) > 255 {
		if v < 0 {
			return 0
		}
		return 255
	}
	return uint8(v)
}
