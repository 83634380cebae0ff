package media

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// filmed has ffmpeg make a clip; arguments are apart by blanks.
func filmed(t testing.TB, name, args string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	all := append([]string{"-v", "error", "-nostdin"}, strings.Fields(args)...)
	if out, err := exec.Command("ffmpeg", append(all, "-y", path)...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg, which makes %s: %v: %s", name, err, out)
	}
	return path
}

// A clip is as long as its pictures, from its beginning on, and staff are told
// what is wrong with it.
func TestClipsOfReports(t *testing.T) {
	for _, c := range []struct {
		file          string
		length        time.Duration
		width, height int
		matrix, fault string
	}{
		{"long_sound.mp4", time.Second, 128, 72, "bt601", ""},
		{"late_shortsound.mp4", 2500 * time.Millisecond, 128, 72, "bt601", "tối"},
		{"cover_first.mp4", time.Second, 128, 72, "bt601", ""},
		{"one_key.mp4", 30 * time.Second, 128, 72, "bt601", "khung hình chính"},
		{"sar.mp4", time.Second, 204, 116, "bt601", "không vuông"},
		{"4k.mp4", 2 * time.Second, 3840, 2160, "bt709", "Full HD"},
	} {
		t.Run(c.file, func(t *testing.T) {
			m, _, err := importBytes(t, NewImporter(Limits{}), c.file, load(t, "cases/"+c.file))
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs((m.Duration-c.length).Seconds()) > 0.05 || m.Width != c.width || m.Height != c.height || m.Matrix != c.matrix {
				t.Errorf("it is %+v", m)
			}
			if c.fault == "" && len(m.Faults) > 0 || c.fault != "" && (len(m.Faults) != 1 || !strings.Contains(m.Faults[0].Vi, c.fault)) {
				t.Errorf("faults are %v, want %q", m.Faults, c.fault)
			}
		})
	}
	for _, file := range []string{"one_frame.mp4", "576_untagged.mp4"} {
		_, _, err := importBytes(t, NewImporter(Limits{}), file, load(t, "cases/"+file))
		wantRefusal(t, err, "invalid", file, "quá ngắn")
	}
}

// What a sentence tells staff to type makes a file that is taken, whatever the
// file is and is called.
func TestTheCommandThatIsRecommendedHelps(t *testing.T) {
	const v, a = "-f lavfi -i testsrc2=s=320x180:r=10:d=1 ", "-f lavfi -i sine=f=440:d=3 "
	for _, c := range []struct{ name, made, args string }{
		{"Phim giới thiệu.mov", "a.mov", v + a + "-c:v libx264 -pix_fmt yuv420p -c:a pcm_s16le"},
		{"it's $HOME `x`.webm", "a.webm", v + "-c:v libvpx-vp9 -b:v 100k"},
		{"out.mp4", "a.mp4", v + "-c:v libx265 -tag:v hvc1"},
		{"ten.mp4", "a.mp4", v + "-c:v libx264 -pix_fmt yuv420p10le"},
		{"odd.avi", "a.avi", "-f lavfi -i testsrc2=s=321x181:r=10:d=1 -c:v mpeg4"},
		{strings.Repeat("tên rất dài ", 7) + "mp3.mp4", "a.mp4", v + a + "-c:v libx264 -pix_fmt yuv420p -c:a libmp3lame"},
		{"large and rich.mp4", "a.mp4", v + "-c:v libx264 -preset ultrafast -pix_fmt yuv420p"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := loadPath(t, filmed(t, c.made, c.args))
			_, _, err := importBytes(t, NewImporter(Limits{VideoPixels: 300 * 100}), c.name, b)
			if err == nil {
				t.Fatal("it was taken: there is nothing to convert")
			}
			told := strings.SplitN(err.Error(), " · ", 2)[0]
			_, command, ok := strings.Cut(told, "ffmpeg -i ")
			if !ok {
				t.Fatalf("no command in %q", told)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, c.name), b, 0o600); err != nil {
				t.Fatal(err)
			}
			run := exec.Command("sh", "-c", "ffmpeg -i "+command)
			run.Dir = dir
			if out, err := run.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", command, err, out)
			}
			name := command[strings.LastIndexByte(command, ' ')+1:]
			m, _, err := importBytes(t, NewImporter(Limits{}), name, loadPath(t, filepath.Join(dir, name)))
			if err != nil || len(m.Faults) > 0 || len(m.Notices) > 0 || !m.Front {
				t.Errorf("what the command made: %+v, %v", m, err)
			}
		})
	}
}
