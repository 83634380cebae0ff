package worker_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/worker"
	"ngatu/internal/worker/workertest"
)

// Each of these files took one to four gigabytes, or for ever. Now each is refused with a sentence
// or read within the limits, and what it takes, it takes from a worker.
func TestAttacks(t *testing.T) {
	p := worker.New(worker.Options{Folder: t.TempDir()})
	defer p.Close()
	film, err := os.ReadFile(filepath.Join("..", "media", "testdata", "plain.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	check := func(a workertest.Attack, read func() error) {
		began := time.Now()
		err := read()
		t.Logf("%s of %d bytes: %v: %v", a.Name, len(a.Bytes), time.Since(began).Round(time.Millisecond), err)
		if c := content.CodeOf(err); err != nil && c != content.Invalid && c != content.TooLarge {
			t.Errorf("%s: no sentence for staff: %v", a.Name, err)
		}
	}
	for _, a := range append(workertest.Pictures(), workertest.Films(film)...) {
		check(a, func() error {
			_, picture, err := p.Import(t.Context(), a.Name, bytes.NewReader(a.Bytes), int64(len(a.Bytes)))
			picture.Close()
			if err == nil {
				t.Errorf("%s was taken", a.Name)
			}
			if strings.HasSuffix(a.Name, ".jpg") && content.CodeOf(err) != content.TooLarge {
				t.Errorf("%s is not too large: %v", a.Name, err)
			}
			return err
		})
	}
	for _, a := range workertest.Sheets() {
		check(a, func() error {
			_, err := p.Sheet(t.Context(), a.Name, bytes.NewReader(a.Bytes), int64(len(a.Bytes)))
			return err
		})
	}
	for _, a := range workertest.Texts() {
		check(a, func() error { _, err := p.YAML(t.Context(), a.Bytes); return err })
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.Sys) - int64(before.Sys); grown > 64<<20 {
		t.Errorf("the server itself grew by %d MB", grown>>20)
	}
}
