package worker

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
		{"../hevc.mp4", 128, 72, time.Second},
		{"../av1.mp4", 128, 72, time.Second},
		{"../part2.mp4", 128, 72, time.Second},
		{"../ten_bit.mp4", 128, 72, time.Second},
		{"../chroma444.mp4", 128, 72, time.Second},
		{"../quicktime.mov", 128, 72, time.Second},
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
			for _, fit := range []func(int, int) (int, int){m.Fitted, m.Within} {
				if w, h := fit(3840, 2160); w*h > 1920*1088 || w%2+h%2 > 0 {
					t.Errorf("on a canvas of 4K it is %d×%d, more than every screen plays", w, h)
				}
			}
			var made media.Medium
			err = p.Remake(t.Context(), path, m, c.width, c.height, nil, func(float64) {}, func(f *os.File) error {
				size, err := f.Seek(0, io.SeekEnd)
				if err == nil {
					steady(t, io.NewSectionReader(f, 0, size))
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

// steady holds a clip against what screens play smoothly: a key frame at least every second, and all
// pictures as long.
func steady(t *testing.T, clip io.Reader) {
	t.Helper()
	probe := exec.Command("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,duration_time,flags", "-of", "csv=p=0", "-")
	probe.Stdin = clip
	out, err := probe.Output()
	if err != nil {
		t.Fatalf("ffprobe: %v", err)
	}
	lasts := map[string]bool{}
	key := 0.0
	for line := range strings.Lines(string(out)) {
		var at float64
		field := strings.Split(strings.TrimSpace(line), ",")
		if _, err := fmt.Sscan(field[0], &at); err != nil || len(field) < 3 {
			t.Fatalf("ffprobe says %q", line)
		}
		if lasts[field[1]] = true; strings.HasPrefix(field[2], "K") {
			if at-key > 1.001 {
				t.Errorf("a key frame comes %.2f s after the one before", at-key)
			}
			key = at
		}
	}
	if len(lasts) != 1 {
		t.Errorf("its pictures last %v", lasts)
	}
}

// A phone films for screens that are brighter than ours. What is white paper there is white here,
// and not grey: in the clip, in its stills, and where flashes are looked for.
func TestBrightClip(t *testing.T) {
	film := filepath.Join(t.TempDir(), "IMG_1.MOV")
	out, err := exec.Command(media.PosterProgram, "-v", "error", "-f", "lavfi", "-i", "color=s=128x72:d=1:r=25,format=yuv420p10le,geq=lum=721:cb=512:cr=512", // 75 % of HLG: white paper, ITU-R BT.2408
		"-c:v", "libx265", "-tag:v", "hvc1", "-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc",
		"-x265-params", "log-level=error:colorprim=9:transfer=18:colormatrix=9", film).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	p := pool(t)
	m, err := p.probe(t.Context(), film)
	if err != nil || !m.HDR || !m.Foreign || m.Type != "video/quicktime" {
		t.Fatalf("%+v, %v", m, err)
	}
	white := func(what, path string) {
		still, err := p.Poster(t.Context(), path, 0)
		if err != nil {
			t.Fatal(what, err)
		}
		defer still.Close()
		r, err := still.Render(t.Context(), media.Spec{Width: 16, Height: 16, Fit: media.Cover})
		if err != nil {
			t.Fatal(what, err)
		}
		img, _, err := image.Decode(bytes.NewReader(r.Bytes))
		if err != nil {
			t.Fatal(what, err)
		}
		if red, green, blue, _ := img.At(8, 8).RGBA(); min(red, green, blue) < 0xd000 || max(red, green, blue)-min(red, green, blue) > 0x600 {
			t.Errorf("%s: white is %x %x %x", what, red, green, blue)
		}
	}
	white("the still", film)
	err = p.Remake(t.Context(), film, m, 128, 72, nil, func(float64) {}, func(f *os.File) error {
		white("the copy", f.Name())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Frames(t.Context(), film, func(f *os.File, _ float64) error {
		var first [3]byte
		_, err := f.ReadAt(first[:], 0)
		if min(first[0], first[1], first[2]) < 0xd0 {
			t.Errorf("the frames begin with %x", first)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
