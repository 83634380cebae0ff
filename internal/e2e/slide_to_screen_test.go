package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/testkit"
)

// drop writes a file into the inbox as a file manager does.
func drop(t testing.TB, a *app.App, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(a.Inbox(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// plain is a JPEG of one colour.
func plain(t testing.TB, w, h int, c color.RGBA) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(m.Pix); i += 4 {
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = c.R, c.G, c.B, 255
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// looks says whether the middle of what the tab shows has about this colour; a screen that is
// dimmed for the night shows the same colour darker.
func looks(t testing.TB, tab *testkit.Tab, want color.RGBA) bool {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(tab.Screenshot()))
	if err != nil {
		t.Fatal(err)
	}
	mid := m.Bounds().Size().Div(2)
	r, g, b, _ := m.At(mid.X, mid.Y).RGBA()
	light := float64(r+g+b) / 257 / float64(int(want.R)+int(want.G)+int(want.B))
	near := func(got uint32, want uint8) bool {
		d := float64(got)/257 - float64(want)*light
		return d > -14 && d < 14
	}
	return light > 0.7 && light < 1.1 && near(r, want.R) && near(g, want.G) && near(b, want.B)
}

// until looks again and again, as a passer-by would, for as long as the caller says and for
// [testkit.Patience] at least.
func until(t testing.TB, what string, within time.Duration, seen func() bool) {
	t.Helper()
	within = max(within, testkit.Patience)
	for end := time.Now().Add(within); !seen(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not seen within %s", what, within)
		}
	}
}

// TestSlideToScreen: a picture written to the inbox is seen, by its pixels, on a hall's monitor and
// a street's LED; deleted, it goes off.
func TestSlideToScreen(t *testing.T) {
	a := testkit.Demo(t)
	b := testkit.Chromium(t)
	hall := b.Open(t, a.Address()+"/play?screen=SANH-01", 1920, 1080)
	street := b.Open(t, a.Address()+"/play?screen=NGATU-05", 432, 216)
	for _, tab := range []*testkit.Tab{hall, street} {
		tab.Until("a first slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced'", 20*time.Second)
	}
	green := color.RGBA{20, 180, 60, 255}
	path := drop(t, a, "phố đi bộ.jpg", plain(t, 1600, 900, green))
	until(t, "the picture in the hall", 10*time.Second, func() bool { return looks(t, hall, green) })
	until(t, "the picture in the street", 10*time.Second, func() bool { return looks(t, street, green) })

	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	until(t, "another slide once the file is gone", 10*time.Second, func() bool { return !looks(t, hall, green) && !looks(t, street, green) })
	var on string
	hall.Eval(`Ngatu.debug.slide`, &on)
	if strings.HasPrefix(on, "inbox") {
		t.Errorf("%s is still on", on)
	}
}
