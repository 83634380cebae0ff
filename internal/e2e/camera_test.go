package e2e

import (
	"context"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// takesAPhoto taps the button of the camera on a phone: the browser is asked for one picture from the
// camera at the back, and what comes of it is sent like any file. A phone calls all its photos alike.
func takesAPhoto(t *testing.T, s studioTab) {
	t.Helper()
	photo := filepath.Join(t.TempDir(), "image.jpg")
	if err := os.WriteFile(photo, plain(t, 1200, 1600, color.RGBA{R: 30, G: 160, B: 90}), 0o600); err != nil {
		t.Fatal(err)
	}
	opened := make(chan *page.EventFileChooserOpened, 1)
	s.Run(
		chromedp.ActionFunc(func(ctx context.Context) error {
			chromedp.ListenTarget(ctx, func(event any) {
				if one, ok := event.(*page.EventFileChooserOpened); ok {
					opened <- one
				}
			})
			return page.SetInterceptFileChooserDialog(true).Do(ctx)
		}),
		emulation.SetDeviceMetricsOverride(390, 800, 3, true), emulation.SetTouchEmulationEnabled(true),
	)
	var asks bool
	s.Eval(`(function (i) { return i.getAttribute("capture") === "environment" && i.accept === "image/*" && !i.multiple; })(document.querySelector("main input[capture]"))`, &asks)
	if !asks {
		t.Error("the phone is not asked for its camera")
	}
	s.Eval(`document.querySelector("main input[capture]").closest("label").scrollIntoView({ block: "center" })`, nil)
	var at []float64
	s.Eval(`(function (b) { return [b.left + b.width / 2, b.top + b.height / 2]; })(document.querySelector("main input[capture]").closest("label").getBoundingClientRect())`, &at)
	s.Run(chromedp.MouseClickXY(at[0], at[1]), chromedp.ActionFunc(func(ctx context.Context) error {
		select {
		case one := <-opened:
			return dom.SetFileInputFiles([]string{photo}).WithBackendNodeID(one.BackendNodeID).Do(ctx)
		case <-ctx.Done():
			return ctx.Err()
		}
	}))
	s.until("the photo is a draft", `(function (li) { return li.className === "good" && li.querySelector("[data-name]").textContent === "image.jpg"; })(document.querySelector("#files li:last-child"))`)
	s.Run(page.SetInterceptFileChooserDialog(false), emulation.SetTouchEmulationEnabled(false), chromedp.EmulateViewport(1366, 800))
}
