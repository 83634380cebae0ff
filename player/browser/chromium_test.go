//go:build linux

package browser

import (
	"bytes"
	"context"
	"fmt"
	"image/color"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const green = `<!doctype html><title>p</title><body style="background:rgb(0,128,64);margin:0"><script>
var mark = /beat=([A-Za-z0-9]+)/.exec(location.search)[1], last = 0;
(function beat(now) {
  requestAnimationFrame(beat);
  if (now - last < 400) { return; }
  last = now;
  fetch('/beat?of=' + mark, {method: 'POST'});
})(1000);
</script>`

// real is a browser that is Chromium, without a display, and shows a green page that beats.
func real(t *testing.T, dir string) *Browser {
	t.Helper()
	const path = "/usr/bin/chromium"
	if _, err := os.Stat(path); err != nil {
		t.Skip("no Chromium here")
	}
	if testing.Short() {
		t.Skip("starts Chromium")
	}
	var b *Browser
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			b.Beat(r.URL.Query().Get("of"), "green")
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, green)
	}))
	t.Cleanup(web.Close)
	b, err := New(Config{
		Command: path, Dir: dir, Hang: time.Minute, // a busy machine's browser is slow, and not replaced for that here
		Page: func(mark string) string { return web.URL + "/?beat=" + mark },
		Args: []string{"--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--headless=new", "--window-size=640,360"}, // may run as root here
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { b.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	drawn(t, b, 1)
	return b
}

// drawn waits until the browser of that start shows its page.
func drawn(t *testing.T, b *Browser, start int) {
	t.Helper()
	for began := time.Now(); b.Status().Starts != start || b.Status().Slide != "green" || b.Status().Took == 0; time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > patience {
			t.Fatalf("start %d draws nothing: %+v", start, b.Status())
		}
	}
}

func (b *Browser) onGlass() *life {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lives[b.shown]
}

func TestScreenshotIsWhatIsDrawn(t *testing.T) {
	b := real(t, t.TempDir())
	shot, err := b.Screenshot(t.Context(), 96<<10)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	got := color.RGBAModel.Convert(img.At(img.Bounds().Dx()/2, img.Bounds().Dy()/2)).(color.RGBA)
	if img.Bounds().Dx() < 300 || got.R > 8 || got.G < 120 || got.G > 136 || got.B < 56 || got.B > 72 {
		t.Errorf("%v, its middle %v", img.Bounds(), got)
	}
	if b.Status().Starts != 1 {
		t.Error("it took another browser")
	}
}

// TestCrashesAndStopsAreSeenAtOnce harms a browser in the ways that its kernel or its own protocol
// tells of.
func TestCrashesAndStopsAreSeenAtOnce(t *testing.T) {
	b := real(t, t.TempDir())
	for n, c := range []struct {
		name, why string
		do        func(l *life) error
	}{
		{"its page made to crash", "crashed", func(l *life) error {
			session, _, err := l.pipe.page(t.Context(), l.mark) // stays attached
			if err == nil {
				go l.pipe.call(t.Context(), session, "Page.crash", nil, nil) // which nobody answers
			}
			return err
		}},
		{"the browser stopped", "stopped", func(l *life) error { return syscall.Kill(l.cmd.Process.Pid, syscall.SIGSTOP) }},
	} {
		began := time.Now()
		if err := c.do(b.onGlass()); err != nil {
			t.Fatal(err)
		}
		for b.Status().Starts != n+2 {
			if time.Since(began) > patience {
				t.Fatalf("%s: not seen: %+v", c.name, b.Status())
			}
			time.Sleep(5 * time.Millisecond)
		}
		seen := time.Since(began)
		if why := b.Status().Why; !strings.Contains(why, c.why) {
			t.Errorf("%s: %q", c.name, why)
		}
		drawn(t, b, n+2)
		t.Logf("%-22s another started after %v, drawn after %v", c.name, seen.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	}
}

// TestLeftoversEnd ends what an agent that was killed left behind, and nothing else.
func TestLeftoversEnd(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	old := func(profile string) *exec.Cmd {
		cmd := exec.Command("/bin/sh", "-c", "exec sleep 600", "--user-data-dir="+profile)
		cmd.Args = []string{"/bin/sh", "-c", "sleep 600; :", "--user-data-dir=" + profile}
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); cmd.Wait() })
		return cmd
	}
	mine, theirs := old(filepath.Join(dir, profilePrefix+"1")), old(filepath.Join(other, profilePrefix+"1"))
	path, notes := script(t, "exec sleep 600")
	run(t, Config{Command: path, Dir: dir})
	wait(t, "a start", func() bool { return starts(notes)[0] != "" })
	if state, err := mine.Process.Wait(); err != nil || state.Success() {
		t.Errorf("the leftover: %v, %v", state, err)
	}
	if theirs.Process.Signal(syscall.Signal(0)) != nil {
		t.Error("somebody else's browser was ended")
	}
}

func TestFittedPictures(t *testing.T) {
	noise := noisy(t, 1280, 640)
	for _, most := range []int{96 << 10, 8 << 10} {
		out, err := fitted(noise, most)
		if err != nil || len(out) > most {
			t.Fatalf("%d bytes for %d: %v", len(out), most, err)
		}
		if _, err := jpeg.Decode(bytes.NewReader(out)); err != nil {
			t.Error(err)
		}
	}
	if _, err := fitted([]byte("no picture, and long"), 5); err == nil {
		t.Error("took what is no picture")
	}
	if _, err := fitted(noise, 10); err == nil {
		t.Error("a picture of ten bytes")
	}
}
