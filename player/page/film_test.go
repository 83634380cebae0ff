package page

import (
	"flag"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ngatu/content"
)

var film = flag.Duration("film", 6*time.Second, "how long TestAClipStaysInStep measures; from a minute on it takes a clip of twenty seconds, from five on it holds it to its goal")

// watching notes, for every picture of the clip on the glass, where in the clip it is from and when
// it can be seen.
const watching = `window.pictures = [];
document.addEventListener('DOMContentLoaded', function () {
	function watch(v) {
		v.watched = true;
		var next = function (now, about) {
			var front = Ngatu.stage.front, show = Ngatu.player && Ngatu.player.show;
			if (show && front.rolling && front.film.video === v && front.film.begun) {
				pictures.push({ begin: show.begins, at: about.expectedDisplayTime, media: about.mediaTime * 1000 });
			}
			v.requestVideoFrameCallback(next);
		};
		v.requestVideoFrameCallback(next);
	}
	setInterval(function () { Array.from(document.querySelectorAll('video')).forEach(function (v) { if (!v.watched) { watch(v); } }); }, 100);
});`

// seen is one picture of a clip on the glass: begin of the play in server time, when it was seen by
// the page's own count, where it stands in the clip; all in ms.
type seen struct{ Begin, At, Media float64 }

// clip is a film of some length for a long look, and the one of four seconds for a short one.
func (o *origin) clip(t *testing.T, long bool) content.Shown {
	t.Helper()
	path, dwell := "testdata/clip.mp4", int64(4000)
	if long {
		path, dwell = filepath.Join(t.TempDir(), "long.mp4"), 20_000
		make := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=432x216:r=25:d=20", "-c:v", "libx264",
			"-profile:v", "baseline", "-pix_fmt", "yuv420p", "-movflags", "+faststart", path)
		if out, err := make.CombinedOutput(); err != nil {
			t.Fatalf("ffmpeg, which makes the clip: %v: %s", err, out)
		}
	}
	return content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: dwell, Medium: o.store("video/mp4", must(os.ReadFile(path)))}
}

// A clip on two pages, each on a bad line of its own: every picture is seen when the server's clock
// says, and on both at the same moment. The first second of a play is left out: its start is a
// matter of the browser, and what it comes late is made up for by running faster. The goal of 40 ms
// over ten minutes takes go test ./player/page -run TestAClipStaysInStep -film 10m on a machine at
// rest.
func TestAClipStaysInStep(t *testing.T) {
	o := newOrigin(t)
	o.screen()
	long := *film >= time.Minute
	o.programme(o.looping(o.clip(t, long)))
	pages := o.pair("clip", *film, watching)
	time.Sleep(4 * time.Second)
	for _, p := range pages {
		p.run(evaluate(`pictures = []`))
	}
	var on [2]map[[2]float64]float64 // when a picture of a play was seen
	var off, apart []float64
	for end := time.Now().Add(*film); time.Now().Before(end); {
		time.Sleep(min(10*time.Second, time.Until(end)))
		for i, p := range pages {
			if on[i] == nil {
				on[i] = map[[2]float64]float64{}
			}
			g := eval[struct {
				Machine  float64
				Pictures []seen
			}](p, `(function () { var p = pictures; pictures = []; return { machine: `+onMachine+`, pictures: p }; })()`)
			for _, s := range g.Pictures {
				if s.Media >= 1000 {
					at := g.Machine + s.At
					on[i][[2]float64{s.Begin, math.Round(s.Media)}] = at
					off = append(off, at-s.Begin-s.Media)
				}
			}
		}
	}
	for picture, at := range on[0] {
		if other, ok := on[1][picture]; ok {
			apart = append(apart, math.Abs(at-other))
		}
	}
	if len(apart) < int(film.Seconds()) {
		t.Fatalf("only %d pictures were seen on both pages", len(apart))
	}
	late := slices.Clone(off)
	for i := range off {
		off[i] = math.Abs(off[i])
	}
	const goal = 40
	most := float64(goal)
	figure{What: "a clip on a 4G line, after its first second: off the server's clock", Unit: "ms", Values: off, P99: goal}.say(t)
	figure{What: "two pages on 4G lines, a clip after its first second: the same picture apart", Unit: "ms", Values: apart, P99: goal, Max: &most}.say(t)
	t.Logf("%d pictures: off p1 %.1f, p50 %.1f, p99 %.1f ms; |off| p99 %.1f, most %.1f ms; %d apart p50 %.1f, p99 %.1f, most %.1f ms", len(off), percentile(late, 1),
		percentile(late, 50), percentile(late, 99), percentile(off, 99), slices.Max(off), len(apart), percentile(apart, 50), percentile(apart, 99), slices.Max(apart))
	if p := percentile(off, 50); p > 250 {
		t.Errorf("half of the pictures are more than %.1f ms off", p)
	}
	if p := percentile(apart, 50); p > 250 {
		t.Errorf("half of the pictures are more than %.1f ms apart", p)
	}
	if *film >= 5*time.Minute && (percentile(off, 99) > goal || percentile(apart, 99) > goal) {
		t.Errorf("off %.1f, apart %.1f ms at p99, more than %d", percentile(off, 99), percentile(apart, 99), goal)
	}
}
