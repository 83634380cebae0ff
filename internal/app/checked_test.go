package app_test

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/qr"
	"ngatu/internal/testkit"
	"ngatu/server/rendition/renditiontest"
)

// A demonstration shows at once what is dropped, but for what the checks find an error in: a code
// that leads nowhere the city knows of waits for an approver, and the old picture stays.
func TestAForgedCodeIsNotShownByItself(t *testing.T) {
	a := testkit.Server(t, config.Config{Demo: true})
	good := renditiontest.Photograph(1280, 720)
	drop(t, a, "a.jpg", good)
	first := shown(t, a, "a.jpg", func(s content.Slide, _ string) bool { return s.State == content.Approved })
	if first.Medium != content.DigestOf(good) || first.Despite == "" {
		t.Errorf("a photograph: %+v", first)
	}
	drop(t, a, "a.jpg", forged(t))
	now := shown(t, a, "a.jpg", func(_ content.Slide, said string) bool { return strings.Contains(said, "EVIL.EXAMPLE") })
	if now.State != content.Approved || now.Medium != first.Medium {
		t.Errorf("a forged code took its place: %+v", now)
	}
	if d, err := a.Store().SlideDraft(t.Context(), first.ID); err != nil || d.Doc.State != content.Submitted || d.Doc.Medium != content.DigestOf(forged(t)) {
		t.Errorf("what waits: %+v, %v", d.Doc, err)
	}
	drop(t, a, "b.jpg", forged(t))
	if s := shown(t, a, "b.jpg", func(_ content.Slide, said string) bool { return said != "" }); s.State != content.Submitted {
		t.Errorf("a new one is %s", s.State)
	}
}

func drop(t *testing.T, a *app.App, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(a.Inbox(), name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// shown waits until the slide of a file of the inbox is as ok wants it, and what is said of it.
func shown(t *testing.T, a *app.App, name string, ok func(s content.Slide, said string) bool) content.Slide {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		row, err := a.Store().InboxFile(t.Context(), name)
		if err == nil && row.Slide != "" {
			s, err := a.Store().Slide(t.Context(), row.Slide)
			if err == nil && ok(s, row.Sentence.Vi) {
				return s
			}
		}
		if time.Now().After(end) {
			t.Fatalf("%s: %+v, %v", name, row, err)
		}
	}
}

// forged is a poster whose code leads to somebody's copy of the app.
func forged(t *testing.T) []byte {
	t.Helper()
	code, err := qr.Encode("HTTPS://EVIL.EXAMPLE/IHANOI")
	if err != nil {
		t.Fatal(err)
	}
	m := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	draw.Draw(m, m.Rect, image.Black, image.Point{}, draw.Src)
	square := qr.Image(code, 12)
	draw.Draw(m, square.Rect.Add(image.Pt(400, 150)), square, image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
