package worker

import (
	"image"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
)

// The program reads within its limits, and finds nothing where nothing stands; where it is not
// installed the sentence says which packages are missing.
func TestWordsOfAPicture(t *testing.T) {
	p := pool(t)
	if !media.CanRead() {
		t.Fatal("tesseract with Vietnamese is missing: run internal/testkit/setup.sh")
	}
	table, err := p.Words(t.Context(), "trống.png", image.NewGray(image.Rect(0, 0, 320, 200)))
	if err != nil || !strings.HasPrefix(string(table), "level\t") || strings.Contains(string(table), "\n5\t") {
		t.Errorf("%q, %v", table, err)
	}
	running := runtime.NumGoroutine() // a full disk leaves none behind
	if err := fill(filepath.Join(t.TempDir(), "none", "picture.pgm"), pgm(image.NewGray(image.Rect(0, 0, 16, 16)))); err == nil || runtime.NumGoroutine() > running {
		t.Errorf("%v, and %d go on where there were %d", err, runtime.NumGoroutine(), running)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := p.Words(t.Context(), "", image.NewGray(image.Rect(0, 0, 16, 16))); content.CodeOf(err) != content.Missing || media.CanRead() {
		t.Errorf("without it: %v", err)
	}
}
