package e2e

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// TestCommandFromDeskToGlass: staff press a button in the studio, the screen does it, and the page
// that is open says so without being reloaded.
func TestCommandFromDeskToGlass(t *testing.T) {
	t.Parallel()
	a := testkit.Server(t, config.Config{Demo: true})
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	p := enrolled(t, a, hall)
	b := testkit.Chromium(t)
	glass := b.Open(t, p.Page(), 1920, 1080)
	glass.Until("the screen shows something", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide", 60*time.Second)

	tab := b.Open(t, "about:blank", 1366, 900)
	for _, c := range d.client.Jar.Cookies(mustURL(t, a.Address())) {
		tab.Run(network.SetCookie(c.Name, c.Value).WithURL(a.Address()))
	}
	tab.Run(chromedp.Navigate(a.Address() + "/studio/screens/" + hall))
	tab.Run(chromedp.Evaluate("window.here = true", nil)) // gone once the page is reloaded
	press := func(kind string) {
		t.Helper()
		tab.Run(chromedp.Evaluate(fmt.Sprintf(`document.querySelector('.commands input[value="%s"]').form.querySelector("button").click()`, kind), nil))
	}
	newest := func(text string) string {
		return fmt.Sprintf(`window.here && (document.querySelector("#commands li") || {textContent: ""}).textContent.includes(%q)`, text)
	}
	press(protocol.Identify)
	tab.Until("the screen has shown its name", newest("Đã xong"), 60*time.Second)
	shot := shooter(t, tab)
	shot("done")

	// The screen's computer is off now: what it would answer is put in its place.
	if err := p.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	answered := func(kind, says string, answer protocol.Answer) {
		t.Helper()
		press(kind)
		tab.Until("the command waits", newest("Đang chờ"), 30*time.Second)
		all, err := a.Store().Commands(t.Context(), hall, 1)
		if err != nil || len(all) != 1 || all[0].Kind != kind || !all[0].Sent.IsZero() {
			t.Fatalf("%+v, %v", all, err)
		}
		answer.ID = all[0].ID
		if err := a.Store().AnswerCommand(t.Context(), hall, answer); err != nil {
			t.Fatal(err)
		}
		if err := a.Store().DoneCommands(t.Context(), hall, []string{answer.ID}); err != nil {
			t.Fatal(err)
		}
		tab.Until("the page says what came of it", newest(says), 30*time.Second)
	}
	answered(protocol.LogTail, "đã nối với máy chủ", protocol.Answer{
		Type: "text/plain; charset=utf-8", Data: []byte(strings.Repeat("00:13:02 INFO đã nối với máy chủ server=https://ngatu.example.vn\n", 40)),
	})
	answered(protocol.RestartBrowser, "no browser is set", protocol.Answer{Error: "no browser is set on this computer"})
	answered(protocol.Screenshot, "Đã xong", protocol.Answer{Type: "image/jpeg", Data: paintedGlass()})
	tab.Until("the picture is on the page", `(i => i && i.complete && i.naturalWidth === 640)(document.querySelector("#commands li img"))`, 30*time.Second)
	tab.Run(chromedp.Evaluate(`document.querySelector(".commands details").open = true`, nil))
	press(protocol.DimGlass)
	tab.Until("a dimming waits", newest("40 %"), 30*time.Second)
	shot("all")
}

func paintedGlass() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 640, 360))
	for i := range 640 * 360 {
		img.Set(i%640, i/640, color.RGBA{uint8(i % 640 / 3), 70, uint8(i / 640), 255})
	}
	var b bytes.Buffer
	jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

func shooter(t *testing.T, tab *testkit.Tab) func(string) {
	return func(name string) {
		dir := os.Getenv("NGATU_LOOK")
		if dir == "" {
			return
		}
		for _, w := range []int64{390, 1366} {
			var b []byte
			tab.Run(emulation.SetDeviceMetricsOverride(w, 900, 1, false), chromedp.Sleep(300*time.Millisecond), chromedp.FullScreenshot(&b, 100))
			os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, w)), b, 0o644)
		}
	}
}

func mustURL(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
