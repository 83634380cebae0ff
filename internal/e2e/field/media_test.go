//go:build linux

package field

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"ngatu/content"
)

// picture is a JPEG of which no two are alike.
func picture(t testing.TB, n int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 960, 540))
	rnd := rand.New(rand.NewPCG(uint64(n), 7))
	for y := 0; y < 540; y += 20 {
		for x := 0; x < 960; x += 20 {
			c := color.RGBA{uint8(rnd.IntN(256)), uint8(rnd.IntN(256)), uint8(n * 31), 255}
			for i := range 400 {
				m.SetRGBA(x+i%20, y+i/20, c)
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// film is a clip of about so many kB.
func film(t testing.TB, kB int) []byte {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("no ffmpeg here to make a clip with")
	}
	const seconds = 10
	path, rate := filepath.Join(t.TempDir(), "film.mp4"), fmt.Sprintf("%dk", kB*8/seconds)
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("testsrc2=size=1280x720:rate=25:duration=%d,noise=alls=40:allf=t", seconds),
		"-c:v", "libx264", "-profile:v", "main", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-g", "25",
		"-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate, "-x264-params", "nal-hrd=cbr", "-movflags", "+faststart", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// newer are the slides of a programme that another has not.
func newer(p, old content.Programme) (more []content.Shown) {
	known := map[string]bool{}
	for _, s := range old.Slides {
		known[s.ID] = true
	}
	for _, s := range p.Slides {
		if !known[s.ID] {
			more = append(more, s)
		}
	}
	return more
}
