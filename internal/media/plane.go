package media

import (
	"encoding/binary"
	"image"
)

// plane is a picture, or one part of it, as rows of samples that are all treated alike.
type plane struct {
	pix    []byte
	stride int // bytes from one row to the next
	w, h   int // pixels
	n      int // bytes a pixel: 1 for light or for one of a JPEG's two colours, 4 for premultiplied RGBA
}

func newPlane(w, h, n int) plane {
	return plane{pix: make([]byte, w*h*n), stride: w * n, w: w, h: h, n: n}
}

// row is row y, at its own length.
func (p plane) row(y int) []byte { return p.pix[y*p.stride:][:p.w*p.n] }

// cut is the part of p inside r; both have the same samples.
func (p plane) cut(r image.Rectangle) plane {
	return plane{pix: p.pix[r.Min.Y*p.stride+r.Min.X*p.n:], stride: p.stride, w: r.Dx(), h: r.Dy(), n: p.n}
}

// fill makes every pixel the same n bytes.
func (p plane) fill(pixel []byte) {
	for y := range p.h {
		for row := p.row(y); len(row) > 0; row = row[p.n:] {
			copy(row, pixel)
		}
	}
}

// rgba is a plane of RGBA as an image.
func (p plane) rgba() *image.RGBA {
	return &image.RGBA{Pix: p.pix, Stride: p.stride, Rect: image.Rect(0, 0, p.w, p.h)}
}

// halve averages every four pixels. An odd last row or column is left out, half a pixel of the next
// level.
func (p plane) halve() plane {
	w, h := p.w/2, p.h/2
	if w == 0 || h == 0 {
		return p
	}
	out := newPlane(w, h, p.n)
	inBands(h, func(from, until int) {
		for y := from; y < until; y++ {
			top, bottom := p.row(2 * y)[:2*w*p.n], p.row(2*y + 1)[:2*w*p.n]
			if p.n == 1 {
				halveSamples(out.row(y), top, bottom)
			} else {
				halvePixels(out.row(y), top, bottom)
			}
		}
	})
	return out
}

// halveSamples takes eight samples of both rows at a time: in each 16 bits of a word lies one, with
// room for the sum of four.
func halveSamples(out, top, bottom []byte) {
	const low, two = 0x00ff00ff00ff00ff, 0x0002000200020002
	x := 0
	for ; x+4 <= len(out); x += 4 {
		t, b := binary.LittleEndian.Uint64(top[2*x:]), binary.LittleEndian.Uint64(bottom[2*x:])
		v := (t&low + t>>8&low + b&low + b>>8&low + two) >> 2 & low
		v = (v | v>>8) & 0x0000ffff0000ffff
		binary.LittleEndian.PutUint32(out[x:], uint32(v|v>>16))
	}
	for ; x < len(out); x++ {
		out[x] = uint8((int(top[2*x]) + int(top[2*x+1]) + int(bottom[2*x]) + int(bottom[2*x+1]) + 2) >> 2)
	}
}

// halvePixels does the same to RGBA, sample by sample: a pixel and its neighbour are four bytes
// apart.
func halvePixels(out, top, bottom []byte) {
	for x := 0; x < len(out); x += 4 {
		t, b := top[2*x:2*x+8], bottom[2*x:2*x+8]
		for i := range 4 {
			out[x+i] = uint8((int(t[i]) + int(t[i+4]) + int(b[i]) + int(b[i+4]) + 2) >> 2)
		}
	}
}
