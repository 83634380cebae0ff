package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"ngatu/content"
)

func load(t testing.TB, name string) []byte {
	t.Helper()
	return loadPath(t, filepath.Join("testdata", name))
}

func loadPath(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func importBytes(t testing.TB, im *Importer, name string, b []byte) (Medium, *Picture, error) {
	t.Helper()
	m, p, err := im.Import(context.Background(), name, bytes.NewReader(b), int64(len(b)))
	t.Cleanup(p.Close)
	return m, p, err
}

// The four fields that the test pictures show, and where to look for them, in parts of the side.
var fields = []struct {
	x, y  float64
	c     color.RGBA
	cName string
}{
	{0.25, 0.25, color.RGBA{0xe0, 0x10, 0x10, 255}, "red"},
	{0.75, 0.25, color.RGBA{0x10, 0xc0, 0x10, 255}, "green"},
	{0.25, 0.75, color.RGBA{0x10, 0x20, 0xe0, 255}, "blue"},
	{0.75, 0.75, color.RGBA{0xf8, 0xf8, 0xf8, 255}, "white"},
}

func far(a, b color.RGBA) float64 {
	d := func(x, y uint8) float64 { return math.Abs(float64(x) - float64(y)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}

func wantFields(t *testing.T, m *image.RGBA, tolerance float64) {
	t.Helper()
	for _, f := range fields {
		got := m.RGBAAt(int(f.x*float64(m.Rect.Dx())), int(f.y*float64(m.Rect.Dy())))
		if far(got, f.c) > tolerance {
			t.Errorf("the %s field is %v, want %v ± %v", f.cName, got, f.c, tolerance)
		}
	}
}

func drawn(t testing.TB, p *Picture, s Spec) *image.RGBA {
	t.Helper()
	m, err := p.Draw(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPicturesOfEveryKindLookRight(t *testing.T) {
	im := NewImporter(Limits{})
	for _, c := range []struct {
		file      string
		mediaType string
		tolerance float64
		notice    string
	}{
		{"rgb.jpg", "image/jpeg", 6, ""},
		{"progressive.jpg", "image/jpeg", 6, ""},
		{"cmyk.jpg", "image/jpeg", 12, "CMYK"},
		{"deep.png", "image/png", 1, ""},
		{"quad.webp", "image/webp", 12, ""},
		{"lossless.webp", "image/webp", 1, ""},
		{"quad.gif", "image/gif", 1, ""},
		{"orient_1.jpg", "image/jpeg", 6, ""},
		{"orient_2.jpg", "image/jpeg", 6, ""},
		{"orient_3.jpg", "image/jpeg", 6, ""},
		{"orient_4.jpg", "image/jpeg", 6, ""},
		{"orient_5.jpg", "image/jpeg", 6, ""},
		{"orient_6.jpg", "image/jpeg", 6, ""},
		{"orient_7.jpg", "image/jpeg", 6, ""},
		{"orient_8.jpg", "image/jpeg", 6, ""},
	} {
		t.Run(c.file, func(t *testing.T) {
			b := load(t, c.file)
			m, p, err := importBytes(t, im, c.file, b)
			if err != nil {
				t.Fatal(err)
			}
			if m.Kind != KindPicture || m.Type != c.mediaType || m.Width != 96 || m.Height != 64 || m.Alpha || m.Digest != content.DigestOf(b) || m.Bytes != int64(len(b)) {
				t.Errorf("medium is %+v", m)
			}
			if (c.notice == "") != (len(m.Notices) == 0) || c.notice != "" && !strings.Contains(m.Notices[0].Vi, c.notice) {
				t.Errorf("notices are %v, want one with %q", m.Notices, c.notice)
			}
			for _, size := range []image.Point{{96, 64}, {48, 32}, {24, 16}, {192, 128}} {
				wantFields(t, drawn(t, p, Spec{Width: size.X, Height: size.Y}), c.tolerance)
			}
		})
	}
}

func TestGreyPicture(t *testing.T) {
	_, p, err := importBytes(t, NewImporter(Limits{}), "grey.jpg", load(t, "grey.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	got := drawn(t, p, Spec{Width: 96, Height: 64})
	if c := got.RGBAAt(72, 48); c.R < 240 || c.R != c.G || c.G != c.B {
		t.Errorf("the white field of a grey picture is %v", c)
	}
	if c := got.RGBAAt(24, 48); c.R > 110 || c.R != c.B {
		t.Errorf("the blue field of a grey picture is %v", c)
	}
}

func TestMovingPicturesShowTheirFirstFrame(t *testing.T) {
	im := NewImporter(Limits{})
	for _, file := range []string{"moving.gif", "moving.webp", "moving.png"} {
		m, p, err := importBytes(t, im, file, load(t, file))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(m.Notices) != 1 || !strings.Contains(m.Notices[0].En, "first frame") || !strings.Contains(m.Notices[0].Vi, "hình đầu tiên") {
			t.Errorf("%s: notices are %v", file, m.Notices)
		}
		if c := drawn(t, p, Spec{Width: 64, Height: 48}).RGBAAt(30, 20); c.R < 200 || c.G > 40 || c.B > 40 {
			t.Errorf("%s: first frame is %v, want red", file, c)
		}
	}
}

func TestAlphaLiesOnTheBackground(t *testing.T) {
	m, p, err := importBytes(t, NewImporter(Limits{}), "alpha.png", load(t, "alpha.png"))
	if err != nil {
		t.Fatal(err)
	}
	if !m.Alpha {
		t.Error("a picture half transparent is said to be opaque")
	}
	white := drawn(t, p, Spec{Width: 96, Height: 64, Background: color.RGBA{255, 255, 255, 0}})
	if c := white.RGBAAt(24, 16); far(c, color.RGBA{240, 136, 136, 255}) > 3 || c.A != 255 {
		t.Errorf("half red on white is %v", c)
	}
	black := drawn(t, p, Spec{Width: 96, Height: 64})
	if c := black.RGBAAt(24, 16); far(c, color.RGBA{112, 8, 8, 255}) > 3 || c.A != 255 {
		t.Errorf("half red on black is %v", c)
	}
}

func TestContainAndCover(t *testing.T) {
	_, p, err := importBytes(t, NewImporter(Limits{}), "", load(t, "deep.png"))
	if err != nil {
		t.Fatal(err)
	}
	grey := color.RGBA{0x30, 0x30, 0x30, 255}
	for _, c := range []struct {
		name string
		spec Spec
		at   image.Point
		want color.RGBA
	}{
		{"bars beside", Spec{Width: 192, Height: 64, Background: grey}, image.Pt(10, 32), grey},
		{"picture between the bars", Spec{Width: 192, Height: 64, Background: grey}, image.Pt(60, 10), fields[0].c},
		{"bars above", Spec{Width: 96, Height: 192, Background: grey}, image.Pt(48, 20), grey},
		{"cover keeps the left", Spec{Width: 32, Height: 64, Fit: Cover, FocusX: 0, FocusY: 0.5}, image.Pt(30, 10), fields[0].c},
		{"cover keeps the right", Spec{Width: 32, Height: 64, Fit: Cover, FocusX: 1, FocusY: 0.5}, image.Pt(2, 10), fields[1].c},
		{"cover keeps the bottom", Spec{Width: 192, Height: 32, Fit: Cover, FocusX: 0.5, FocusY: 1}, image.Pt(10, 2), fields[2].c},
		{"cover keeps the top", Spec{Width: 192, Height: 32, Fit: Cover, FocusX: 0.5, FocusY: -4}, image.Pt(190, 28), fields[1].c},
		{"a focus that is no number is the middle", Spec{Width: 48, Height: 64, Fit: Cover, FocusX: math.NaN(), FocusY: 0}, image.Pt(40, 2), fields[1].c},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := drawn(t, p, c.spec)
			if m.Rect != image.Rect(0, 0, c.spec.Width, c.spec.Height) {
				t.Fatalf("rendition is %v", m.Rect)
			}
			if got := m.RGBAAt(c.at.X, c.at.Y); far(got, c.want) > 1 {
				t.Errorf("pixel %v is %v, want %v", c.at, got, c.want)
			}
		})
	}
}

func TestRenditionsDecodeAtExactPixels(t *testing.T) {
	photo := photograph(1600, 1200)
	_, p, err := importBytes(t, NewImporter(Limits{}), "photo.jpg", photo)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		w, h      int
		mediaType string
	}{{432, 216, "image/png"}, {192, 96, "image/png"}, {320, 160, "image/png"}, {1920, 1080, "image/jpeg"}, {1080, 1920, "image/jpeg"}} {
		r, err := p.Render(context.Background(), Spec{Width: c.w, Height: c.h, Fit: Cover, FocusX: 0.5, FocusY: 0.5})
		if err != nil {
			t.Fatal(err)
		}
		again, _ := p.Render(context.Background(), Spec{Width: c.w, Height: c.h, Fit: Cover, FocusX: 0.5, FocusY: 0.5})
		if !bytes.Equal(r.Bytes, again.Bytes) {
			t.Errorf("%d×%d: two renditions differ", c.w, c.h)
		}
		cfg, kind, err := image.DecodeConfig(bytes.NewReader(r.Bytes))
		if err != nil || cfg.Width != c.w || cfg.Height != c.h || r.Type != c.mediaType || "image/"+kind != r.Type {
			t.Errorf("%d×%d: is %d×%d %s (%s), %v", c.w, c.h, cfg.Width, cfg.Height, r.Type, kind, err)
		}
		if f := sniff(r.Bytes); mediaTypes[f] != r.Type {
			t.Errorf("type %s of a %s", r.Type, f)
		}
		still, err := p.Still(context.Background(), Spec{Width: c.w, Height: c.h, Fit: Cover, FocusX: 0.5, FocusY: 0.5})
		if err != nil || len(still.Bytes) > StillBytes || still.Type != "image/jpeg" {
			t.Errorf("%d×%d: still of %d bytes, %v", c.w, c.h, len(still.Bytes), err)
		}
		if cfg, err := jpeg.DecodeConfig(bytes.NewReader(still.Bytes)); err != nil || math.Abs(float64(cfg.Width)/float64(cfg.Height)-float64(c.w)/float64(c.h)) > 0.02 {
			t.Errorf("%d×%d: still is %d×%d", c.w, c.h, cfg.Width, cfg.Height)
		}
	}
}

func TestDrawingsStayLossless(t *testing.T) {
	drawing := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	for i := range drawing.Pix {
		drawing.Pix[i] = []byte{byte(i / 40 % 2 * 255), 0x21, byte(i / 100000), 0xff}[i%4]
	}
	var b bytes.Buffer
	if err := png.Encode(&b, drawing); err != nil {
		t.Fatal(err)
	}
	_, p, err := importBytes(t, NewImporter(Limits{}), "slide.png", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Render(context.Background(), Spec{Width: 1920, Height: 1080})
	if err != nil || r.Type != "image/png" {
		t.Fatalf("a drawing at its own size is %d bytes of %s, %v", len(r.Bytes), r.Type, err)
	}
	m, err := png.Decode(bytes.NewReader(r.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	if got := toRGBA(m); !bytes.Equal(got.Pix, drawing.Pix) {
		t.Error("pixels differ from the drawing")
	}
}

func TestOnePictureForManyGoroutines(t *testing.T) {
	_, p, err := importBytes(t, NewImporter(Limits{}), "photo.jpg", photograph(800, 600))
	if err != nil {
		t.Fatal(err)
	}
	want, err := p.Render(context.Background(), Spec{Width: 100, Height: 60})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := p.Render(context.Background(), Spec{Width: 100, Height: 60})
			if err != nil || !bytes.Equal(got.Bytes, want.Bytes) {
				t.Errorf("a rendition made beside others differs, %v", err)
			}
		})
	}
	wg.Wait()
}

func TestRenderRefusesImpossibleCanvases(t *testing.T) {
	_, p, err := importBytes(t, NewImporter(Limits{}), "rgb.jpg", load(t, "rgb.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []Spec{{}, {Width: 1 << 30, Height: 1 << 30}, {Width: -1, Height: 100}} {
		if _, err := p.Render(context.Background(), s); content.CodeOf(err) != content.Invalid {
			t.Errorf("%v gives %v", s, err)
		}
	}
	p.Close()
	if _, err := p.Render(context.Background(), Spec{Width: 100, Height: 100}); !errors.Is(err, errClosed) {
		t.Errorf("rendering after Close gives %v", err)
	}
}

// Flat colour must come out as it went in, whatever the scale: a seam or a shade off shows
// on a wall of LEDs.
func TestFlatColourStaysFlat(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 301, 203))
	for i := range m.Pix {
		m.Pix[i] = []byte{0x7b, 0x21, 0xfe, 0xff}[i%4]
	}
	for _, size := range []image.Point{{301, 203}, {17, 16}, {150, 101}, {899, 640}} {
		out := newPlane(size.X, size.Y, 4)
		resample(out, planeOf(m), frame{0, 0, 301, 203})
		for i := 0; i < len(out.pix); i += 4 {
			if [4]byte(out.pix[i:i+4]) != [4]byte{0x7b, 0x21, 0xfe, 0xff} {
				t.Fatalf("%v: pixel %d is %v", size, i/4, out.pix[i:i+4])
			}
		}
	}
}
