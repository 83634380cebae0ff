package worker_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"log/slog"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"ngatu/internal/media"
	"ngatu/internal/testkit"
	"ngatu/internal/worker"
)

// The still of a clip, and the copy that is converted of it, have the shape and the colours that
// Chromium shows of the clip as it came. Bars of one colour are compared in their middle. Ten
// numbers apart is what Chromium's own treatment of the curve of BT.709 makes of dark colours,
// beside two roundings to television range; another matrix is twenty or more apart.
func TestAStillLooksAsTheClipInChromium(t *testing.T) {
	const near = 10
	const bars = "-f lavfi -i smptebars=s=%s:r=10:d=1 "
	const x264 = " -c:v libx264 -pix_fmt yuv420p -crf 12 "
	tab := testkit.Chromium(t).Open(t, "about:blank", 400, 300)
	pool := worker.New(worker.Options{Folder: t.TempDir(), Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	t.Cleanup(pool.Close)
	for _, c := range []struct{ name, size, args string }{
		{"small, no matrix", "320x180", ""},
		{"576 rows, no matrix", "1024x576", ""},
		{"720 rows, no matrix", "1280x720", ""},
		{"upright, no matrix", "720x1280", ""},
		{"small, BT.709", "320x180", "-vf scale=out_color_matrix=bt709 -colorspace bt709 -color_primaries bt709 -color_trc bt709"},
		{"720 rows, BT.601", "1280x720", "-colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m"},
		{"pixels that are not square", "360x288", "-vf setsar=64/45"},
		{"pixels that are tall", "360x288", "-vf setsar=8/9"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.mp4")
			args := strings.Fields("-v error " + fmt.Sprintf(bars, c.size) + x264 + c.args)
			if out, err := exec.Command("ffmpeg", append(args, path)...).CombinedOutput(); err != nil {
				t.Fatalf("ffmpeg, which makes the clip: %v: %s", err, out)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := frame(tab, b)
			m, _, err := media.NewImporter(media.Limits{}).Import(t.Context(), "a.mp4", bytes.NewReader(b), int64(len(b)))
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(float64(m.Width-want.W)) > 1 || math.Abs(float64(m.Height-want.H)) > 1 {
				t.Errorf("it is %d×%d, in Chromium %d×%d", m.Width, m.Height, want.W, want.H)
			}
			still, err := pool.Poster(t.Context(), path, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer still.Close()
			r, err := still.Render(t.Context(), media.Spec{Width: 280, Height: 280 * m.Height / m.Width})
			if err != nil {
				t.Fatal(err)
			}
			img, _, err := image.Decode(bytes.NewReader(r.Bytes))
			if err != nil {
				t.Fatal(err)
			}
			for i := range 7 {
				rr, gg, bb, _ := img.At(20+40*i, img.Bounds().Dy()/3).RGBA()
				for k, v := range []uint32{rr, gg, bb} {
					if d := math.Abs(float64(v>>8) - float64(want.Bars[3*i+k])); d > near {
						t.Errorf("bar %d: the still has %d %d %d, Chromium %v", i, rr>>8, gg>>8, bb>>8, want.Bars[3*i:3*i+3])
						break
					}
				}
			}
			width, height := m.Fitted(1920, 1080)
			if err := pool.Remake(t.Context(), path, m, width, height, nil, func(float64) {}, func(f *os.File) error {
				b, err := os.ReadFile(f.Name())
				if err != nil {
					return err
				}
				made := frame(tab, b)
				for i := range want.Bars {
					if math.Abs(float64(made.Bars[i])-float64(want.Bars[i])) > near {
						t.Errorf("converted it has %v, before %v", made.Bars, want.Bars)
						break
					}
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
}

// pictured is the first picture of a clip in Chromium: its size, and the colours in the middle of
// seven bars.
type pictured struct {
	W, H int
	Bars []int
}

func frame(tab *testkit.Tab, b []byte) (out pictured) {
	js := fmt.Sprintf(`(async () => {
		const v = document.createElement('video');
		v.muted = true;
		v.src = URL.createObjectURL(new Blob([Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0))], { type: 'video/mp4' }));
		document.body.appendChild(v);
		await new Promise((ok, no) => { v.onloadeddata = ok; v.onerror = () => no(new Error('it cannot be played')); });
		await new Promise((ok) => { v.requestVideoFrameCallback(ok); v.play(); });
		const c = document.createElement('canvas');
		c.width = v.videoWidth; c.height = v.videoHeight;
		const ctx = c.getContext('2d');
		ctx.drawImage(v, 0, 0);
		const near = 10
	const bars = [];
		for (let i = 0; i < 7; i++) { bars.push(...ctx.getImageData((i + 0.5) * c.width / 7, c.height / 3, 1, 1).data.slice(0, 3)); }
		v.remove();
		return { W: c.width, H: c.height, Bars: bars };
	})()`, base64.StdEncoding.EncodeToString(b))
	tab.Run(chromedp.Evaluate(js, &out, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return out
}
