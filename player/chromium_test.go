package player

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium opens a browser on the page, as a screen's computer does. It fails the test when the
// page is kept by the origin's policy from something that it wants.
func chromium(t *testing.T) context.Context {
	t.Helper()
	const path = "/usr/bin/chromium"
	if _, err := os.Stat(path); err != nil {
		t.Skip("no Chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Flag("headless", "new"),
		chromedp.NoSandbox, // tests may run as root in a container; a screen's browser never does
		chromedp.DisableGPU, chromedp.Flag("disable-dev-shm-usage", true), chromedp.WindowSize(432, 216), chromedp.WSURLReadTimeout(patience))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, 5*patience)
	t.Cleanup(end)
	chromedp.ListenTarget(ctx, func(ev any) {
		switch e := ev.(type) {
		case *log.EventEntryAdded:
			if strings.Contains(e.Entry.Text, "Content Security Policy") {
				t.Errorf("the policy forbids: %s", e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			t.Errorf("exception in the page: %s", e.ExceptionDetails.Error())
		}
	})
	if err := chromedp.Run(ctx, chromedp.EmulateViewport(432, 216)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// attribute waits until the page says so of itself.
func attribute(t *testing.T, ctx context.Context, name, want string) {
	t.Helper()
	got := ""
	for began := time.Now(); time.Since(began) < patience; time.Sleep(25 * time.Millisecond) {
		if err := chromedp.Run(ctx, chromedp.Evaluate(fmt.Sprintf("document.documentElement.getAttribute(%q) || ''", name), &got)); err != nil {
			t.Fatal(err)
		}
		if got == want {
			return
		}
	}
	var state string
	chromedp.Run(ctx, chromedp.Evaluate("document.documentElement.outerHTML.slice(0, 300) + ' ' + location + ' ' + JSON.stringify(window.localStorage)", &state))
	t.Fatalf("%s is %q, want %q; the page: %s", name, got, want, state)
}

// middle waits until the middle of the glass has a colour.
func middle(t *testing.T, ctx context.Context, want color.RGBA) {
	t.Helper()
	var got color.Color
	for began := time.Now(); time.Since(began) < patience; time.Sleep(50 * time.Millisecond) {
		var shot []byte
		if err := chromedp.Run(ctx, chromedp.CaptureScreenshot(&shot)); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(shot))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		got = color.RGBAModel.Convert(img.At(b.Dx()/2, b.Dy()/2))
		if got == want {
			return
		}
	}
	t.Fatalf("the glass is %v, want %v", got, want)
}

func picture(t *testing.T, c color.RGBA) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, canvas.Width, canvas.Height))
	draw.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestInChromium goes the whole way with the real page: code, enrolment, picture, server gone, both
// restarted, plays.
func TestInChromium(t *testing.T) {
	t.Parallel()
	green, red := color.RGBA{0, 128, 64, 255}, color.RGBA{180, 20, 30, 255}
	s := newServer(t)
	s.all()
	s.pictures([]string{"green"}, [][]byte{picture(t, green)})
	dir := t.TempDir()
	p, stop := agent(t, s.url(), dir)
	ctx := chromium(t)

	if err := chromedp.Run(ctx, chromedp.Navigate(p.Page())); err != nil {
		t.Fatal(err)
	}
	eventually(t, "there is a code", func() bool { return s.shownCode() != "" })
	attribute(t, ctx, "data-code", s.shownCode())
	s.confirmed(true)
	attribute(t, ctx, "data-slide", "green")
	middle(t, ctx, green)

	s.stop()
	eventually(t, "the agent notices", func() bool { return !p.linked() })
	stop()
	p, _ = agent(t, s.url(), dir) // another port, so the browser has nothing of its own to fall back on
	if err := chromedp.Run(ctx, chromedp.Navigate("http://"+p.Addr()+"/play")); err != nil {
		t.Fatal(err)
	}
	attribute(t, ctx, "data-slide", "green")
	middle(t, ctx, green)

	s.pictures([]string{"red"}, [][]byte{picture(t, red)})
	s.start()
	attribute(t, ctx, "data-slide", "red")
	middle(t, ctx, red)
	// A run ends when the programme changes, so what was shown without the server is told now.
	eventually(t, "a play came back", func() bool { return len(s.shown()) > 0 })
	if resp, err := http.Get("http://" + p.Addr() + "/healthz"); err != nil || resp.StatusCode != 200 {
		t.Errorf("healthz: %v", err)
	}
}
