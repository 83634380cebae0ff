package qr

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"ngatu/content"
)

var texts = []string{
	"HTTPS://NGATU.HANOI.GOV.VN/I/B7K2",
	"https://ngatu.hanoi.gov.vn/i/b7k2",
	"https://play.google.com/store/apps/details?id=vn.gov.hanoi.ihanoi&hl=vi",
	"1022",
	"Cong dan Thu do so - iHanoi",
	strings.Repeat("https://vi-du.vn/", 20),
}

func encode(t *testing.T, text string) Code {
	t.Helper()
	c, err := Encode(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return c
}

// onScreen puts a code where it may stand: inside a coloured slide.
func onScreen(code image.Image) *image.RGBA {
	b := code.Bounds()
	m := image.NewRGBA(image.Rect(0, 0, b.Dx()+150, b.Dy()+90))
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{0xa0, 0x10, 0x18, 255}), image.Point{}, draw.Src)
	draw.Draw(m, b.Add(image.Pt(97, 31)), code, b.Min, draw.Src)
	return m
}

func TestCodesAreReadBackByTwoReaders(t *testing.T) {
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg is missing: install the package zbar-tools (apt-get install zbar-tools)")
	}
	for i, text := range texts {
		c := encode(t, text)
		for _, n := range []int{LeastPixels, Pixels, 7} {
			t.Run(fmt.Sprintf("%d at %d", i, n), func(t *testing.T) {
				m := onScreen(Image(c, n))
				if got, err := Decode(m); err != nil || got != text {
					t.Errorf("gozxing reads %q, %v", got, err)
				}
				path := filepath.Join(t.TempDir(), "code.png")
				f, err := os.Create(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, m); err != nil {
					t.Fatal(err)
				}
				f.Close()
				got, err := exec.Command(zbar, "-q", "--raw", "-Sdisable", "-Sqrcode.enable", path).Output()
				if err != nil || strings.TrimSuffix(string(got), "\n") != text {
					t.Errorf("zbar reads %q, %v", got, err)
				}
			})
		}
	}
}

func TestImageIsWholePixelsWithAQuietZone(t *testing.T) {
	c := encode(t, texts[0])
	if len(c.Squares) != c.Size || len(c.Squares[0]) != c.Size || c.Size != 25 && c.Size != 29 {
		t.Fatalf("size %d of %d rows", c.Size, len(c.Squares))
	}
	for _, n := range []int{1, 3, 4, 9} {
		m := Image(c, n)
		if m.Rect.Dx() != (c.Size+8)*n || m.Rect.Dx() != c.Side(n) {
			t.Fatalf("%d pixels a module give a side of %d", n, m.Rect.Dx())
		}
		for y := range m.Rect.Dy() {
			for x := range m.Rect.Dx() {
				if dark := m.ColorIndexAt(x, y) == 1; dark != c.Dark(x/n-4, y/n-4) {
					t.Fatalf("%d pixels a module: pixel %d,%d is dark %v", n, x, y, dark)
				}
			}
		}
		if c.Fit(c.Side(n)+n-1) != map[bool]int{true: n}[n >= LeastPixels] {
			t.Errorf("fit into %d is %d", c.Side(n), c.Fit(c.Side(n)))
		}
	}
	if !c.Dark(0, 0) || c.Dark(-1, 0) || c.Dark(c.Size, 0) || c.Dark(7, 0) {
		t.Error("the finder pattern is not in the corner")
	}
}

func TestUpperSavesAVersion(t *testing.T) {
	lower, upper := encode(t, texts[1]), encode(t, Upper(texts[1], true))
	if upper.Size >= lower.Size || upper.Text != texts[0] || !Alphanumeric(upper.Text) {
		t.Errorf("%q takes %d modules, lower case %d", upper.Text, upper.Size, lower.Size)
	}
}

func TestUpperKeepsTheMeaning(t *testing.T) {
	for _, c := range []struct {
		link string
		path bool
		want string
	}{
		{"https://example.vn", false, "HTTPS://EXAMPLE.VN"},
		{"https://example.vn/i/ab", false, "HTTPS://EXAMPLE.VN/i/ab"},
		{"https://example.vn/i/ab", true, "HTTPS://EXAMPLE.VN/I/AB"},
		{"https://example.vn/i/ab?q=x#y", true, "HTTPS://EXAMPLE.VN/I/AB?q=x#y"},
		{"https://example.vn?q=x", true, "HTTPS://EXAMPLE.VN?q=x"},
		{"https://me:pw@example.vn/", false, "HTTPS://me:pw@EXAMPLE.VN/"},
		{"http://127.0.0.1:8080/i/ab", true, "HTTP://127.0.0.1:8080/I/AB"},
		{"example.vn/i", true, "example.vn/i"},
		{"", true, ""},
	} {
		if got := Upper(c.link, c.path); got != c.want {
			t.Errorf("Upper(%q, %v) = %q, want %q", c.link, c.path, got, c.want)
		}
	}
}

func TestPixelsForTheDistance(t *testing.T) {
	c := Code{Size: 29}
	for _, k := range []struct {
		distance, pitch float64
		want            int
	}{
		{1.2, 0.3, 14}, // a kiosk: 120 mm of 29 modules at 0.3 mm
		{11.6, 10, 4},  // P10 reads from 11.6 m at 4 pixels a module
		{30, 5, 21},    // an intersection: 3 m of code
		{0, 5, 4},
	} {
		if got := c.PixelsFor(k.distance, k.pitch); got != k.want {
			t.Errorf("from %g m at P%g: %d pixels, want %d", k.distance, k.pitch, got, k.want)
		}
	}
}

func TestWhatCannotBeEncodedIsRefused(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("x", maxText+1), "https://ví-dụ.vn/", "a\nb", "\xff"} {
		if _, err := Encode(text); content.CodeOf(err) != content.Invalid {
			t.Errorf("%d bytes give %v", len(text), err)
		}
	}
	encode(t, strings.Repeat("d", maxText))
}

func TestDecodeFindsNothingInNothing(t *testing.T) {
	for _, m := range []image.Image{image.NewRGBA(image.Rectangle{}), image.NewRGBA(image.Rect(0, 0, 1, 1)), image.NewGray(image.Rect(0, 0, 300, 200))} {
		if text, err := Decode(m); content.CodeOf(err) != content.NotFound || text != "" {
			t.Errorf("%v: %q, %v", m.Bounds(), text, err)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Encode(text)
		if err != nil {
			return
		}
		if len(c.Squares) != c.Size || c.Size < 21 || c.Size > 177 {
			t.Fatalf("size %d", c.Size)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(uint8(40), []byte("\x00\xff\x00"))
	f.Fuzz(func(t *testing.T, side uint8, pix []byte) {
		m := image.NewGray(image.Rect(0, 0, int(side), int(side)))
		copy(m.Pix, pix)
		Decode(m)
	})
}

// The size alone is that of the code itself, and refused where the code is.
func TestSizeIsThatOfTheCode(t *testing.T) {
	for _, text := range texts {
		n, err := Size(text)
		if c := encode(t, text); err != nil || n != c.Size {
			t.Errorf("%q: %d modules, %v; the code has %d", text, n, err, c.Size)
		}
	}
	if _, err := Size("ví dụ"); content.CodeOf(err) != content.Invalid {
		t.Errorf("letters with marks: %v", err)
	}
}

// What is unpacked is what was packed, to the last square, for every size of code.
func TestPacked(t *testing.T) {
	for n := 1; n <= 600; n += 13 {
		text := strings.Repeat("x", n)
		c, err := Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Pack().Code(text); !reflect.DeepEqual(got, c) {
			t.Fatalf("%d bytes: %v, not %v", n, got, c)
		}
	}
	if none := (Code{}).Pack(); none != (Packed{}) {
		t.Errorf("of no code: %v", none)
	}
}
