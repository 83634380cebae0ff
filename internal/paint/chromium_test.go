package paint_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"ngatu/assets/fonts"
	"ngatu/internal/paint"
)

// TestWidthsAreChromiums holds the sums of advances and kerning to what Chromium lays out with the
// web font of the same cut: on this the whole of content/layout rests.
func TestWidthsAreChromiums(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil || testing.Short() {
		t.Skip("needs Chromium")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox)
	ctx, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	defer stop()
	ctx, close := chromedp.NewContext(ctx)
	defer close()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()

	type sample struct {
		Text   string
		Weight int
		Size   int
	}
	var samples []sample
	for _, s := range starterSlides(t) {
		for _, text := range append([]string{s.Words.Head, s.Words.Brief, s.Words.Foot, s.Words.Number}, s.Words.Lines...) {
			for i, size := range []int{9, 16, 23, 47, 160} {
				if text != "" {
					samples = append(samples, sample{text, fonts.Weights()[i%3], size})
				}
			}
		}
	}
	samples = append(samples, sample{"Tây Hồ AVATAR To Ty “Vâng” P. Ệ Ẫ Ổ 1.711.417", 800, 100})
	list, err := json.Marshal(samples)
	if err != nil {
		t.Fatal(err)
	}
	var css strings.Builder
	for _, w := range fonts.Weights() {
		fmt.Fprintf(&css, `@font-face{font-family:V;font-weight:%d;src:url(data:font/woff2;base64,%s)}`, w, base64.StdEncoding.EncodeToString(fonts.WOFF2(w)))
	}
	script := `(async () => {
		const style = document.createElement('style'); style.textContent = ` + "`" + css.String() + "`" + `; document.head.append(style);
		for (const w of [400, 600, 800]) await document.fonts.load(w + ' 20px V', 'Ệa');
		return ` + string(list) + `.map(s => {
			const e = document.createElement('span');
			e.style.cssText = 'position:absolute;white-space:pre;font-kerning:normal;font-family:V;font-size:' + s.Size + 'px;font-weight:' + s.Weight;
			e.textContent = s.Text; document.body.append(e);
			return e.getBoundingClientRect().width;
		});
	})()`
	var got []float64
	if err := chromedp.Run(ctx, chromedp.Navigate("about:blank"), chromedp.Evaluate(script, &got, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) })); err != nil {
		t.Fatal(err)
	}
	worst := 0.0
	for i, s := range samples {
		want := float64(paint.Faces()[s.Weight].Width(s.Text)) * float64(s.Size) / 1000
		worst = math.Max(worst, math.Abs(got[i]-want))
		if math.Abs(got[i]-want) > 0.02 {
			t.Errorf("%q at %d px in %d: Chromium %.3f px, computed %.3f", s.Text, s.Size, s.Weight, got[i], want)
		}
	}
	t.Logf("%d widths, worst difference %.4f px", len(samples), worst)
}
