package e2e

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player"
	"ngatu/player/protocol"
)

// withChromium lets an agent show its page in a browser of its own, without a display.
func withChromium(t *testing.T) func(*player.Config) {
	t.Helper()
	path := os.Getenv("CHROMIUM")
	if path == "" {
		var err error
		if path, err = exec.LookPath("chromium"); err != nil {
			t.Skip("no Chromium here")
		}
	}
	return func(c *player.Config) {
		c.Browser, c.BrowserHang = path, time.Minute
		c.BrowserArgs = []string{"--headless=new", "--disable-gpu", "--disable-dev-shm-usage"}
		if os.Geteuid() == 0 { // Chromium's sandbox refuses root; only machines of tests are run so
			c.BrowserArgs = append(c.BrowserArgs, "--no-sandbox")
		}
	}
}

// give gives a screen a command in the studio, and waits until the studio knows what became of it.
func give(t *testing.T, a *app.App, d *desk, fields ...string) store.Command {
	t.Helper()
	if err := d.post("/studio/screens/"+hall+"/commands", fields...); err != nil {
		t.Fatal(err)
	}
	var c store.Command
	until(t, strings.Join(fields, " "), 90*time.Second, func() bool {
		all, err := a.Store().Commands(t.Context(), hall, 1)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d commands, %v", len(all), err)
		}
		c = all[0]
		return c.Failed != "" || !c.Done.IsZero()
	})
	return c
}

// photographed is the glass as staff see it in the studio.
func photographed(t *testing.T, a *app.App, d *desk) image.Image {
	t.Helper()
	c := give(t, a, d, "kind", protocol.Screenshot)
	resp, err := d.client.Get(d.base + "/studio/screens/" + hall + "/commands/" + c.ID + ".jpg")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v; %s", resp.Status, err, c.Failed)
	}
	m, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// mean is the colour of a picture's upper left part, as large as both have it, from 0 to 255.
func mean(m image.Image) (rgb [3]float64) {
	const wide, high = 640, 360
	at := m.Bounds().Min
	for y := range high {
		for x := range wide {
			r, g, b, _ := m.At(at.X+x, at.Y+y).RGBA()
			rgb[0], rgb[1], rgb[2] = rgb[0]+float64(r)/257, rgb[1]+float64(g)/257, rgb[2]+float64(b)/257
		}
	}
	for i := range rgb {
		rgb[i] /= wide * high
	}
	return rgb
}

// alike says whether two colours are about the same, the first at a part of the other's brightness.
func alike(got, want [3]float64, part float64) bool {
	for i := range got {
		if d := got[i] - want[i]*part; d > 10 || d < -10 {
			return false
		}
	}
	return true
}

// TestCommandsToAnAgent: what staff ask of a screen in the studio its computer does, and the studio
// has what came of it.
func TestCommandsToAnAgent(t *testing.T) {
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
	show(t, a, "starter-slogan-street")
	p := enrolled(t, a, hall, withChromium(t))
	tab := testkit.Chromium(t).Open(t, a.Address()+"/play?screen="+hall, 1920, 1080)
	tab.Until("the slide on a page without an agent", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide === 'starter-slogan-street'", 60*time.Second)
	glass := func(what string, want [3]float64, part float64) {
		t.Helper()
		var got [3]float64
		until(t, what, 90*time.Second, func() bool { // a slide that has just come may still be fading in
			got = mean(photographed(t, a, d))
			return alike(got, want, part)
		})
		t.Logf("%s: mean colour %.0f", what, got)
	}
	var usual [3]float64
	until(t, "the slide has faded in", 30*time.Second, func() bool {
		m, err := png.Decode(bytes.NewReader(tab.Screenshot()))
		if err != nil {
			t.Fatal(err)
		}
		before := usual
		usual = mean(m)
		return usual == before && usual != [3]float64{}
	})
	glass("the slide on the glass, in the studio", usual, 1)

	c := give(t, a, d, "kind", protocol.LogTail)
	if html, err := d.get("/studio/screens/" + hall); err != nil || c.Failed != "" || !strings.Contains(html, "connected to the server") {
		t.Errorf("no log in the studio: %s, %v", c.Failed, err)
	}
	if c := give(t, a, d, "kind", protocol.RestartBrowser); c.Failed != "" {
		t.Errorf("restart of the browser: %s", c.Failed)
	}
	until(t, "another browser", 90*time.Second, func() bool { return strings.Contains(report(t, p), "mở 2 lần") })
	glass("the slide after another start", usual, 1)

	c = give(t, a, d, "kind", protocol.RestartMachine)
	if html, err := d.get("/studio/screens/" + hall); err != nil || !strings.Contains(c.Failed, "--allow-restart") || !strings.Contains(html, "không cho phép khởi động lại") {
		t.Errorf("restart of a machine that may not be: %q, %v", c.Failed, err)
	}
	dim := func(fields ...string) {
		t.Helper()
		if c := give(t, a, d, append([]string{"kind", protocol.DimGlass}, fields...)...); c.Failed != "" {
			t.Fatalf("dim: %s", c.Failed)
		}
	}
	dim("level", "80", "minutes", "30") // by day the glass is at 100 %, at night by its own curve
	var bright [3]float64
	until(t, "the glass at 80 %", 60*time.Second, func() bool {
		before := bright
		bright = mean(photographed(t, a, d))
		return bright == before
	})
	dim("level", "20", "minutes", "30")
	glass("the glass at 20 %", bright, 0.25)
	dim("end", "1")
	glass("the glass as it was", usual, 1)
}

// report is the agent's own page.
func report(t *testing.T, p *player.Player) string {
	t.Helper()
	resp, err := http.Get("http://" + p.Addr() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
