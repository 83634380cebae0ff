package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is the page of one screen in a Chromium of its own.
type tab struct {
	ctx   context.Context
	close func()
}

// chromium finds the browser.
func chromium() (string, error) {
	for _, name := range []string{"/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no Chromium: %w", os.ErrNotExist)
}

// openPage shows an address in a window of w × h pixels.
func openPage(ctx context.Context, url string, w, h int64) (*tab, error) {
	path, err := chromium()
	if err != nil {
		return nil, err
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options,
		chromedp.ExecPath(path), chromedp.Flag("headless", "new"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.NoFirstRun, chromedp.Flag("disable-dev-shm-usage", true),
	)
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, options...)
	page, stopPage := chromedp.NewContext(alloc)
	t := &tab{page, func() { stopPage(); stopAlloc() }}
	if err := chromedp.Run(page, chromedp.EmulateViewport(w, h), chromedp.Navigate(url)); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// value gives the value of an expression, or of its promise.
func value[T any](t *tab, within time.Duration, js string) (v T, err error) {
	ctx, cancel := context.WithTimeout(t.ctx, within)
	defer cancel()
	var text string
	awaited := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	err = chromedp.Run(ctx, chromedp.Evaluate(`Promise.resolve(`+js+`).then((v) => JSON.stringify(v === undefined ? null : v))`, &text, awaited))
	if err != nil {
		return v, fmt.Errorf("in the page: %w", err)
	}
	return v, json.Unmarshal([]byte(text), &v)
}

// clockJS is a clock with microsecond steps that agrees with the machine's: timeOrigin is when the
// page began, and both it and Go read the same system clock unless somebody sets that.
const clockJS = `(() => performance.timeOrigin + performance.now())()`

// drift is how far the page's clock is ahead of ours, in milliseconds: the middle of the fastest of
// several questions.
func (t *tab) drift() (float64, error) {
	best, off := time.Hour, 0.0
	for range 15 {
		began := time.Now()
		there, err := value[float64](t, 5*time.Second, clockJS)
		if err != nil {
			return 0, err
		}
		if took := time.Since(began); took < best {
			best, off = took, there-unixMS(began.Add(took/2))
		}
	}
	return off, nil
}

// unixMS is an instant in milliseconds with its fractions.
func unixMS(t time.Time) float64 { return float64(t.UnixMicro()) / 1000 }
