package eye

import (
	"image"
	"image/color"

	"ngatu/content/preflight"
	"ngatu/internal/qr"
)

// Codes are the codes in a picture as it is shown, each read again blurred and dimmed.
func Codes(m image.Image) (out []preflight.Code) {
	for _, f := range qr.Read(m, false) {
		part := around(m, f.Box)
		out = append(out, preflight.Code{
			Text: f.Text, Box: boxOf(f.Box), Bars: f.Bars,
			Blurred: reads(blurred(part), f.Text), Dimmed: reads(dimmed(part), f.Text),
		})
	}
	return out
}

// Hidden are the codes of an original that was made smaller that many times, also those that are
// light on dark. Their boxes are those of the original.
func Hidden(m image.Image, times float64) (out []preflight.Code) {
	for _, f := range qr.Read(m, true) {
		b := boxOf(f.Box)
		for _, n := range []*int{&b.X, &b.Y, &b.W, &b.H} {
			*n = int(float64(*n) / times)
		}
		out = append(out, preflight.Code{Text: f.Text, Box: b, Bars: f.Bars})
	}
	return out
}

func boxOf(r image.Rectangle) preflight.Box {
	return preflight.Box{X: r.Min.X, Y: r.Min.Y, W: r.Dx(), H: r.Dy()}
}

func reads(m image.Image, text string) bool {
	for _, f := range qr.Read(m, false) {
		if f.Text == text {
			return true
		}
	}
	return false
}

// around is what surrounds a code, in grey: a barcode is a line only, so as much above and below it
// as it is wide.
func around(m image.Image, box image.Rectangle) *image.Gray {
	box = box.Inset(-max(box.Dx(), box.Dy())/2 - 8).Intersect(m.Bounds())
	out := image.NewGray(image.Rect(0, 0, box.Dx(), box.Dy()))
	for y := range box.Dy() {
		for x := range box.Dx() {
			out.Set(x, y, color.GrayModel.Convert(m.At(box.Min.X+x, box.Min.Y+y)))
		}
	}
	return out
}

// dim is how much of the brightness is left, in percent.
const dim = 30

func dimmed(m *image.Gray) *image.Gray {
	out := image.NewGray(m.Rect)
	for i, v := range m.Pix {
		out.Pix[i] = uint8(int(v) * dim / 100)
	}
	return out
}

// kernel is a Gaussian of one pixel, in hundredths.
var kernel = [5]int{6, 24, 40, 24, 6}

func blurred(m *image.Gray) *image.Gray { return smeared(smeared(m, 1, 0), 0, 1) }

func smeared(m *image.Gray, dx, dy int) *image.Gray {
	out := image.NewGray(m.Rect)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			sum := 0
			for i, k := range kernel {
				nx := min(max(x+(i-2)*dx, 0), m.Rect.Dx()-1)
				ny := min(max(y+(i-2)*dy, 0), m.Rect.Dy()-1)
				sum += k * int(m.Pix[ny*m.Stride+nx])
			}
			out.Pix[y*m.Stride+x] = uint8(sum / 100)
		}
	}
	return out
}
