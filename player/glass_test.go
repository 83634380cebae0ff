//go:build linux

package player

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// display is an X server of its own for a test; "" where none can be had.
func display(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("Xvfb")
	if err != nil {
		return ""
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command(path, "-displayfd", "3", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset") // as a session keeps it
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return ""
	}
	return ":" + strings.TrimSpace(line)
}

// screened is an agent with a real browser that shows a picture.
func screened(t *testing.T, how ...func(*Config)) (*Player, *server) {
	t.Helper()
	const path = "/usr/bin/chromium"
	if _, err := os.Stat(path); err != nil {
		t.Skip("no Chromium here")
	}
	args := []string{"--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"} // this test may run as root
	if d := display(t); d != "" {
		args = append(args, "--display="+d, "--ozone-platform=x11")
	} else {
		args = append(args, "--headless=new")
	}
	s := newServer(t)
	s.all()
	s.confirmed(true)
	s.pictures([]string{"green"}, [][]byte{picture(t, color.RGBA{0, 128, 64, 255})})
	cfg := Config{Server: s.url(), Data: t.TempDir(), Listen: "127.0.0.1:0", Browser: path, BrowserArgs: args, Poll: 10 * time.Millisecond}
	for _, h := range how {
		h(&cfg)
	}
	p, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := p.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	eventually(t, "the picture is on the glass", func() bool { return p.browser.Status().Slide == "green" })
	return p, s
}

// processes are those of the browser that runs, by their command lines; the first is the browser
// itself.
func processes(t *testing.T, p *Player) (browser int, renderers []int) {
	t.Helper()
	eventually(t, "the browser is found", func() bool { browser, renderers = search(p); return browser != 0 })
	return browser, renderers
}

func search(p *Player) (browser int, renderers []int) {
	all, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range all {
		b, _ := os.ReadFile(path)
		words := strings.FieldsFunc(string(b), func(r rune) bool { return r == 0 || r == ' ' })
		mine := slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "--user-data-dir="+p.cfg.Data) })
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		switch {
		case !mine:
		case slices.Contains(words, "--type=renderer"):
			renderers = append(renderers, pid)
		case !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "--type=") || strings.Contains(w, "crashpad") }):
			browser = pid
		}
	}
	return browser, renderers
}

// TestGlassComesBack harms a real browser in every way and measures until its page shows the
// picture again.
func TestGlassComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	var p *Player
	harm := func(sig syscall.Signal, renderer bool) func() error {
		return func() error {
			browser, renderers := processes(t, p)
			if !renderer {
				return syscall.Kill(browser, sig)
			}
			if len(renderers) == 0 {
				return fmt.Errorf("no renderer is found")
			}
			for _, pid := range renderers {
				syscall.Kill(pid, sig)
			}
			return nil
		}
	}
	rounds := 1
	if n, err := strconv.Atoi(os.Getenv("NGATU_ROUNDS")); err == nil {
		rounds = n
	}
	cases := []struct {
		name string
		do   func() error
	}{
		{"browser killed", harm(syscall.SIGKILL, false)},
		{"browser stopped", harm(syscall.SIGSTOP, false)},
		{"page stopped", harm(syscall.SIGSTOP, true)},
		{"page crashed", harm(syscall.SIGSEGV, true)},
	}
	took := map[string][]time.Duration{}
	for range rounds {
		p, _ = screened(t) // a new agent a round: one whose browser hangs all the time gives it more time
		for _, c := range cases {
			settled(p)
			took[c.name] = append(took[c.name], back(t, p, c.name, c.do))
		}
	}
	for _, c := range cases {
		all := took[c.name]
		slices.Sort(all)
		var ms []float64
		for _, took := range all {
			ms = append(ms, float64(took.Milliseconds()))
		}
		most := 5000.0
		testkit.Figure{What: "screen with Chromium, " + c.name + ": picture back", Unit: "ms", Values: ms, Max: &most}.Say(t)
	}
}

// settled waits until the browser counts as set up: what is harmed before is noticed later.
func settled(p *Player) {
	for s := p.browser.Status(); time.Since(s.Since) < 2*s.Took+3*time.Second; s = p.browser.Status() {
		time.Sleep(50 * time.Millisecond)
	}
}

// back measures from a harm until the picture is on the glass again.
func back(t *testing.T, p *Player, name string, do func() error) time.Duration {
	t.Helper()
	before := p.browser.Status().Starts
	began := time.Now()
	if err := do(); err != nil {
		t.Fatal(err)
	}
	for p.browser.Status().Starts == before || p.browser.Status().Slide != "green" {
		if time.Since(began) > patience {
			t.Fatalf("%s: the picture is not back: %+v", name, p.browser.Status())
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(began)
}

// patient lets a browser be slow on a busy machine: it is not replaced for that where a test counts
// its starts.
func patient(c *Config) { c.BrowserHang = time.Minute }

// TestStaffSeeAndRestartTheBrowser asks for what a real Chromium draws, and then for another.
func TestStaffSeeAndRestartTheBrowser(t *testing.T) {
	p, s := screened(t, patient)
	eventually(t, "the picture has faded in", func() bool {
		shot, err := p.browser.Screenshot(t.Context(), protocol.MaxAnswer)
		return err == nil && greenIn(t, shot)
	})
	s.command("c8", protocol.Screenshot)
	eventually(t, "a picture comes", func() bool { _, ok := s.answered("c8"); return ok })
	a := s.awaitAnswer("c8")
	if a.Type != "image/jpeg" || len(a.Data) > protocol.MaxAnswer || !greenIn(t, a.Data) {
		t.Fatalf("%d bytes of %s: %s", len(a.Data), a.Type, a.Error)
	}
	eventually(t, "staff hear that it was done", func() bool { return s.carriedOut("c8") })

	half := content.Rect{W: canvas.Width / 2, H: canvas.Height}
	fold := content.Fold{Width: 320, Height: 448, Pieces: []content.Piece{{From: half, To: content.Corner{Y: 16}}, {From: half, To: content.Corner{X: 8, Y: 232}, Rotation: 180}}}
	fold.Pieces[1].From.X = half.W
	s.air(s.seal(protocol.TypeScreen, screenCode, protocol.Screen{Code: screenCode, Name: "Ngã tư Sở", Audience: audience, Canvas: canvas, Zone: content.DefaultZone, Fold: fold}))
	whole := func(shot []byte) bool {
		c, err := jpeg.DecodeConfig(bytes.NewReader(shot))
		return err == nil && c.Width == canvas.Width && c.Height == canvas.Height && greenIn(t, shot)
	}
	eventually(t, "a canvas in pieces is photographed whole", func() bool {
		shot, err := p.browser.Photograph(t.Context(), protocol.MaxAnswer, screenIn(p.held(0)).Folded())
		return err == nil && whole(shot)
	})
	behind, err := p.browser.Screenshot(t.Context(), protocol.MaxAnswer)
	if err != nil || whole(behind) {
		t.Errorf("the picture behind the browser is put together: %v", err)
	}

	s.command("c9", protocol.RestartBrowser)
	eventually(t, "the new one shows the picture", func() bool { s := p.browser.Status(); return s.Starts == 2 && s.Slide == "green" })
	eventually(t, "staff hear that it was done", func() bool { return slices.Contains(s.lastStatus().Done, "c9") })
	if _, text := get(t, "http://"+p.Addr()+"/play?screen="+screenCode); !strings.Contains(text, "/beat.js") {
		t.Error("the page does not beat")
	}
}

// greenIn says whether a photograph has the picture in the middle of the canvas, which stands at
// the top left of the glass.
func greenIn(t *testing.T, shot []byte) bool {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatalf("%d bytes: %v", len(shot), err)
	}
	c := color.RGBAModel.Convert(img.At(canvas.Width/2, canvas.Height/2)).(color.RGBA)
	return c.R < 8 && c.G > 118 && c.G < 138
}

// TestPictureStaysBehindTheBrowser kills the browser and looks at the glass, not at the page,
// before another is there.
func TestPictureStaysBehindTheBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Chromium")
	}
	for _, program := range []string{"Xvfb", "display", "import"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("no %s here", program)
		}
	}
	pictureStays(t, "display -display {display} -window root {}")
}

// pictureStays has the agent's command put the picture behind the browser, kills that, and looks at
// the glass.
func pictureStays(t *testing.T, command string, how ...func(*Config)) {
	t.Helper()
	where, hold := "", filepath.Join(t.TempDir(), "hold")
	p, _ := screened(t, append(how, patient, func(c *Config) {
		where = displayOf(*c)
		c.Browser = slowly(t, hold)
		c.Background = strings.ReplaceAll(command, "{display}", where)
	})...)
	eventually(t, "the picture is behind the browser", func() bool { return p.backdrop.Pictures() > 0 })
	if err := os.WriteFile(hold, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	browser, _ := processes(t, p)
	syscall.Kill(browser, syscall.SIGKILL)
	eventually(t, "the next is on its way", func() bool { return p.browser.Status().Starts == 2 })
	eventually(t, "the picture is on the glass between two browsers", func() bool { return isGreen(t, where) })
	if s := p.browser.Status(); s.Took != 0 {
		t.Errorf("the next one was there already: %+v", s)
	}
	os.Remove(hold)
}

// slowly is Chromium that does not start while the file hold is there.
func slowly(t *testing.T, hold string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nwhile [ -e "+hold+" ]; do sleep 0.1; done\nexec /usr/bin/chromium \"$@\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// glass is the colour in the middle of a display, whatever window or background is there, as
// ImageMagick writes it.
func glass(t *testing.T, display string) string {
	t.Helper()
	out, err := exec.Command("import", "-display", display, "-window", "root", "-crop", "1x1+200+100", "-depth", "8", "txt:-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}
