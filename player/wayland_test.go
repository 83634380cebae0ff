//go:build linux

package player

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// nobody is whom compositors run as where the test runs as root: they refuse to.
const nobody = 65534

// under lets the browser draw through a Wayland compositor, whose glass is the display that the
// agent was to use. Both programs find it by the environment, as in a session.
func under(t *testing.T, command ...string) func(*Config) {
	t.Helper()
	for _, program := range []string{command[0], "Xvfb", "import"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("no %s here", program)
		}
	}
	return func(c *Config) {
		t.Setenv("XDG_RUNTIME_DIR", runtimeFolder(t))
		t.Setenv("WAYLAND_DISPLAY", compose(t, displayOf(*c), command))
		for i, a := range c.BrowserArgs {
			if a == "--ozone-platform=x11" {
				c.BrowserArgs[i] = "--ozone-platform=wayland"
			}
		}
	}
}

// displayOf is the X display that an agent's browser is told.
func displayOf(c Config) string {
	for _, a := range c.BrowserArgs {
		if d, ok := strings.CutPrefix(a, "--display="); ok {
			return d
		}
	}
	return ""
}

func runtimeFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ngatu-wayland-") // a test's own folder is closed to nobody
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// compose runs a compositor in a window on an X display, and gives the name of its socket.
func compose(t *testing.T, display string, command []string) string {
	t.Helper()
	dir := os.Getenv("XDG_RUNTIME_DIR")
	said, err := os.Create(filepath.Join(t.TempDir(), "compositor"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "DISPLAY="+display, "HOME="+dir, "WLR_BACKENDS=x11", "WLR_RENDERER=pixman")
	cmd.Stdout, cmd.Stderr = said, said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	t.Cleanup(func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); <-ended })
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if socket, _ := filepath.Glob(filepath.Join(dir, "wayland-*[0-9]")); len(socket) > 0 {
			return filepath.Base(socket[0])
		}
		over := time.Since(began) > patience
		select {
		case <-ended:
			over = true
		default:
		}
		if over {
			b, _ := os.ReadFile(said.Name())
			t.Fatalf("%s makes no socket: %s", command[0], b)
		}
	}
}

// isGreen says whether the middle of the picture is on a display's glass.
func isGreen(t *testing.T, display string) bool {
	t.Helper()
	seen := glass(t, display)
	return strings.Contains(seen, "#0080") || strings.Contains(seen, "#007F")
}

// TestUnderCage shows the picture as the packaged unit does, through cage: after a crash, and after
// a planned start, it is back, and a browser that has drawn nothing yet does not shine white into
// the street.
func TestUnderCage(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Chromium")
	}
	if _, err := exec.LookPath("Xwayland"); err != nil {
		t.Skip("no Xwayland here, without which cage does not start")
	}
	where := ""
	p, s := screened(t, under(t, "cage", "-d", "-s", "--", "sleep", "600"), patient, func(c *Config) { where = displayOf(*c) })
	eventually(t, "the glass shows the picture", func() bool { return isGreen(t, where) })
	back := func(start int) {
		t.Helper()
		eventually(t, "another browser shows the picture", func() bool {
			seen := glass(t, where)
			if strings.Contains(seen, "#FFFFFF") {
				t.Errorf("start %d shows white before its page", start)
			}
			now := p.browser.Status()
			return now.Starts == start && now.Slide == "green" && isGreen(t, where)
		})
	}
	browser, _ := processes(t, p)
	began := time.Now()
	syscall.Kill(browser, syscall.SIGKILL)
	back(2)
	testkit.Figure{What: "screen with Chromium under cage, browser killed: picture back", Unit: "ms", Values: []float64{float64(time.Since(began).Milliseconds())}}.Say(t)

	s.command("c1", protocol.RestartBrowser)
	back(3)
	eventually(t, "staff hear that it was done", func() bool { return slices.Contains(s.lastStatus().Done, "c1") })
}

// TestPictureStaysUnderWayland: where a compositor has a place behind windows, labwc or sway,
// swaybg keeps the picture there.
func TestPictureStaysUnderWayland(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Chromium")
	}
	if _, err := exec.LookPath("swaybg"); err != nil {
		t.Skip("no swaybg here")
	}
	command := []string{"labwc"}
	if _, err := exec.LookPath("labwc"); err != nil {
		command = []string{"sway", "-c", swaySettings(t)}
	}
	pictureStays(t, "swaybg -m fill -i {}", under(t, command...))
}

// swaySettings is a file that nobody can read, too.
func swaySettings(t *testing.T) string {
	t.Helper()
	f, err := os.CreateTemp("", "ngatu-sway-")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	t.Cleanup(func() { os.Remove(f.Name()) })
	if _, err := f.WriteString("xwayland disable\ndefault_border none\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Chmod(0o644); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}
