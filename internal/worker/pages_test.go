package worker_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/worker"
	"ngatu/internal/worker/workertest"
)

// Every page of a PDF is drawn as people see it, in order, by a worker that has no rights, and what
// cannot be drawn is refused with a sentence that says why.
func TestPages(t *testing.T) {
	p := worker.New(worker.Options{Folder: t.TempDir()})
	defer p.Close()
	draw := func(name string, b []byte, side int) (pages []*image.RGBA, err error) {
		for next, count := 0, 1; next < count; {
			count, next, err = p.Pages(t.Context(), name, bytes.NewReader(b), int64(len(b)), next, side, func(page, _ int, drawn worker.Page) error {
				m, err := png.Decode(bytes.NewReader(drawn.Picture))
				if err != nil || page != len(pages) {
					t.Fatalf("page %d after %d: %v", page, len(pages), err)
				}
				pages = append(pages, rgba(m))
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		return pages, nil
	}
	began := time.Now()
	pages, err := draw("a.pdf", workertest.PDF(workertest.Pages(12, 1)...), 400)
	if err != nil || len(pages) != 12 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	t.Logf("12 pages after %v, the engine made", time.Since(began))
	for i, m := range pages {
		at(t, m, 0.75, 0.75, color.RGBA{255, uint8(float64(i)/16*255 + 0.5), 0, 255})
		at(t, m, 0.25, 0.25, color.RGBA{0, 0, 0, 255})
	}

	red := workertest.Sheet{Red: 1}
	shapes := []workertest.Sheet{
		{Width: 200, Height: 100, Red: 1, Rotate: 90},
		{Width: 200, Height: 100, Red: 1, Rotate: 180},
		{Width: 200, Height: 100, Red: 1, Rotate: 270},
		{Width: 3, Height: 3, Red: 1},
		{Width: 14400, Height: 14400, Red: 1},
		{Width: 2, Height: 14400, Red: 1},
	}
	began = time.Now()
	pages, err = draw("b.pdf", workertest.PDF(shapes...), 300)
	if err != nil || len(pages) != len(shapes) {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	t.Logf("%d pages after %v", len(pages), time.Since(began))
	for i, corner := range [][2]float64{{0.75, 0.25}, {0.75, 0.75}, {0.25, 0.75}, {0.25, 0.25}, {0.25, 0.25}} {
		at(t, pages[i], corner[0], corner[1], color.RGBA{0, 0, 0, 255})
		at(t, pages[i], 1-corner[0], 1-corner[1], color.RGBA{255, 0, 0, 255})
		if m := pages[i].Rect; max(m.Dx(), m.Dy()) != 300 {
			t.Errorf("page %d is %v", i+1, m)
		}
	}
	if m := pages[5].Rect; m.Dy() != 300 || m.Dx() < 1 {
		t.Errorf("the narrow page is %v", m)
	}

	// where a line stands, and how high its capitals are: 0.72 of its size, in points of this page
	said := workertest.Sheet{Width: 400, Height: 200, Draws: "BT /F 20 Tf 40 100 Td (HA NOI) Tj ET", Resources: "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"}
	turned := said
	turned.Rotate = 90
	two := workertest.PDF(said, turned)
	_, _, err = p.Pages(t.Context(), "said.pdf", bytes.NewReader(two), int64(len(two)), 0, 800, func(page, _ int, drawn worker.Page) error {
		if len(drawn.Lines) != 1 || drawn.Text != "HA NOI" || drawn.Lines[0].T != "HA NOI" {
			t.Fatalf("page %d says %q, %+v", page, drawn.Text, drawn.Lines)
		}
		l := drawn.Lines[0]
		if page == 0 && (l.X < 78 || l.X > 86 || l.Y+l.H < 196 || l.Y+l.H > 204 || l.W < 100 || l.W > 180 || l.Cap < 27 || l.Cap > 31) {
			t.Errorf("the line stands at %+v", l)
		}
		if page == 1 && l.H < l.W {
			t.Errorf("on the turned page it stands at %+v", l)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}

	long := workertest.PDF(workertest.Sheet{
		Draws: "BT /F 1 Tf 1 1 Td " + strings.Repeat("("+strings.Repeat("a", 1000)+") Tj 0 1 Td ", 100) + "ET", Resources: "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
	})
	_, _, err = p.Pages(t.Context(), "long.pdf", bytes.NewReader(long), int64(len(long)), 0, 300, func(_, _ int, drawn worker.Page) error {
		if n := len(drawn.Text); n < 50_000 || n > 64<<10 {
			t.Errorf("of 100,000 letters on a page %d are read", n)
		}
		return nil
	})
	if err != nil {
		t.Errorf("a page with 100,000 letters: %v", err)
	}

	// letters of TCVN3 in its font, which is not in the file; the same words in another font, and
	// unseen behind a scan, are no reason to refuse the page
	old := func(font, how string) workertest.Sheet {
		return workertest.Sheet{
			Draws:     how + ` BT /F 20 Tf 40 100 Td (Th\253ng b\270o To\265n d\251n) Tj ET`,
			Resources: "/Font<</F<</Type/Font/Subtype/TrueType/BaseFont/" + font + "/Encoding/WinAnsiEncoding>>>>",
		}
	}
	others := workertest.PDF(old("Arial", ""), old(".VnTime", "3 Tr"))
	_, _, err = p.Pages(t.Context(), "thường.pdf", bytes.NewReader(others), int64(len(others)), 0, 300, func(page, _ int, drawn worker.Page) error {
		if drawn.Text != "Thông báo Toàn dân" {
			t.Errorf("page %d says %q", page+1, drawn.Text)
		}
		return nil
	})
	if err != nil {
		t.Errorf("other fonts: %v", err)
	}

	good := workertest.PDF(red)
	began = time.Now()
	for _, c := range []struct {
		name string
		b    []byte
		code content.Code
		says string
	}{
		{"khoá.pdf", workertest.LockedPDF(red), content.Invalid, "mật khẩu"},
		{"rỗng.pdf", workertest.PDF(), content.Invalid, "không có trang"},
		{"nhiều.pdf", workertest.PDF(workertest.Pages(301, 1)...), content.TooLarge, "301 trang"},
		{"cũ.pdf", workertest.PDF(red, old(".VnTime", "")), content.Invalid, "Trang 2 của cũ.pdf gõ bằng phông cũ (TCVN3 hoặc VNI)"},
		{"cụt.pdf", good[:len(good)/4], content.Invalid, "hỏng"},
		{"rác.pdf", append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("1 0 obj <<"), 3000)...), content.Invalid, "hỏng"},
		{"zeros.pdf", append([]byte("%PDF-1.7\n"), make([]byte, 4000)...), content.Invalid, "hỏng"},
	} {
		_, err := draw(c.name, c.b, 300)
		if content.CodeOf(err) != c.code || err != nil && !strings.Contains(err.Error(), c.says) || worker.Died(err) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	t.Logf("refused after %v", time.Since(began))
	if _, err := draw("bom.pdf", bomb(), 300); err != nil && content.CodeOf(err) != content.Invalid && content.CodeOf(err) != content.TooLarge {
		t.Errorf("a picture of 400 million pixels: %v", err)
	}
}

// bomb draws one picture of 400 million pixels, of which a reader could make gigabytes.
func bomb() []byte {
	return workertest.PDF(workertest.Sheet{Red: 1, Draws: "q 500 0 0 500 0 0 cm BI /W 20000 /H 20000 /BPC 8 /CS /RGB /F /AHx ID ff> EI Q"})
}

func rgba(m image.Image) *image.RGBA {
	out := image.NewRGBA(m.Bounds())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, m.At(x, y))
		}
	}
	return out
}

// at compares a pixel at a share of the width and height.
func at(t *testing.T, m *image.RGBA, x, y float64, want color.RGBA) {
	t.Helper()
	got := m.RGBAAt(int(x*float64(m.Rect.Dx())), int(y*float64(m.Rect.Dy())))
	far := func(a, b uint8) bool { return max(a, b)-min(a, b) > 2 }
	if far(got.R, want.R) || far(got.G, want.G) || far(got.B, want.B) || got.A != 255 {
		t.Errorf("at %.2f, %.2f it is %v, want %v", x, y, got, want)
	}
}

// Whatever a PDF holds, the server gets pages or a sentence: PDFium is tried where it runs.
func FuzzPages(f *testing.F) {
	f.Add(workertest.PDF(workertest.Sheet{Red: 1}))
	f.Add(workertest.LockedPDF(workertest.Sheet{}))
	f.Add(bomb())
	f.Add([]byte("%PDF-1.4\ntrailer<</Root 1 0 R>>"))
	p := worker.New(worker.Options{Folder: f.TempDir(), Cache: workertest.Cache()})
	f.Cleanup(p.Close)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _, err := p.Pages(t.Context(), "a.pdf", bytes.NewReader(b), int64(len(b)), 0, 64, func(_, _ int, drawn worker.Page) error {
			if len(drawn.Picture) == 0 {
				t.Error("a page without a picture")
			}
			return nil
		})
		if c := content.CodeOf(err); err != nil && c != content.Invalid && c != content.TooLarge {
			t.Fatalf("no sentence for staff: %v", err)
		}
	})
}
