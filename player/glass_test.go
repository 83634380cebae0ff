//go:build linux

package player

import (
	"bufio"
	"context"
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

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
	cmd := exec.Command(path, "-displayfd", "3", "-screen", "0", "640x480x24", "-nolisten", "tcp")
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
func screened(t *testing.T) (*Player, *server) {
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
	p, err := New(Config{Server: s.url(), Data: t.TempDir(), Listen: "127.0.0.1:0", Browser: path, BrowserArgs: args, Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := p.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	patiently(t, "the picture is on the glass", func() bool { return p.browser.Status().Slide == "green" })
	return p, s
}

// patiently is eventually for a browser on a machine that has other things to do.
func patiently(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > 90*time.Second {
			t.Fatalf("never: %s", what)
		}
	}
}

// processes are those of the browser that runs, by their command lines; the first is the browser itself.
func processes(t *testing.T, p *Player) (browser int, renderers []int) {
	t.Helper()
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
	if browser == 0 {
		t.Fatal("the browser is not found")
	}
	return browser, renderers
}

// TestGlassComesBack harms a real browser in every way and measures until its page shows the picture again.
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
		{"killed", harm(syscall.SIGKILL, false)},
		{"stopped", harm(syscall.SIGSTOP, false)},
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
		t.Logf("%-13s picture back: median %v, max %v of %d", c.name, all[len(all)/2].Round(time.Millisecond), all[len(all)-1].Round(time.Millisecond), len(all))
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
		if time.Since(began) > 90*time.Second {
			t.Fatalf("%s: the picture is not back: %+v", name, p.browser.Status())
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(began)
}

func TestStaffStartTheBrowserAnew(t *testing.T) {
	p, s := screened(t)
	order, err := protocol.Seal(protocol.Frame{Type: protocol.TypeCommand, For: screenCode, Number: time.Now().UnixMilli(), Until: time.Now().Add(time.Minute).UnixMilli()},
		protocol.Command{ID: "c9", Kind: protocol.RestartBrowser}, s.work)
	if err != nil {
		t.Fatal(err)
	}
	s.inject(order)
	patiently(t, "the new one shows the picture", func() bool { s := p.browser.Status(); return s.Starts == 2 && s.Slide == "green" })
	eventually(t, "staff hear that it was done", func() bool { return slices.Contains(s.lastStatus().Done, "c9") })
	if _, text := get(t, "http://"+p.Addr()+"/play?screen="+screenCode); !strings.Contains(text, "/beat.js") {
		t.Error("the page does not beat")
	}
}
