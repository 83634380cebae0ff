package worker

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"log/slog"
	"os"
	"testing"
	"time"

	"ngatu/internal/media"
)

func TestMain(m *testing.M) {
	Divert()
	if len(os.Args) == 5 && os.Args[1] == waitsAt {
		escapeWaiting(os.Args[2], os.Args[3], os.Args[4])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func pool(t testing.TB) *Pool {
	t.Helper()
	p := New(Options{Folder: t.TempDir(), Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	t.Cleanup(p.Close)
	return p
}

// photograph is a JPEG with something in it.
func photograph(t testing.TB, w, h int) []byte {
	t.Helper()
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = byte(i >> 6)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The limits leave room for the largest pictures that people really have: a telephone's 50
// megapixels.
func TestALargePicture(t *testing.T) {
	p := pool(t)
	b := photograph(t, 8160, 6120)
	_, picture, err := p.Import(t.Context(), "a.jpg", bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	for _, s := range []media.Spec{{Width: 3840, Height: 2160, Fit: media.Cover}, {Width: 192, Height: 96}} {
		if _, err := picture.Render(t.Context(), s); err != nil {
			t.Errorf("%d×%d: %v", s.Width, s.Height, err)
		}
	}
}

// A worker that has worked for long hands over to another, and nobody notices.
func TestATiredWorker(t *testing.T) {
	p := pool(t)
	b := photograph(t, 320, 160)
	_, picture, err := p.Import(t.Context(), "a.jpg", bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	first := picture.w
	a, err := picture.Render(t.Context(), media.Spec{Width: 64, Height: 32})
	if err != nil || picture.spent <= 0 {
		t.Fatal(picture.spent, err)
	}
	picture.spent = enough + 1
	again, err := picture.Render(t.Context(), media.Spec{Width: 64, Height: 32})
	if err != nil || picture.w == first || !bytes.Equal(a.Bytes, again.Bytes) {
		t.Errorf("the second worker: %v", err)
	}
	picture.Close()
	if _, err := picture.Render(t.Context(), media.Spec{Width: 64, Height: 32}); err == nil {
		t.Error("a closed picture is drawn")
	}
	if len(p.places) != 0 {
		t.Errorf("%d places are taken", len(p.places))
	}
}

func TestPicture(t *testing.T) {
	p := pool(t)
	b := photograph(t, 4000, 3000)
	began := time.Now()
	m, picture, err := p.Import(context.Background(), "a.jpg", bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("imported after %v", time.Since(began))
	if m.Width != 4000 || m.Type != "image/jpeg" {
		t.Errorf("%+v", m)
	}
	began = time.Now()
	r, err := picture.Render(context.Background(), media.Spec{Width: 432, Height: 216})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("rendered after %v: %d bytes", time.Since(began), len(r.Bytes))
	began = time.Now()
	picture.Close()
	t.Logf("closed after %v", time.Since(began))
	picture.Close()
}
