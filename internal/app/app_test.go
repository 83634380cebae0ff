package app_test

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// refused starts a server that must not start, and gives the error: a sentence in both languages.
func refused(t *testing.T, c config.Config, code content.Code, says string) {
	t.Helper()
	_, err := testkit.Open(t, c)
	if content.CodeOf(err) != code {
		t.Fatalf("refused with %v, want %s", err, code)
	}
	if !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), " · ") {
		t.Errorf("%q does not say %q", err, says)
	}
}

func TestPortInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	data := filepath.Join(t.TempDir(), "data")
	refused(t, config.Config{Data: data, Listen: l.Addr().String()}, content.Conflict, "--listen")
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Error("a data folder was made for a server that did not start")
	}
	refused(t, config.Config{Listen: "no address"}, content.Invalid, "127.0.0.1:4080")
}

func TestDamagedDatabase(t *testing.T) {
	junk := make([]byte, 64<<10)
	rand.Read(junk)
	for name, b := range map[string][]byte{"random bytes": junk, "another program's": []byte("SQLite format 3\x00 but no more"), "text": []byte("xin chào\n")} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			path := filepath.Join(data, "ngatu.db")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			refused(t, config.Config{Data: data}, content.Damaged, path)
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, b) {
				t.Errorf("the file was touched: %d bytes of %d, %v", len(now), len(b), err)
			}
			for _, made := range []string{"inbox", "keys", "media"} {
				if _, err := os.Stat(filepath.Join(data, made)); err == nil {
					t.Errorf("%s was made beside a database that is damaged", made)
				}
			}
		})
	}
}

func TestNewerDatabase(t *testing.T) {
	data := t.TempDir()
	a := testkit.Server(t, config.Config{Data: data})
	testkit.Stop(t, a)
	path := filepath.Join(data, "ngatu.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`INSERT INTO migrations (number, name, at) SELECT max(number) + 1, 'of_tomorrow', 0 FROM migrations`)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, config.Config{Data: data}, content.Conflict, "mới hơn")
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("a newer file was touched: %v", err)
	}
}

func TestDemoAndRealDoNotMix(t *testing.T) {
	for _, first := range []bool{true, false} {
		data := t.TempDir()
		testkit.Stop(t, testkit.Server(t, config.Config{Data: data, Demo: first}))
		says := map[bool]string{true: "ngatu serve --data", false: "ngatu demo --data"}[first]
		refused(t, config.Config{Data: data, Demo: !first}, content.Conflict, says)
		testkit.Stop(t, testkit.Server(t, config.Config{Data: data, Demo: first})) // what it was it still is
	}
}

func TestTwoOfOneFolder(t *testing.T) {
	data := t.TempDir()
	testkit.Server(t, config.Config{Data: data})
	refused(t, config.Config{Data: data}, content.Conflict, "--data")
}

func newest(t *testing.T, a *app.App, screen string) protocol.Frame {
	t.Helper()
	f, err := a.Store().NewestFrame(t.Context(), protocol.TypeScreen, screen)
	if err != nil {
		t.Fatal(err)
	}
	return f.Frame
}

func TestRestart(t *testing.T) {
	c := config.Config{Data: t.TempDir(), Demo: true}
	began := time.Now()
	a := testkit.Server(t, c)
	t.Logf("a new demonstration is up after %v", time.Since(began).Round(time.Millisecond))
	if a.RecoveryKey() == "" {
		t.Error("the first start shows no recovery key")
	}
	key, err := os.ReadFile(filepath.Join(c.Data, "keys", "working.key"))
	if err != nil {
		t.Fatal(err)
	}
	frame := newest(t, a, "SANH-01")
	testkit.Stop(t, a)

	c.Listen = strings.TrimPrefix(a.Address(), "http://")
	began = time.Now()
	a = testkit.Server(t, c)
	t.Logf("and again after %v", time.Since(began).Round(time.Millisecond))
	if a.RecoveryKey() != "" {
		t.Error("the recovery key is shown a second time")
	}
	if now, err := os.ReadFile(filepath.Join(c.Data, "keys", "working.key")); err != nil || !bytes.Equal(now, key) {
		t.Errorf("another key after a restart: %v", err)
	}
	if n, err := a.Store().CountScreens(t.Context()); err != nil || n != 5 {
		t.Errorf("%d screens, %v", n, err)
	}
	if now := newest(t, a, "SANH-01"); now.Hash != frame.Hash {
		t.Error("a restart alone changed what a screen is told")
	}
	for _, name := range []string{"working.key", "recovery.pub"} {
		if info, err := os.Stat(filepath.Join(c.Data, "keys", name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	testkit.Stop(t, a)

	// New keys would be trusted by no screen: that is to be told, not hidden.
	if err := os.RemoveAll(filepath.Join(c.Data, "keys")); err != nil {
		t.Fatal(err)
	}
	refused(t, c, content.Damaged, "keys")
	if err := os.MkdirAll(filepath.Join(c.Data, "keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.Data, "keys", "working.key"), key[:20], 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, c, content.Damaged, "keys")
}

// A new real installation has the starter campaign as drafts and nothing on air.
func TestServePublishesNothing(t *testing.T) {
	a := testkit.Server(t, config.Config{})
	states, err := a.Store().CountSlides(t.Context())
	if err != nil || states[content.Draft] == 0 || states[content.Approved] != 0 {
		t.Errorf("slides by state: %v, %v", states, err)
	}
	drafts, err := a.Store().Slides(t.Context(), store.SlideQuery{State: content.Draft})
	if err != nil || !slices.ContainsFunc(drafts, func(s content.Slide) bool { return s.Kind == content.Guide && s.Medium.Valid() }) {
		t.Errorf("none of the %d drafts is a guide, %v", len(drafts), err)
	}
	standings, err := a.Store().Standings(t.Context())
	if err != nil || len(standings) != 0 {
		t.Errorf("an inbox publishes by itself: %+v, %v", standings, err)
	}
	if status, _ := ask(t, "GET", a.Address()+"/wall/wall.js", ""); status != http.StatusNotFound {
		t.Errorf("the demonstration's wall is served: %d", status)
	}
	if resp, err := http.Get(a.Address()); err != nil || resp.Request.URL.Path != "/studio/signin" || resp.StatusCode != http.StatusOK {
		t.Errorf("the bare address does not lead to sign-in: %+v, %v", resp, err)
	} else {
		resp.Body.Close()
	}
	if status, page := ask(t, "GET", a.Address()+"/play", "", "Accept", "text/html"); status != http.StatusOK || strings.Contains(page, "chưa được ghép") {
		t.Errorf("a browser that is to be enrolled gets %d", status)
	}
	for _, code := range []string{"KHONG-CO", "<script>alert(1)</script>", strings.Repeat("A", 500)} {
		status, page := ask(t, "GET", a.Address()+"/play?screen="+url.QueryEscape(code), "", "Accept", "text/html")
		if status != http.StatusNotFound || !strings.Contains(page, "chưa được ghép làm màn hình") || !strings.Contains(page, `href="/play"`) ||
			strings.Contains(page, "<script") || len(page) > 5000 {
			t.Errorf("%.30s: a browser that is not a screen gets %d %.300s", code, status, page)
		}
	}
}

// Nothing that a server started goes on after Stop. What Fiber's server keeps for some
// seconds is its own.
func TestNothingIsLeftRunning(t *testing.T) {
	a := testkit.Demo(t)
	ask(t, "GET", a.Address()+"/", "")
	join(t, a, "SANH-01")
	testkit.Stop(t, a)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		left := ours()
		if len(left) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d goroutines go on:\n%s", len(left), strings.Join(left, "\n\n"))
		}
	}
}

// Players get the same time that the server computes everything with.
func TestWelcomeTellsTheDatabasesTime(t *testing.T) {
	a := testkit.Demo(t)
	now, err := a.Store().Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := join(t, a, "SANH-01")
	var w protocol.Welcome
	if err := p.Open(&w); err != nil || p.Type != protocol.TypeWelcome {
		t.Fatalf("%s: %v", p.Type, err)
	}
	if off := w.Now - now.UnixMilli(); off < -50 || off > 5000 {
		t.Errorf("the welcome is %d ms off the database", off)
	}
}
