package e2e

import (
	"bytes"
	"context"
	"image/color"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// TestDiskFull: on a disk without a free byte people sign in and out, slides go off and takeovers
// come and go, on the screens too, also after a restart. What can wait is refused with a sentence,
// and everybody who asks learns why. With room again all is as before, and the reserve is back.
func TestDiskFull(t *testing.T) {
	disk := testkit.SmallDisk(t, 96<<20)
	cfg := config.Config{Demo: true, Data: filepath.Join(disk.Dir, "data"), Inbox: filepath.Join(t.TempDir(), "inbox")}
	a := testkit.Server(t, cfg)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	slides := onGlass(t, a)
	if len(slides) < 3 {
		t.Fatalf("only %d slides are on", len(slides))
	}
	disk.Fill(t)

	for round, restarted := range []bool{false, true} {
		if restarted {
			testkit.Stop(t, a)
			disk.Fill(t)
			a = testkit.Server(t, cfg)
			d.base = a.Address()
		}
		disk.Fill(t)
		if err := d.post("/studio/signout"); err != nil && !strings.Contains(err.Error(), "/signin") {
			t.Errorf("round %d: signing out: %v", round, err)
		}
		d.csrf = ""
		if err := d.post("/studio/signin", "login", "an.nguyen", "password", deskPassword); err != nil {
			t.Fatalf("round %d: signing in: %v", round, err)
		}
		disk.Fill(t)
		page, err := d.get("/studio/slides")
		if err != nil || !strings.Contains(page, "Ổ đĩa của máy chủ gần đầy") {
			t.Errorf("round %d: the studio does not say that the disk is full: %v", round, err)
		}
		off := slides[round]
		if err := d.post("/studio/holds/new", "scope", "slide", "slide", off, "reach", "all"); err != nil {
			t.Errorf("round %d: taking off: %v", round, err)
		}
		until(t, "a slide that went off", testkit.Patience, func() bool { return !strings.Contains(strings.Join(onGlass(t, a), " "), off) })
		disk.Fill(t)

		status, told := asked(t, a, "/readyz")
		if status != http.StatusServiceUnavailable || !strings.Contains(told, "disk") || strings.Contains(told, disk.Dir) {
			t.Errorf("round %d: /readyz says %d %s", round, status, told)
		}
		if _, told = asked(t, a, "/metrics"); !strings.Contains(told, "\nngatu_storage_tight 1") {
			t.Errorf("round %d: no metric says so", round)
		}
		if page := upload(t, d); !strings.Contains(page, "anh.jpg") || strings.Count(page, "gần đầy") < 2 { // once for the server, once for the file
			t.Errorf("round %d: an upload is not refused with a sentence: %s", round, page)
		}
		_, err = a.Store().Change(t.Context(), "test", func(tx *store.Tx) error {
			return tx.PutSetting(t.Context(), content.SettingHotline, "1022")
		})
		if content.CodeOf(err) != content.Exhausted {
			t.Errorf("round %d: a setting, which can wait: %v", round, err)
		}
	}

	disk.Empty(t)
	until(t, "the reserve and an upload", 2*testkit.Patience, func() bool {
		status, _ := asked(t, a, "/readyz")
		_, told := asked(t, a, "/metrics")
		return status == http.StatusOK && strings.Contains(told, "\nngatu_storage_reserve_held 1")
	})
	if page := upload(t, d); !strings.Contains(page, "anh.jpg") || strings.Contains(page, "gần đầy") {
		t.Errorf("with room again: %s", page)
	}
}

// TestDiskFullTakeover: a takeover that was prepared before is put on and ended while
// nothing can be written.
func TestDiskFullTakeover(t *testing.T) {
	disk := testkit.SmallDisk(t, 96<<20)
	a := testkit.Server(t, config.Config{Demo: true, Data: filepath.Join(disk.Dir, "data"), Inbox: filepath.Join(t.TempDir(), "inbox")})
	changed(t, a, func(ctx context.Context, tx *store.Tx) error { return tx.PutTakeover(ctx, storm()) })
	disk.Fill(t)
	over := func() string {
		frames := joinFrames(t, a, "SANH-01", protocol.TypeTakeover)
		if len(frames) == 0 {
			return ""
		}
		var body protocol.Takeover
		if err := frames[0].Open(&body); err != nil {
			t.Fatal(err)
		}
		return body.ID
	}
	for range 5 {
		putOn(t, a, time.Hour, false)
		disk.Fill(t)
		until(t, "the takeover", testkit.Patience, func() bool { return over() == storm().ID })
		endIt(t, a)
		disk.Fill(t)
		until(t, "its end", testkit.Patience, func() bool { return over() == "" })
	}
}

// asked reads a page of the server as anybody may.
func asked(t *testing.T, a *app.App, path string) (status int, text string) {
	t.Helper()
	page, err := http.Get(a.Address() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	b, err := io.ReadAll(page.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page.StatusCode, string(b)
}

// upload sends a picture through the studio's form and gives the page that answers.
func upload(t *testing.T, d *desk) (html string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("_csrf", d.csrf)
	form.WriteField("campaign", "inbox")
	part, err := form.CreateFormFile("file", "anh.jpg")
	if err != nil {
		t.Fatal(err)
	}
	part.Write(plain(t, 640, 360, color.RGBA{30, 90, 200, 255}))
	form.Close()
	req, err := http.NewRequest(http.MethodPost, d.base+"/studio/upload", &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Origin", d.base)
	page, err := d.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if html, err = d.read(page); err != nil {
		t.Fatal(err)
	}
	return html
}

// onGlass are the slides of the programme that a newcomer is sent.
func onGlass(t *testing.T, a *app.App) (ids []string) {
	t.Helper()
	for _, f := range joinFrames(t, a, "SANH-01", protocol.TypeProgramme) {
		var p content.Programme
		if err := f.Open(&p); err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Slides {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// joinFrames says hello as a screen of the wall and gives the first frames of a type that
// come, as far as any do.
func joinFrames(t *testing.T, a *app.App, screen string, typ protocol.Type) (out []protocol.Frame) {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(a.Address(), "http")+protocol.PathSocket, http.Header{"Origin": {a.Address()}})
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	onePage{ws}.say(t, protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: screen})
	ws.SetReadDeadline(time.Now().Add(testkit.Patience))
	for {
		_, b, err := ws.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		f, err := protocol.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if f.Type == typ {
			out = append(out, f)
		}
		if f.Type == protocol.TypeProgramme { // takeovers come before it
			return out
		}
	}
}
