package testkit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// Browser is a real Chromium that all tests of a process share. It ends with the last test that
// uses it.
type Browser struct{ ctx context.Context }

var shared struct {
	sync.Mutex
	users int
	ctx   context.Context
	end   context.CancelFunc
}

// Chromium is the browser at $CHROMIUM, else the one that is installed. A test fails if there is
// none: what a passer-by sees is not to go unlooked at.
func Chromium(t testing.TB) *Browser {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.users == 0 {
		path, err := chromium()
		if err == nil {
			err = launch(path)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	shared.users++
	t.Cleanup(leave)
	return &Browser{shared.ctx}
}

// chromium is where the browser is.
func chromium() (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("Chromium is not installed: install Debian's package chromium, or say where it is with CHROMIUM")
}

func launch(path string) error {
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("headless", "new"), chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("accept-lang", "vi"), chromedp.WSURLReadTimeout(Patience),
	)
	if os.Geteuid() == 0 { // Chromium's sandbox refuses root; only machines of tests are run so
		flags = append(flags, chromedp.NoSandbox)
	}
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, endBrowser := chromedp.NewContext(allocator)
	end := func() { endBrowser(); endAllocator() }
	if err := chromedp.Run(ctx); err != nil {
		end()
		return fmt.Errorf("Chromium at %s does not start: %w", path, err)
	}
	shared.ctx, shared.end = ctx, end
	return nil
}

func leave() {
	shared.Lock()
	defer shared.Unlock()
	if shared.users--; shared.users == 0 {
		shared.end()
	}
}
