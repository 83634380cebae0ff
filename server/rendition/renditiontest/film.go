package renditiontest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// LongFilm is a clip of 4K with its pictures so many times over, two seconds each, which takes about
// as long to convert. file is the clip of the tests of media.
func LongFilm(t testing.TB, file string, times int) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "long.mp4")
	said, err := exec.Command("ffmpeg", "-v", "error", "-stream_loop", strconv.Itoa(times-1), "-i", file, "-c", "copy", out).CombinedOutput()
	b, bad := os.ReadFile(out)
	if err != nil || bad != nil {
		t.Fatalf("ffmpeg, which makes the clip: %v %v: %s", err, bad, said)
	}
	return b
}
