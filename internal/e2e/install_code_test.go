package e2e

import (
	"bytes"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/internal/qr"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// TestInstallCode: on every canvas that shows a code, two readers read it from what the page
// really draws, and it leads to the install page. Where it could not be scanned from the viewing
// distance there is none.
func TestInstallCode(t *testing.T) {
	t.Parallel()
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg is not installed: install Debian's package zbar-tools")
	}
	a := testkit.Demo(t)
	show(t, a, "starter-install")
	b := testkit.Chromium(t)
	for _, c := range []struct {
		screen string
		w, h   int
		code   bool
	}{
		{"SANH-01", 1920, 1080, true},
		{"KIOSK-01", 1080, 1920, true},
		{"NGATU-05", 432, 216, false},
		{"NGATU-04", 320, 160, false},
		{"NGATU-10", 192, 96, false},
	} {
		t.Run(c.screen, func(t *testing.T) {
			tab := b.Open(t, a.Address()+"/play?screen="+c.screen, c.w, c.h)
			tab.Until("the slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide === 'starter-install' && !Ngatu.debug.due && !Ngatu.stage.busy()", 20*time.Second)
			shot := tab.Screenshot()
			path := filepath.Join(t.TempDir(), "shot.png")
			if err := os.WriteFile(path, shot, 0o644); err != nil {
				t.Fatal(err)
			}
			m, err := png.Decode(bytes.NewReader(shot))
			if err != nil {
				t.Fatal(err)
			}
			text, err := qr.Decode(m)
			if !c.code {
				if err == nil {
					t.Errorf("a code for %s that nobody could scan from there", text)
				}
				return
			}
			if want := strings.ToUpper(a.Address() + "/i/" + c.screen); err != nil || text != want {
				t.Errorf("gozxing reads %q (%v), want %q", text, err, want)
			}
			out, err := exec.Command(zbar, "--quiet", "--raw", path).Output()
			if err != nil || strings.TrimSpace(string(out)) != text {
				t.Errorf("zbar reads %q (%v), gozxing %q", out, err, text)
			}
			leads(t, a.Address()+"/I/"+c.screen)
		})
	}
	scans, err := a.Store().ScansBetween(t.Context(), "", time.Now().Add(-2*time.Hour), time.Now().Add(2*time.Hour), store.Scans{}, 0)
	if err != nil || len(scans) != 2 || scans[0].Count+scans[1].Count != 2 {
		t.Errorf("counted %+v, %v; want one at each of the two screens", scans, err)
	}
}

// leads opens what a code holds, as a phone does.
func leads(t *testing.T, address string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var page bytes.Buffer
	if _, err := page.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK || !strings.Contains(page.String(), "Cài đặt iHanoi") {
		t.Errorf("%s gives %d: %s", address, answer.StatusCode, page.String())
	}
}
