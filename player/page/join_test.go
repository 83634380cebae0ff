package page

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
)

// joining counts the seeks of every clip, the pictures that were seen of it, and the darkest that
// was.
const joining = `window.joined = { seeks: 0, pictures: 0, last: -1, light: 255 };
document.addEventListener('seeking', function () { joined.seeks++; }, true);
document.addEventListener('DOMContentLoaded', function () {
	var c = document.createElement('canvas'); c.width = c.height = 8;
	var ctx = c.getContext('2d', { willReadFrequently: true });
	setInterval(function () {
		Array.from(document.querySelectorAll('video')).forEach(function (v) {
			if (v.watched) { return; }
			v.watched = true;
			var next = function (now, about) {
				v.requestVideoFrameCallback(next);
				var front = window.Ngatu && Ngatu.stage && Ngatu.stage.front;
				if (!front || !front.rolling || front.film.video !== v || !front.film.begun) { return; }
				if (about.mediaTime > joined.last) { joined.pictures++; }
				joined.last = about.mediaTime;
				ctx.drawImage(v, 0, 0, 8, 8);
				var d = ctx.getImageData(0, 0, 8, 8).data, sum = 0;
				for (var i = 0; i < d.length; i += 4) { sum += d[i] + d[i + 1] + d[i + 2]; }
				joined.light = Math.min(joined.light, sum / 192);
			};
			v.requestVideoFrameCallback(next);
		});
	}, 20);
});`

type joined struct {
	Seeks, Pictures int
	Light           float64
}

// joinable are the kinds of clips that reach screens, by how ffmpeg makes them of ten seconds of
// moving pictures.
var joinable = []struct{ name, args string }{
	{"plain", "-c:v libx264 -profile:v baseline -g 25"},
	{"pictures out of order", "-c:v libx264 -bf 3 -g 50"},
	{"pictures at uneven times", "-vf select='lt(mod(n,50),25)+not(mod(n,3))' -fps_mode vfr -c:v libx264 -g 50"},
	{"one key frame", "-c:v libx264 -preset veryfast -g 9999 -keyint_min 9999 -sc_threshold 0"}, // as a server without ffmpeg serves it
}

func ffmpeg(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("ffmpeg", append([]string{"-v", "error"}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg, which makes the clip: %v: %s", err, out)
	}
}

// Pages that join a clip at five points (of the simpler kinds at two) show it moving, never dark, and seek a few times at most,
// whatever the clip's kind: also one that an edit list begins in the middle, and one with a single
// key frame, as it is and as the server converts it.
func TestAClipIsJoinedAtFivePoints(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clips := map[string]string{}
	for i, k := range joinable {
		clips[k.name] = filepath.Join(dir, fmt.Sprint(i, ".mp4"))
		ffmpeg(t, append(append(strings.Fields("-f lavfi -i testsrc2=s=432x216:r=25:d=10"), strings.Fields(k.args)...), "-pix_fmt", "yuv420p", "-movflags", "+faststart", clips[k.name])...)
	}
	clips["an edit list"] = filepath.Join(dir, "cut.mp4")
	ffmpeg(t, "-ss", "1.3", "-i", clips["pictures out of order"], "-c", "copy", "-movflags", "+faststart", clips["an edit list"])
	clips["one key frame, converted"] = filepath.Join(dir, "converted.mp4")
	one := clips["one key frame"]
	ffmpeg(t, media.ConvertArgs(one, examined(t, one), 432, 216, clips["one key frame, converted"], nil)...)
	for name, path := range clips {
		t.Run(name, func(t *testing.T) {
			m := examined(t, path)
			o := newOrigin(t)
			o.screen()
			clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: m.Duration.Milliseconds(), Medium: o.store("video/mp4", must(os.ReadFile(path)))}
			o.programme(o.looping(clip))
			pages := make([]*tab, 2)
			if strings.Contains(name, "key frame") { // the kind that the point makes a difference to
				pages = make([]*tab, 5)
			}
			for i := range pages {
				pages[i] = newTab(t, 432, 216, joining).open(o, "?screen="+code)
				time.Sleep(300 * time.Millisecond) // the next joins at another point of the clip
			}
			for _, p := range pages {
				p.shows("clip")
				until(p.ctx, t, "twelve pictures were seen", func() bool { return eval[joined](p, `joined`).Pictures >= 12 })
				got := eval[joined](p, `joined`)
				if got.Seeks > 2*(1+2) { // the play that it joined, and perhaps the next
					t.Errorf("it sought %d times", got.Seeks)
				}
				if got.Light < 40 {
					t.Errorf("a picture was as dark as %.0f", got.Light)
				}
			}
		})
	}
}

// examined is what the server finds out about a clip.
func examined(t *testing.T, path string) media.Medium {
	t.Helper()
	b := must(os.ReadFile(path))
	m, _, err := media.NewImporter(media.Limits{}).Import(t.Context(), path, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A clip that is late after every seek, as one with few key frames on a slow machine, is not sought
// again and again.
func TestALateClipIsNotSoughtForEver(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: 4000, Medium: o.store("video/mp4", must(os.ReadFile("testdata/clip.mp4")))}
	o.programme(o.looping(clip, o.picture("p", 1500, green)))
	p := newTab(t, 432, 216, `window.sought = 0;
		(function () {
			var real = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'currentTime');
			Object.defineProperty(HTMLMediaElement.prototype, 'currentTime', {
				get: function () { return Math.max(0, real.get.call(this) - 1); },
				set: function (v) { window.sought++; real.set.call(this, v); }
			});
		})();`).open(o, "?screen="+code)
	p.shows("p")
	p.run(evaluate(`sought = 0`))
	p.shows("clip")
	p.shows("p")
	if n := eval[int](p, `sought`); n < 1 || n > 3 {
		t.Errorf("it was sought %d times in one play", n)
	}
}
