package worker

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
)

// ffmpeg runs as a worker: it reads the film and writes a picture, and nothing else.
func TestPoster(t *testing.T) {
	p := pool(t)
	one, err := p.Poster(t.Context(), filepath.Join("..", "media", "testdata", "turned.mp4"), 0)
	if !media.CanPoster() {
		if content.CodeOf(err) != content.Missing {
			t.Errorf("without ffmpeg: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := one.Render(t.Context(), media.Spec{Width: 72, Height: 128})
	one.Close()
	if err != nil || len(r.Bytes) == 0 {
		t.Errorf("the poster cannot be drawn: %v", err)
	}
	fake := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(fake, []byte("#EXTM3U\n#EXTINF:1\nhttp://127.0.0.1:1/x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Poster(t.Context(), fake, 0); err == nil {
		t.Error("a playlist was opened as a film")
	}
	if left, _ := os.ReadDir(p.Folder); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A clip of one picture has a still though nothing stands where stills are taken.
func TestAStillOfOnePicture(t *testing.T) {
	film := filepath.Join(t.TempDir(), "one.mp4")
	out, err := exec.Command(media.PosterProgram, "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=128x72:rate=1:duration=1", "-pix_fmt", "yuv420p", film).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	still, err := pool(t).Poster(t.Context(), film, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	still.Close()
}
