package box

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/bmp"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// Half a clip is never on air, whatever its size says; when the rest comes, it is.
func TestHalfAClipNeverAirs(t *testing.T) {
	half := must(os.ReadFile("../../../internal/media/testdata/half_zeros.mp4"))(t)
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	r.run()
	r.drop("k01.mp4", half)
	r.until("it is refused", func() bool { return r.file("k01.mp4").State == store.Refused })
	if f := r.file("k01.mp4"); !strings.Contains(f.Sentence.Vi, "cắt cụt") || len(r.slides()) != 0 {
		t.Errorf("%+v, %d slides", f, len(r.slides()))
	}
	time.Sleep(inbox.Rest + 500*time.Millisecond)
	if _, err := os.Stat(filepath.Join(r.Root, "k01.mp4")); err != nil {
		t.Errorf("it was moved away under the copier's hands: %v", err)
	}
	f := must(os.OpenFile(filepath.Join(r.Root, "k01.mp4"), os.O_RDWR, 0))(t) // the copier goes on, in place
	whole := must(os.ReadFile("../../../internal/media/testdata/plain.mp4"))(t)
	must(f.WriteAt(whole, 0))(t)
	r.no(f.Truncate(int64(len(whole))))
	r.no(f.Close())
	if s := r.slide("k01.mp4"); s.State != content.Approved || s.Medium != content.DigestOf(whole) {
		t.Errorf("%+v", s)
	}
}

// A picture whose end is not written yet is refused like one that was cut, never shown with grey or
// black where the rest belongs.
func TestHalfAPictureNeverAirs(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	r.watch()
	whole := map[string][]byte{"a.jpg": renditiontest.Photograph(320, 180), "b.png": noise(), "c.webp": must(os.ReadFile("../../../internal/media/testdata/quad.webp"))(t), "d.gif": must(os.ReadFile("../../../internal/media/testdata/quad.gif"))(t), "e.webp": must(os.ReadFile("../../../internal/media/testdata/lossy.webp"))(t), "f.bmp": bitmap(t)}
	for name, b := range whole {
		half := bytes.Clone(b)
		clear(half[len(half)/2:])
		r.drop(name, half)
	}
	for name := range whole {
		r.until(name+" is refused", func() bool { return r.file(name).State == store.Refused })
	}
	if n := len(r.slides()); n != 0 {
		t.Errorf("%d slides of halves", n)
	}
	for name, b := range whole {
		r.drop(name, b)
		if s := r.slide(name); s.State != content.Approved || s.Medium != content.DigestOf(b) {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// bitmap is a BMP of a light ground.
func bitmap(t testing.TB) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 200, 100))
	for i := range m.Pix {
		m.Pix[i] = byte(200 + i%50)
	}
	var b bytes.Buffer
	if err := bmp.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// noise is a PNG that does not compress, so that half of it is half of the picture.
func noise() []byte {
	m := image.NewGray(image.Rect(0, 0, 200, 100))
	rnd := rand.New(rand.NewPCG(3, 4))
	for i := range m.Pix {
		m.Pix[i] = byte(rnd.IntN(256))
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}
