package gallery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"ngatu/content"
)

// Camera is a real Chromium with one page on each canvas that it was asked for.
type Camera struct {
	wall *Wall
	clip []byte // of the video, MP4; nil: none
	ctx  context.Context
	end  func()
	tabs map[content.Canvas]*tab
}

// Chromium is where the browser is: $CHROMIUM, else the one that is installed; an error says how to
// install it.
func Chromium() (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &content.Error{
		Code: content.NotFound,
		Vi:   "Máy này chưa có Chromium: hãy cài gói chromium, hoặc chỉ đường dẫn bằng biến CHROMIUM.",
		En:   "Chromium is not installed: install the package chromium, or say where it is with CHROMIUM.",
		Err:  errors.New("no Chromium"),
	}
}

// NewCamera starts the browser. clip is what the video slides show, MP4; nil leaves them out. Close
// ends it.
func NewCamera(ctx context.Context, wall *Wall, clip []byte) (*Camera, error) {
	path, err := Chromium()
	if err != nil {
		return nil, err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("headless", "new"), chromedp.NoFirstRun, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"), chromedp.WSURLReadTimeout(patience),
	)
	if os.Geteuid() == 0 { // Chromium's sandbox refuses root; it is shown this program's own page alone
		flags = append(flags, chromedp.NoSandbox)
	}
	allocator, endAllocator := chromedp.NewExecAllocator(ctx, flags...)
	browser, endBrowser := chromedp.NewContext(allocator)
	c := &Camera{wall: wall, clip: clip, ctx: browser, tabs: map[content.Canvas]*tab{}, end: func() { endBrowser(); endAllocator() }}
	if err := chromedp.Run(browser); err != nil {
		c.end()
		return nil, fmt.Errorf("%s does not start: %w", path, err)
	}
	return c, nil
}

// Close ends the browser and the pages' servers.
func (c *Camera) Close() {
	for _, t := range c.tabs {
		t.close()
	}
	c.end()
}

// Photograph is what the page shows for a case that has a picture, at the canvas's own pixels. The
// page comes to it by its own route: the frames of screen, figures, programme or takeover over its
// socket, a hand on the glass.
func (c *Camera) Photograph(k Case) (image.Image, error) {
	t, err := c.tab(k.Canvas.Canvas)
	if err != nil {
		return nil, err
	}
	img, err := t.show(c, k)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.ID(), err)
	}
	return img, nil
}

func (c *Camera) tab(on content.Canvas) (*tab, error) {
	if t := c.tabs[on]; t != nil {
		return t, nil
	}
	for _, other := range c.tabs { // one at a time: a page out of sight is not drawn
		other.close()
	}
	clear(c.tabs)
	o, err := newOrigin()
	if err != nil {
		return nil, err
	}
	id, err := c.window()
	if err != nil {
		o.close()
		return nil, err
	}
	ctx, end := chromedp.NewContext(c.ctx, chromedp.WithTargetID(id))
	t := &tab{ctx: ctx, end: end, origin: o}
	if err := chromedp.Run(ctx, chromedp.EmulateViewport(int64(on.Width), int64(on.Height))); err != nil {
		t.close()
		return nil, err
	}
	c.tabs[on] = t
	return t, nil
}

// window opens one with storage of its own: a tab behind another is not drawn.
func (c *Camera) window() (target.ID, error) {
	ctx := cdp.WithExecutor(c.ctx, chromedp.FromContext(c.ctx).Browser)
	alone, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
	if err != nil {
		return "", err
	}
	return target.CreateTarget("about:blank").WithNewWindow(true).WithBrowserContextID(alone).Do(ctx)
}

// tab is the page on one canvas, with a server of its own.
type tab struct {
	ctx    context.Context
	end    func()
	origin *origin
	open   bool
}

func (t *tab) close() {
	t.end()
	t.origin.close()
}

// patience is how long a page may take to show what it was sent; it takes a fraction of a second on
// a machine at rest.
const patience = 90 * time.Second

// until waits for an expression to be true.
func (t *tab) until(js string) error {
	end := time.Now().Add(patience)
	for {
		var is bool
		err := chromedp.Run(t.ctx, chromedp.Evaluate("!!("+js+")", &is))
		if err == nil && is {
			return nil
		}
		if time.Now().After(end) || t.ctx.Err() != nil {
			var says string
			_ = chromedp.Run(t.ctx, chromedp.Evaluate(`JSON.stringify(window.Ngatu && Ngatu.debug || {})`, &says))
			return fmt.Errorf("waited in vain for %s (%w); the page says %s", js, errors.Join(err, t.ctx.Err()), says)
		}
		time.Sleep(15 * time.Millisecond)
	}
}

func (t *tab) do(js string) error { return chromedp.Run(t.ctx, chromedp.Evaluate(js+"; null", nil)) }

// photo is the glass.
func (t *tab) photo() (image.Image, error) {
	var b []byte
	if err := chromedp.Run(t.ctx, chromedp.CaptureScreenshot(&b)); err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(b))
}
