package worker

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
)

// Recordings of screens, cameras and old computers come as they are. Of what no MP4 can hold the
// sentence says how to convert it.
func TestFilms(t *testing.T) {
	p, folder := pool(t), t.TempDir()
	for name, codec := range map[string][]string{
		"a.mkv": {"libx264", "-pix_fmt", "yuv420p"}, "b.webm": {"libvpx-vp9"}, "c.avi": {"mpeg4"}, "d.ts": {"libx264", "-pix_fmt", "yuv420p"},
		"e.flv": {"libx264", "-pix_fmt", "yuv420p"}, "f.mpg": {"mpeg2video"}, "g.webm": {"libvpx"}, "h.wmv": {"wmv2"},
	} {
		path := filepath.Join(folder, name)
		args := append(append([]string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=size=128x72:rate=25:duration=2", "-c:v"}, codec...), path)
		if out, err := exec.Command(media.PosterProgram, args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %s: %v", name, out, err)
		}
		t.Run(name, func(t *testing.T) {
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				t.Fatal(err)
			}
			plain, err := p.Plain(t.Context(), name, f, info.Size())
			if name[0] >= 'g' {
				if content.CodeOf(err) != content.Invalid || !strings.Contains(err.Error(), "ffmpeg -i") {
					t.Errorf("refused with %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer plain.Close()
			m, _, err := p.Import(t.Context(), plain.Name, plain, plain.Size)
			if err != nil || m.Width != 128 || m.Height != 72 || m.Duration.Seconds() < 1.8 || m.Duration.Seconds() > 2.2 {
				t.Errorf("it became %+v: %v", m, err)
			}
		})
	}
}
