package gallery

import (
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content/layout"
	"ngatu/internal/paint"
	"ngatu/internal/testkit"
)

var (
	all  = flag.Bool("all", false, "look at every look in every variant on every canvas, also in Chromium, not only at a part")
	keep = flag.String("keep", "", "folder to keep the photographs and the painter's pictures in")
)

// How far Chromium's picture may be from the painter's, in steps of 255. Two rasterizers smooth the
// edges of letters and shapes differently: on thin strokes of small text that is most of the ink,
// so a block of 8 × 8 pixels may differ by bounds.worst. A word in another place, a missing mark or
// another font differ by far more (TestTheComparisonSees).
const (
	meanBound  = 3.0
	worstBound = 24.0
)

// part are the cases held against Chromium in the short form: each look once, canvases
// and variants in turn.
func part(k Case) bool {
	turn := map[string]string{
		"statement": "short-192x96 long-320x160", "steps": "short-432x216 long-1080x1920", "list": "short-320x160", "number": "long-192x96 sample-192x96 long-1920x1080 sample-1920x1080",
		"slogan": "long-432x216", "hours": "long-1080x1920", "event": "long-192x96", "before-after": "long-1920x1080", "install": "long-320x160 short-1080x1920", "gauge": "stale-432x216 long-1080x1920", "trend": "long-192x96 short-432x216 sample-1920x1080", "pace": "short-192x96 long-320x160 long-1080x1920",
		"league": "short-320x160 short-1080x1920 stale-1920x1080", "grid": "sample-192x96 long-1080x1920", "own": "long-192x96 short-320x160", "countdown": "long-320x160 stale-1920x1080",
		"takeover": "long-432x216",
	}
	return slices.Contains(strings.Fields(turn[k.Look.ID]), strings.TrimPrefix(k.ID(), k.Look.ID+"-"))
}

// TestThePageShowsWhatThePainterPaints photographs the real page and compares it with the painter's
// picture of the same layout: the painter is the golden, so there is none in the tree.
func TestThePageShowsWhatThePainterPaints(t *testing.T) {
	w := theWall(t)
	camera, err := NewCamera(t.Context(), w, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer camera.Close()
	var means, worsts testkit.Figure
	compared := 0
	var last Case
	start := time.Now()
	for _, on := range Canvases() {
		for _, k := range w.Cases {
			if k.Canvas != on || k.Layout == nil || k.Layout.Pages.Pages() > 1 || !*all && !part(k) { // pages turn with time
				continue
			}
			if k.Look.ID == "gauge" && k.Variant == Long && on.Touch {
				inviteIsClear(t, camera, k)
			}
			k.Canvas.Touch = false // the invitation of touch screens lies over the picture
			shown, err := camera.Photograph(k)
			if err != nil {
				t.Fatal(err)
			}
			painted := paint.Paint(*k.Layout, k.Values)
			d := Compare(shown, painted)
			compared++
			means.Values, worsts.Values = append(means.Values, d.Mean), append(worsts.Values, d.Worst)
			if *keep != "" {
				_ = write(filepath.Join(*keep, k.ID()+".png"), shown)
				_ = write(filepath.Join(*keep, k.ID()+"-go.png"), painted)
			}
			if d.Mean > meanBound || d.Worst > worstBound {
				t.Errorf("%s: Chromium is %.2f from the painter on average, %.1f in the block at %v", k.ID(), d.Mean, d.Worst, d.At)
			}
			last = k
		}
		cardsAreWhole(t, camera, last)
	}
	if compared < 15 {
		t.Errorf("only %d looks were compared", compared)
	}
	means.What, means.Unit = "page and painter, mean difference", "of 255"
	worsts.What, worsts.Unit = "page and painter, worst block", "of 255"
	means.Say(t)
	worsts.Say(t)
	t.Logf("%d looks in %.1f s", compared, time.Since(start).Seconds())
}

// inviteIsClear measures how far a kiosk's invitation is from the words of the slide above it.
func inviteIsClear(t *testing.T, camera *Camera, k Case) {
	t.Helper()
	if _, err := camera.Photograph(k); err != nil {
		t.Fatal(err)
	}
	var pill struct{ Top, Bottom, Left, Right, Size float64 }
	js := `(function (e) { var r = e.getBoundingClientRect();
		return { Top: r.top, Bottom: r.bottom, Left: r.left, Right: r.right, Size: e.parentNode.hidden ? 0 : parseFloat(getComputedStyle(e).fontSize) }; })(document.querySelector('#invite span'))`
	if err := camera.Measure(k, js, &pill); err != nil {
		t.Fatal(err)
	}
	least := 14.0 // within the slide's own margin
	if k.Canvas.Portrait() {
		least = 40 // which is wider there
	}
	lines, _ := newLetters(t).lines(*k.Layout, k.Values)
	for _, n := range lines {
		if gap := pill.Top - n.ink.y1; n.ink.x0 < pill.Right && pill.Left < n.ink.x1 && gap < least {
			t.Errorf("%s: %q is %.1f px above the invitation", k.ID(), n.text, gap)
		}
	}
	if pill.Size < 33 || pill.Bottom > float64(k.Canvas.Height)-6 {
		t.Errorf("%s: the invitation is %+v", k.ID(), pill)
	}
}

// cardsAreWhole measures the glyphs of the cards that the page sets by itself.
func cardsAreWhole(t *testing.T, camera *Camera, k Case) {
	t.Helper()
	l := newLetters(t)
	for _, name := range []string{"Phường Văn Miếu - Quốc Tử Giám", "Xã Ứng Hòa", "ỆẪỔ", ""} {
		for what, js := range map[string]string{
			"safe card": fmt.Sprintf(`Ngatu.card.safe(%d, %d, %q)`, k.Canvas.Width, k.Canvas.Height, name),
			"identify":  fmt.Sprintf(`Ngatu.card.identify(%d, %d, %q, 'NGATU-10')`, k.Canvas.Width, k.Canvas.Height, name),
			"enrolment": fmt.Sprintf(`Ngatu.card.code(%d, %d, 'QWMN-QWMU', '')`, k.Canvas.Width, k.Canvas.Height),
			"revoked":   fmt.Sprintf(`Ngatu.card.code(%d, %d, 'QWMN-QWMU', 'NGATU-HOAN-KIEM-0012')`, k.Canvas.Width, k.Canvas.Height),
			"no server": fmt.Sprintf(`Ngatu.card.waiting(%d, %d, 'down', '')`, k.Canvas.Width, k.Canvas.Height),
			"no code":   fmt.Sprintf(`Ngatu.card.waiting(%d, %d, 'wait', 'NGATU-HOAN-KIEM-0012')`, k.Canvas.Width, k.Canvas.Height),
		} {
			var text string
			if err := camera.Measure(k, `JSON.stringify(`+js+`)`, &text); err != nil {
				t.Fatal(err)
			}
			var card layout.Layout
			if err := json.Unmarshal([]byte(text), &card); err != nil {
				t.Fatalf("%s: %v in %s", what, err, text)
			}
			for _, f := range inkFaults(l, card, paint.Values{At: Now}) {
				t.Errorf("%s of %q on %s: %s", what, name, k.Canvas, f)
			}
		}
	}
}

// TestTheComparisonSees spoils a layout a little and expects the comparison to notice.
func TestTheComparisonSees(t *testing.T) {
	for _, k := range theWall(t).Cases {
		if k.ID() != "statement-short-192x96" {
			continue
		}
		good := paint.Paint(*k.Layout, k.Values)
		for name, change := range map[string]func(i int){
			"a line two pixels lower": func(i int) { k.Layout.Elements[i].Y += 2 },
			"a mark is missing":       func(i int) { k.Layout.Elements[i].T = "ẤN NÚT ỆÂỔ" },
			"another weight":          func(i int) { k.Layout.Elements[i].Weight = 600 },
		} {
			l := *k.Layout
			kept := append(l.Elements[:0:0], l.Elements...)
			for i := range kept {
				if kept[i].T != "" {
					change(i)
				}
			}
			if d := Compare(paint.Paint(*k.Layout, k.Values), good); d.Worst <= worstBound {
				t.Errorf("%s: not seen (%+v)", name, d)
			}
			k.Layout.Elements = kept
		}
	}
}
