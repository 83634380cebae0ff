package worker

import (
	"bytes"
	"image/jpeg"
	"os"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
)

// An iPhone's picture comes upright, once, and in its colours; one that is broken is refused. Where
// no program reads them the sentence says what to do on the phone.
func TestPhonePictures(t *testing.T) {
	p := pool(t)
	phone, err := os.ReadFile("testdata/phone.heic")
	if err != nil {
		t.Fatal(err)
	}
	show := func(name string, b []byte) (media.Medium, media.Rendition, error) {
		t.Helper()
		plain, err := p.Plain(t.Context(), name, bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return media.Medium{}, media.Rendition{}, err
		}
		defer plain.Close()
		m, picture, err := p.Import(t.Context(), plain.Name, plain, plain.Size)
		if err != nil {
			return m, media.Rendition{}, err
		}
		defer picture.Close()
		r, err := picture.Still(t.Context(), media.Spec{Width: 240, Height: 320})
		return m, r, err
	}
	m, r, err := show("IMG_0001.HEIC", phone)
	if err != nil || m.Type != "image/jpeg" || m.Width != 240 || m.Height != 320 {
		t.Fatalf("it became %+v: %v", m, err)
	}
	img, err := jpeg.Decode(bytes.NewReader(r.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	near := func(x, y int, want [3]uint32) {
		r, g, b, _ := img.At(x, y).RGBA()
		for i, got := range []uint32{r >> 8, g >> 8, b >> 8} {
			if max(got, want[i])-min(got, want[i]) > 8 {
				t.Errorf("at %d,%d it is %d %d %d, want %v", x, y, r>>8, g>>8, b>>8, want)
				return
			}
		}
	}
	near(230, 10, [3]uint32{19, 30, 230})
	near(10, 10, [3]uint32{217, 70, 77})
	near(230, 310, [3]uint32{217, 70, 77})
	if _, _, err := show("b.heic", phone[:len(phone)-200]); content.CodeOf(err) != content.Invalid {
		t.Errorf("a broken one: %v", err)
	}
	if _, _, err := show("a.jpg", phone); err == nil || !strings.Contains(err.Error(), ".heic") {
		t.Errorf("one with another ending: %v", err)
	}
	modern, err := os.ReadFile("../media/testdata/new.avif")
	if err != nil {
		t.Fatal(err)
	}
	if m, _, err := show("b.avif", modern); err != nil || m.Type != "image/jpeg" {
		t.Errorf("AVIF became %+v: %v", m, err)
	}
	if _, _, err := show("c.avif", modern[:len(modern)-200]); content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "AVIF") {
		t.Errorf("broken AVIF: %v", err)
	}
	if _, there := media.PhoneProgram(); !there {
		t.Fatal("heif-convert is not installed: run internal/testkit/setup.sh")
	}
	t.Setenv("PATH", t.TempDir())
	if _, _, err := show("IMG_0001.HEIC", phone); err == nil || !strings.Contains(err.Error(), "Cài đặt → Camera → Định dạng → Tương thích nhất") {
		t.Errorf("without the program: %v", err)
	}
}
