package qr

import (
	"image"
	"slices"

	"github.com/makiuchi-d/gozxing"
	multi "github.com/makiuchi-d/gozxing/multi/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

// Found is a code in a picture.
type Found struct {
	Text string
	Box  image.Rectangle // that it covers, without its quiet zone
	Bars bool            // it is a barcode: EAN, UPC, Code 128, Code 39 or ITF
}

// Read finds all codes in a picture, each text once: QR, Data Matrix and Aztec codes, and the barcodes
// of posters and forms. inverted also finds those that are light on dark, which many phones do not read.
func Read(m image.Image, inverted bool) (out []Found) {
	if b := m.Bounds(); b.Empty() || b.Dx() > maxPixels/b.Dy() {
		return nil
	}
	lights := lightsOf(m)
	if !inverted {
		return read(lights, true)
	}
	dark := make(chan []Found, 1)
	go func() { dark <- read(gozxing.LuminanceSourceInvert(lights), false) }()
	out = read(lights, true)
	for _, f := range <-dark {
		out = with(out, f)
	}
	return out
}

// lightsOf are the lights of a picture, taken from its planes where it has them: millions of pixels
// are asked for one by one else.
func lightsOf(m image.Image) gozxing.LuminanceSource {
	b := m.Bounds()
	lights, stride := []byte(nil), 0
	switch m := m.(type) {
	case *image.YCbCr:
		lights, stride = m.Y[m.YOffset(b.Min.X, b.Min.Y):], m.YStride
	case *image.Gray:
		lights, stride = m.Pix[m.PixOffset(b.Min.X, b.Min.Y):], m.Stride
	default:
		return gozxing.NewLuminanceSourceFromImage(m)
	}
	flat := make([]byte, 0, b.Dx()*b.Dy())
	for y := range b.Dy() {
		flat = append(flat, lights[y*stride:y*stride+b.Dx()]...)
	}
	source, err := gozxing.NewPlanarYUVLuminanceSource(flat, b.Dx(), b.Dy(), 0, 0, b.Dx(), b.Dy(), false)
	if err != nil { // only for a rectangle that is not the picture's
		panic(err)
	}
	return source
}

// with is what was found before, with one more, each text once.
func with(out []Found, one Found) []Found {
	if slices.ContainsFunc(out, func(f Found) bool { return f.Text == one.Text }) {
		return out
	}
	return append(out, one)
}

// read finds what is in the lights of a picture; barcodes where they are dark on light, for no reader
// of goods knows others.
func read(lights gozxing.LuminanceSource, upright bool) (out []Found) {
	hints := map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true}
	add := func(r *gozxing.Result, bars bool) {
		out = with(out, Found{Text: r.GetText(), Box: boxOf(r), Bars: bars})
	}
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(lights)) // made black and white once for all readers
	if err != nil {
		return nil
	}
	safely(func() error {
		all, err := multi.NewQRCodeMultiReader().DecodeMultiple(bitmap, hints)
		for _, r := range all {
			add(r, false)
		}
		return err
	})
	if len(out) == 0 { // the reader of one code finds some that the reader of many does not
		safely(func() error {
			r, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
			if err == nil {
				add(r, false)
			}
			return err
		})
	}
	safely(func() error {
		black, err := bitmap.GetBlackMatrix()
		if err == nil {
			squares(black, func(r *gozxing.Result, at image.Point) {
				out = with(out, Found{Text: r.GetText(), Box: boxOf(r).Add(at)})
			})
		}
		return err
	})
	if !upright {
		return out
	}
	for _, r := range bars(bitmap) {
		add(r, true)
	}
	return out
}

// safely reads; the reader is a translation of a Java library and may run over the end of an array
// on odd pictures. What it does not read is not there.
func safely(read func() error) {
	defer func() { _ = recover() }()
	_ = read()
}

// boxOf is what a code covers: from the middles of its patterns to its edges.
func boxOf(r *gozxing.Result) image.Rectangle {
	points := r.GetResultPoints()
	if len(points) == 0 {
		return image.Rectangle{}
	}
	edge := 0.0
	if p, isPattern := points[0].(*detector.FinderPattern); isPattern {
		edge = 3.5 * p.GetEstimatedModuleSize()
	}
	var box image.Rectangle
	for i, p := range points[:min(len(points), 3)] {
		one := image.Rect(int(p.GetX()-edge), int(p.GetY()-edge), int(p.GetX()+edge+1), int(p.GetY()+edge+1))
		if i == 0 {
			box = one
		}
		box = box.Union(one)
	}
	return box
}
