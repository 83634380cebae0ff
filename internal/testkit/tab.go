package testkit

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Tab is one page in the browser. Its methods end the test where the page cannot do what is asked.
type Tab struct {
	t   testing.TB
	ctx context.Context
}

// Open opens a page, w × h pixels large; it closes when the test ends. It has a window of its own,
// for a tab behind another is not drawn, and storage of its own.
func (b *Browser) Open(t testing.TB, url string, w, h int) *Tab {
	t.Helper()
	id, err := b.window()
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithTargetID(id))
	t.Cleanup(end)
	tab := &Tab{t, ctx}
	tab.Run(chromedp.EmulateViewport(int64(w), int64(h)), chromedp.Navigate(url))
	return tab
}

func (b *Browser) window() (target.ID, error) {
	ctx := cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser)
	alone, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
	if err != nil {
		return "", err
	}
	return target.CreateTarget("about:blank").WithNewWindow(true).WithBrowserContextID(alone).Do(ctx)
}

// Run carries out actions of chromedp.
func (tab *Tab) Run(actions ...chromedp.Action) {
	tab.t.Helper()
	if err := chromedp.Run(tab.ctx, actions...); err != nil {
		tab.t.Fatal(err)
	}
}

// Eval reads the value of an expression into out.
func (tab *Tab) Eval(js string, out any) {
	tab.t.Helper()
	tab.Run(chromedp.Evaluate(js, out))
}

// Patience is how long anything is waited for at least. A limit is there to end a test, not to be
// tested: a machine that does much else is slow.
const Patience = 90 * time.Second

// Until waits for an expression to be true, for as long as the caller says and for [Patience] at
// least, and says what did not come about.
func (tab *Tab) Until(what, js string, within time.Duration) {
	tab.t.Helper()
	within = max(within, Patience)
	began := time.Now()
	var err error
	for left := within; left > 0; left = within - time.Since(began) {
		err = chromedp.Run(tab.ctx, chromedp.Poll(fmt.Sprintf("!!(%s)", js), nil,
			chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(left)))
		if err == nil {
			return
		}
		var gone *cdproto.Error
		if !errors.As(err, &gone) || gone.Code != -32000 { // else one page gave way to the next
			break
		}
	}
	var says string
	_ = chromedp.Run(tab.ctx, chromedp.Evaluate("JSON.stringify(window.Ngatu && Ngatu.debug || {})", &says))
	tab.t.Fatalf("%s: not within %s (%v); the page says %s", what, within, err, says)
}

// Screenshot is what the tab shows, as PNG.
func (tab *Tab) Screenshot() []byte {
	tab.t.Helper()
	var b []byte
	tab.Run(chromedp.CaptureScreenshot(&b))
	return b
}
