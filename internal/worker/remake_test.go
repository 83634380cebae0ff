package worker

import (
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/internal/media"
)

// A clip that screens would show wrong becomes one that is right, as long as it was.
func TestRemake(t *testing.T) {
	p := pool(t)
	im := media.NewImporter(media.Limits{})
	for _, c := range []struct {
		file          string
		width, height int
		length        time.Duration
	}{
		{"one_key.mp4", 128, 72, 30 * time.Second},
		{"sar.mp4", 204, 116, time.Second},
		{"late_shortsound.mp4", 128, 72, 2500 * time.Millisecond},
		{"4k.mp4", 1080, 608, 2 * time.Second},
		{"../turned.mp4", 72, 128, time.Second},
	} {
		t.Run(c.file, func(t *testing.T) {
			path := filepath.Join("..", "media", "testdata", "cases", c.file)
			m, err := p.probe(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if w, h := m.Fitted(1080, 1920); w != c.width || h != c.height {
				t.Fatalf("on a kiosk it is %d×%d", w, h)
			}
			var made media.Medium
			err = p.Remake(t.Context(), path, m, c.width, c.height, nil, func(f *os.File) error {
				size, err := f.Seek(0, io.SeekEnd)
				if err == nil {
					made, _, err = im.Import(t.Context(), "a.mp4", f, size)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(made.Faults) > 0 || made.Audio || math.Abs((made.Duration-c.length).Seconds()) > 0.1 || made.Matrix != m.Matrix {
				t.Errorf("it became %+v", made)
			}
		})
	}
}
