package media

import "image"

// layer is a plane of a picture as it is stored, and how its pixels lie over the picture's.
type layer struct {
	plane
	// pixels of the plane to one of the picture: 0.5 where a JPEG keeps colour at half the
	// resolution
	x, y   float64
	levels []plane // level n is the plane halved n times
}

// layersOf takes a decoded picture apart: one layer of RGBA, or light and two colours of a JPEG as
// they are. These need no converting and are 1.5 bytes a pixel instead of 4, which is what makes a
// large photograph quick.
func layersOf(src image.Image) []layer {
	switch m := src.(type) {
	case *image.YCbCr:
		return layersOfYCbCr(m)
	case *image.Gray:
		w, h := m.Rect.Dx(), m.Rect.Dy()
		light := layer{plane: plane{pix: m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y):], stride: m.Stride, w: w, h: h, n: 1}, x: 1, y: 1}
		// One pixel without colour lies over the whole picture.
		none := layer{plane: plane{pix: []byte{128}, stride: 1, w: 1, h: 1, n: 1}, x: 1 / float64(w), y: 1 / float64(h)}
		return []layer{light, none, none}
	}
	m := toRGBA(src)
	return []layer{{plane: planeOf(m), x: 1, y: 1}}
}

func layersOfYCbCr(m *image.YCbCr) []layer {
	across, down := sampling(m.SubsampleRatio)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	light := plane{pix: m.Y[m.YOffset(m.Rect.Min.X, m.Rect.Min.Y):], stride: m.YStride, w: w, h: h, n: 1}
	at := m.COffset(m.Rect.Min.X, m.Rect.Min.Y)
	colour := plane{stride: m.CStride, w: (w + across - 1) / across, h: (h + down - 1) / down, n: 1}
	blue, red := colour, colour
	blue.pix, red.pix = m.Cb[at:], m.Cr[at:]
	x, y := 1/float64(across), 1/float64(down)
	return []layer{{plane: light, x: 1, y: 1}, {plane: blue, x: x, y: y}, {plane: red, x: x, y: y}}
}

// sampling is how many pixels, across and down, share one sample of colour.
func sampling(r image.YCbCrSubsampleRatio) (across, down int) {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}

func planeOf(m *image.RGBA) plane {
	return plane{pix: m.Pix, stride: m.Stride, w: m.Rect.Dx(), h: m.Rect.Dy(), n: 4}
}

// level is the layer halved n times, made when first asked for.
func (l *layer) level(n int) plane {
	if len(l.levels) == 0 {
		l.levels = []plane{l.plane}
	}
	for len(l.levels) <= n {
		l.levels = append(l.levels, l.levels[len(l.levels)-1].halve())
	}
	return l.levels[n]
}

// draw resamples the part of the picture in f, as it is stored, to the whole of out.
func (l *layer) draw(out, level plane, f frame) {
	kx, ky := l.x*float64(level.w)/float64(l.w), l.y*float64(level.h)/float64(l.h)
	resample(out, level, frame{f.x * kx, f.y * ky, f.w * kx, f.h * ky})
}
