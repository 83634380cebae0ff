package studio_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
	"ngatu/server/studio/upload"
)

// posts are all paths of the studio that change something, as the table of routes has them.
func posts(r *studiotest.Rig) (out []string) {
	for _, route := range r.App.GetRoutes(true) {
		if route.Method == "POST" {
			out = append(out, strings.NewReplacer(":id", "x", ":code", "NGATU-01").Replace(route.Path))
		}
	}
	if len(out) < 20 {
		r.Fatalf("only %d routes: %v", len(out), out)
	}
	return out
}

// TestEveryPostWantsItsToken: a route that is added later is held to it too.
func TestEveryPostWantsItsToken(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	before, err := r.Store.LastChange(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range posts(r) {
		open := path == "/studio/signin" || path == "/studio/language" || strings.HasPrefix(path, "/studio/begin") || strings.HasPrefix(path, "/studio/bylink")
		foreign := u.Request("POST", path, strings.NewReader("_csrf="+u.CSRF))
		foreign.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		foreign.Header.Set("Origin", "https://attacker.example")
		if p := u.Send(foreign); p.Status != 403 {
			t.Errorf("%s from another site: %d", path, p.Status)
		}
		if open {
			continue // nobody is signed in there, so no session has a token
		}
		bare := u.Request("POST", path, strings.NewReader("name=x"))
		bare.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if p := u.Send(bare); p.Status != 403 {
			t.Errorf("%s without a token: %d", path, p.Status)
		}
		if p := r.Browser().Post(path); p.Status != 401 || !strings.Contains(p.HTML, `action="/studio/signin"`) {
			t.Errorf("a stranger who posts to %s gets %d, no form to sign in", path, p.Status)
		}
	}
	if after, err := r.Store.LastChange(context.Background()); err != nil || after != before {
		t.Errorf("something was changed (%v)", err)
	}
}

// TestEveryPostIsBounded: a body that is too long, or does not say its length, is refused before
// any of it is read.
func TestEveryPostIsBounded(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	cookie := u.Client.Jar.Cookies(u.Request("GET", "/studio/", nil).URL)[0]
	host := strings.TrimPrefix(r.Base, "http://")
	for _, path := range posts(r) {
		for _, length := range []string{fmt.Sprintf("Content-Length: %d", upload.MaxBytes+1), "Transfer-Encoding: chunked"} {
			c, err := net.Dial("tcp", host)
			if err != nil {
				t.Fatal(err)
			}
			c.SetDeadline(time.Now().Add(30 * time.Second))
			fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s=%s\r\n%s\r\n\r\n", path, host, r.Base, cookie.Name, cookie.Value, length)
			if length[0] == 'C' {
				c.Write(make([]byte, 16<<10)) // what the server reads ahead
			}
			line, err := bufio.NewReader(c).ReadString('\n')
			if err != nil || !strings.Contains(line, " 413 ") {
				t.Errorf("%s with %s: %q %v", path, length, line, err)
			}
			c.Close()
		}
	}
}

// TestNamesAreTextAndNothingElse: whatever people and players call things, no page takes it for
// markup.
func TestNamesAreTextAndNothingElse(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	r := studiotest.New(t)
	u := r.First()
	studiotest.Fill(t, r, u)
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "evil", Name: evil, Weight: 1}); err != nil {
			return err
		}
		screen, err := tx.Screen(ctx, "NGATU-01")
		if err != nil {
			return err
		}
		screen.Name, screen.Places[0].Hall, screen.Places[0].Names = evil, evil, []string{evil}
		if err := tx.PutScreen(ctx, screen); err != nil {
			return err
		}
		return tx.PutStaff(ctx, store.Staff{ID: "p-evil", Name: evil, Login: evil})
	})
	if err != nil {
		t.Fatal(err)
	}
	u.Post("/studio/notice", "campaign", "evil", "title", evil, "head", evil, "foot", evil).Says(t, 200)
	u.Post("/studio/tokens", "name", evil, "scope", "figures")
	u.Post("/studio/figures", "pasted", strings.Replace(studiotest.SheetText, "Công an thành phố", evil, 1))
	u.Upload("/studio/upload", evil+".jpg", studiotest.Photo(77), "text/html")
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now()})
	r.Ran("NGATU-01", "j", playedUnder(evil))
	paths := append([]string{
		"/studio/plays?screen=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/studio/plays?day=%22%3E%3Cscript%3E", "/studio/screens/NGATU-01",
		"/studio/slides?after=%3Cscript%3E", "/studio/signin?done=%3Cscript%3E", "/studio/areas?area_name=%3Cscript%3E", "/studio/%3Cscript%3E",
	}, everyPage...)
	for _, s := range r.Slides() {
		paths = append(paths, shell.SlidePath(s.ID))
	}
	for _, path := range paths {
		html := u.Get(path).HTML
		for _, bad := range []string{"<script>alert", "<img src=x", "<script>\""} {
			if strings.Contains(html, bad) {
				t.Errorf("%s carries %q", path, bad)
			}
		}
	}
	u.Get("/studio/slides").Says(t, 200, evil)
	u.Get("/studio/plays?screen=NGATU-01&day=2024-11-26").Says(t, 200, `"><script>a`)
}

// playedUnder is a minute under a programme that nobody sent.
func playedUnder(hash string) protocol.Run {
	noon := time.Date(2024, 11, 26, 12, 0, 0, 0, area.Local)
	return protocol.Run{Programme: hash, From: noon.UnixMilli(), Until: noon.Add(time.Minute).UnixMilli()}
}
