package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/player"
)

// TestRevokedAndEnrolledAgain: a screen's disk is copied, and the studio shows that two computers
// have one identity. Staff revoke the screen: both show a code again. The code of one of them is
// typed, and that one alone is the screen.
func TestRevokedAndEnrolledAgain(t *testing.T) {
	a := testkit.Server(t, config.Config{Demo: true})
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	codes, dir := make(chan string, 10), ""
	p := enrolled(t, a, hall, func(cfg *player.Config) {
		dir = cfg.Data
		first := cfg.Code
		cfg.Code = func(code string, at time.Time) { first(code, at); codes <- code }
	})
	<-codes
	says := func(path, words string) func() bool {
		return func() bool { page, err := d.get(path); return err == nil && strings.Contains(page, words) }
	}
	until(t, "the screen is on", 60*time.Second, says("/studio/screens/"+hall, "Đang chiếu"))

	copied := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	copyCodes := make(chan string, 10)
	other, err := player.New(player.Config{
		Server: a.Address(), Data: copied, Listen: "127.0.0.1:0", Poll: 100 * time.Millisecond, Code: func(code string, _ time.Time) { copyCodes <- code },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Stop(context.Background()) })
	until(t, "the studio shows two computers", 60*time.Second, says("/studio/screens", "2 máy đang nối với cùng một danh tính"))

	if err := d.post("/studio/screens/" + hall + "/revoke"); err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]chan string{"the screen": codes, "the copy": copyCodes} {
		select {
		case code := <-one:
			one <- code
		case <-time.After(testkit.Patience):
			t.Fatalf("%s shows no code", name)
		}
	}
	if report := report(t, p); !strings.Contains(report, "đã bị thu hồi") {
		t.Error("its own page does not say that it was revoked")
	}
	if err := d.post("/studio/screens/enrol", "enrol", strings.ToLower(strings.ReplaceAll(<-codes, "-", " ")), "screen", hall); err != nil {
		t.Fatal(err)
	}
	until(t, "it is the screen again", 60*time.Second, says("/studio/screens/"+hall, "Đang chiếu"))
	if page, err := d.get("/studio/screens"); err != nil || strings.Contains(page, "cùng một danh tính") {
		t.Errorf("there are still two, %v", err)
	}
	if strings.Contains(other.Page(), hall) {
		t.Errorf("the copy is the screen too: %s", other.Page())
	}
}
