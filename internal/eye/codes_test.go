package eye_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	xdraw "golang.org/x/image/draw"

	"ngatu/content/preflight"
	"ngatu/internal/eye"
	"ngatu/internal/qr"
)

const link = "HTTPS://IHANOI.HANOI.GOV.VN/I/HK-0123"

// poster is a red picture with codes at module pixels, side by side.
func poster(t *testing.T, module int, texts ...string) *image.RGBA {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 900, 500))
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{0x78, 0x0f, 0x1b, 255}), image.Point{}, draw.Src)
	x := 40
	for _, text := range texts {
		c, err := qr.Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		code := qr.Image(c, module)
		draw.Draw(m, code.Rect.Add(image.Pt(x, 60)), code, image.Point{}, draw.Src)
		x += code.Rect.Dx() + 60
	}
	return m
}

func scaled(m image.Image, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.CatmullRom.Scale(out, out.Rect, m, m.Bounds(), xdraw.Src, nil)
	return out
}

func TestCodesAreReadSharpBlurredAndDimmed(t *testing.T) {
	got := eye.Codes(poster(t, 6, link, "https://example.com/other"))
	if len(got) != 2 {
		t.Fatalf("read %+v", got)
	}
	for _, c := range got {
		if !c.Blurred || !c.Dimmed {
			t.Errorf("%q is not read blurred and dimmed: %+v", c.Text, c)
		}
		if c.Text != link {
			continue
		}
		// 25 modules of 6 pixels, from 40+24 across and 60+24 down
		if b := c.Box; b.X < 58 || b.X > 70 || b.Y < 78 || b.Y > 90 || b.W < 145 || b.W > 158 {
			t.Errorf("it lies at %+v", b)
		}
		if r := preflight.Reach(c, 0.63); r < 0.9 || r > 1 {
			t.Errorf("it is read from %g m", r)
		}
	}
}

// On a canvas where the code is left with a pixel or two for a module, nobody reads it, and the
// original says that it is there.
func TestACodeThatIsLostOnASmallCanvas(t *testing.T) {
	m := poster(t, 6, link)
	if got := eye.Hidden(m, 1); len(got) != 1 || got[0].Text != link {
		t.Fatalf("the original has %+v", got)
	}
	if got := eye.Codes(scaled(m, 150, 83)); len(got) != 0 {
		t.Errorf("read on 150×83: %+v", got)
	}
}

// Light on dark is found in the original, so that staff hear of it, and is not taken for readable.
func TestALightCodeOnDark(t *testing.T) {
	m := poster(t, 6, link)
	for i := range m.Pix {
		if i%4 != 3 {
			m.Pix[i] = 255 - m.Pix[i]
		}
	}
	if got := eye.Codes(m); len(got) != 0 {
		t.Errorf("read as it is: %+v", got)
	}
	if got := eye.Hidden(m, 0.5); len(got) != 1 || got[0].Box.X < 116 {
		t.Errorf("the original has %+v", got)
	}
}

// A code in grey on grey is read sharp, and is lost once the light goes.
func TestAFaintCode(t *testing.T) {
	m := poster(t, 6, link)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			g := color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y
			v := 110 + g/4
			m.SetRGBA(x, y, color.RGBA{v, v, v, 255})
		}
	}
	got := eye.Codes(m)
	if len(got) != 1 || got[0].Dimmed {
		t.Errorf("grey on grey is %+v", got)
	}
}

func TestLight(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 1000, 10))
	if l := eye.Light(m); l != 0 {
		t.Errorf("black has %g", l)
	}
	draw.Draw(m, image.Rect(0, 0, 500, 10), image.White, image.Point{}, draw.Src)
	if l := eye.Light(m); l < 0.49 || l > 0.51 {
		t.Errorf("half white has %g", l)
	}
}
