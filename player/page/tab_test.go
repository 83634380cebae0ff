package page

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// One browser serves all tests; each tab has storage of its own.
var browser struct {
	once   sync.Once
	ctx    context.Context
	cancel func()
	err    error
}

func TestMain(m *testing.M) {
	flag.Parse()
	// Tests of the page mostly wait for its time to pass, so more of them run at once than there
	// are cores.
	if err := flag.Set("test.parallel", "5"); err != nil {
		panic(err)
	}
	code := m.Run()
	if browser.cancel != nil {
		browser.cancel()
	}
	os.Exit(code)
}

func startBrowser() {
	path := "/usr/bin/chromium"
	if _, err := os.Stat(path); err != nil {
		browser.err = err
		return
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options,
		chromedp.ExecPath(path), chromedp.Flag("headless", "new"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.NoFirstRun, chromedp.WSURLReadTimeout(patience),
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"), chromedp.Flag("hide-scrollbars", false),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("host-resolver-rules", "MAP *.ngatu.test 127.0.0.1"), // an origin that is not secure
	)
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(alloc)
	browser.ctx, browser.cancel = ctx, func() { cancel(); stop() }
	browser.err = chromedp.Run(ctx)
}

// window opens one with its own storage. A tab in the same window would put the one before it to
// sleep.
func window() (target.ID, error) {
	ctx := cdp.WithExecutor(browser.ctx, chromedp.FromContext(browser.ctx).Browser)
	room, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
	if err != nil {
		return "", err
	}
	return target.CreateTarget("about:blank").WithBrowserContextID(room).WithNewWindow(true).Do(ctx)
}

// lasting opens a window whose storage is on the disk, as a screen's is; each origin still has its
// own.
func lasting() (target.ID, error) {
	ctx := cdp.WithExecutor(browser.ctx, chromedp.FromContext(browser.ctx).Browser)
	return target.CreateTarget("about:blank").WithNewWindow(true).Do(ctx)
}

// tab is one page in the browser.
type tab struct {
	t   *testing.T
	ctx context.Context
}

// stays is how long a page is there at most: several times the patience with what it is to do.
const stays = 10 * time.Minute

// newTab opens an empty page of w × h pixels; script, where it is not empty, runs before the page's
// own.
func newTab(t *testing.T, w, h int64, script string) *tab {
	t.Helper()
	return newTabFor(t, w, h, script, stays)
}

// newTabFor is newTab for a test that may take longer.
func newTabFor(t *testing.T, w, h int64, script string, within time.Duration) *tab {
	t.Helper()
	return tabIn(t, window, w, h, script, within)
}

// tabIn is a page in a window that is opened for it.
func tabIn(t *testing.T, window func() (target.ID, error), w, h int64, script string, within time.Duration) *tab {
	t.Helper()
	browser.once.Do(startBrowser)
	if browser.err != nil {
		t.Skipf("no browser: %v", browser.err)
	}
	id, err := window()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(browser.ctx, chromedp.WithTargetID(id))
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, within)
	t.Cleanup(stop)
	p := &tab{t, ctx}
	chromedp.ListenTarget(ctx, func(ev any) {
		if e, ok := ev.(*runtime.EventExceptionThrown); ok {
			t.Logf("exception in the page: %s", e.ExceptionDetails.Error())
		}
	})
	p.run(chromedp.EmulateViewport(w, h))
	if script != "" {
		p.run(chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := cdpage.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
			return err
		}))
	}
	return p
}

func (p *tab) run(actions ...chromedp.Action) {
	p.t.Helper()
	if err := chromedp.Run(p.ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

func (p *tab) open(o *origin, query string) *tab {
	p.t.Helper()
	p.run(chromedp.Navigate("http://" + o.addr + "/play" + query))
	return p
}

// eval gives the value of an expression. It tries again for a while, for a page that is being
// loaded has no ground to stand on.
func eval[T any](p *tab, js string) T {
	p.t.Helper()
	var text string
	var v T
	var err error
	for end := time.Now().Add(patience / 4); time.Now().Before(end); {
		if err = chromedp.Run(p.ctx, chromedp.Evaluate(`JSON.stringify(`+js+`) || ""`, &text)); err == nil || p.ctx.Err() != nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &v)
	}
	if err != nil {
		p.t.Fatalf("%s: %v", js, err)
	}
	return v
}

// since gives what came on the glass from an instant on; the page remembers the last 64 changes.
func (p *tab) since(when time.Time) []change {
	p.t.Helper()
	all := eval[[]change](p, `Ngatu.debug.changes`)
	return slices.DeleteFunc(all, func(c change) bool { return c.Wall < float64(when.UnixMilli()) })
}

// came waits until a slide has come on the glass since an instant, whether it is still there or
// not, and gives the change.
func (p *tab) came(id string, when time.Time) (c change) {
	p.t.Helper()
	until(p.ctx, p.t, "the slide "+id, func() bool {
		all := p.since(when)
		i := slices.IndexFunc(all, func(c change) bool { return c.Slide == id })
		if i >= 0 {
			c = all[i]
		}
		return i >= 0
	})
	return c
}

// evaluate runs a script for what it does.
func evaluate(js string) chromedp.Action { return chromedp.Evaluate(js+"; null", nil) }

// awaited waits for a promise and gives its value.
func awaited(js string, into any) chromedp.Action {
	return chromedp.Evaluate(js, into, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) })
}

func (p *tab) slide() string { return eval[string](p, `document.documentElement.dataset.slide || ''`) }

func (p *tab) state() string { return eval[string](p, `document.documentElement.dataset.state || ''`) }

// shows waits until a slide is on the glass.
func (p *tab) shows(id string) {
	p.t.Helper()
	var got string
	end := time.Now().Add(patience)
	for {
		if got = p.slide(); got == id {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("after %v %q is on the glass, not %q (state %q, debug %s)", patience, got, id, p.state(),
				eval[json.RawMessage](p, `window.Ngatu && Ngatu.debug || {}`))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// photo is what the glass shows.
func (p *tab) photo() image.Image {
	p.t.Helper()
	var b []byte
	p.run(chromedp.CaptureScreenshot(&b))
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		p.t.Fatal(err)
	}
	return img
}

// near says whether a pixel is within a few steps of a colour.
func near(img image.Image, x, y int, want color.RGBA) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	off := func(a uint32, b uint8) bool { d := int(a>>8) - int(b); return d > 12 || d < -12 }
	return !off(r, want.R) && !off(g, want.G) && !off(b, want.B)
}

// seen waits until a pixel has a colour.
func (p *tab) seen(x, y int, want color.RGBA) {
	p.t.Helper()
	end := time.Now().Add(patience)
	for {
		img := p.photo()
		if near(img, x, y, want) {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("pixel %d,%d is %v, not %v (slide %q)", x, y, img.At(x, y), want, p.slide())
		}
		time.Sleep(30 * time.Millisecond)
	}
}
