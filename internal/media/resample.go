package media

import "math"

// frame is a rectangle of a picture in fractions of a pixel.
type frame struct{ x, y, w, h float64 }

// taps say, for each pixel of a row or column of the result, which pixels of the source it is made
// from and how much of each: in 1/16384, together exactly that. The kernel is Catmull-Rom's cubic,
// widened to cover what it shrinks.
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

// tapsFor maps n pixels of the result to the length of source pixels from offset, out of size that
// there are.
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

// resample draws the part of src inside f on the whole of out. Colours are premultiplied, so that
// transparent pixels do not bleed into their neighbours.
func resample(out, src plane, f frame) {
	across := tapsFor(out.w, f.x, f.w, src.w)
	down := tapsFor(out.h, f.y, f.h, src.h)
	top := down.first[0]
	bottom := down.first[out.h-1] + down.start[out.h] - down.start[out.h-1]
	narrow := newPlane(out.w, bottom-top, src.n)
	inBands(narrow.h, func(from, until int) {
		for y := from; y < until; y++ {
			if src.n == 1 {
				across.samples(narrow.row(y), src.row(top+y))
			} else {
				across.pixels(narrow.row(y), src.row(top+y))
			}
		}
	})
	inBands(out.h, func(from, until int) {
		sums := make([]int32, out.w*out.n)
		for y := from; y < until; y++ {
			down.column(sums, narrow, y, top)
			if src.n == 1 {
				storeSamples(out.row(y), sums)
			} else {
				storePixels(out.row(y), sums)
			}
		}
	})
}

// samples shrinks or widens one row of one byte a pixel.
func (t taps) samples(out, in []byte) {
	for x, first := range t.first {
		weights := t.weight[t.start[x]:t.start[x+1]]
		values := in[first:][:len(weights)]
		var sum int32
		for k, w := range weights {
			sum += w * int32(values[k])
		}
		out[x] = clamp(sum)
	}
}

// pixels shrinks or widens one row of RGBA.
func (t taps) pixels(out, in []byte) {
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

// column sums up row y of the result from the rows of narrow, of which the first is row top of the
// source; two at a time.
func (t taps) column(sums []int32, narrow plane, y, top int) {
	clear(sums)
	weights, at := t.weight[t.start[y]:t.start[y+1]], t.first[y]-top
	for len(weights) >= 2 {
		v, w := weights[0], weights[1]
		one, two := narrow.row(at)[:len(sums)], narrow.row(at + 1)[:len(sums)]
		for i := range sums {
			sums[i] += v*int32(one[i]) + w*int32(two[i])
		}
		weights, at = weights[2:], at+2
	}
	if len(weights) > 0 {
		w := weights[0]
		for i, v := range narrow.row(at)[:len(sums)] {
			sums[i] += w * int32(v)
		}
	}
}

func storeSamples(out []byte, sums []int32) {
	for i, v := range sums {
		out[i] = clamp(v)
	}
}

// storePixels rounds sums to bytes. A premultiplied colour is never above its alpha, which
// overshoot could bring about.
func storePixels(out []byte, sums []int32) {
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
