package app_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
)

// person is somebody in a browser.
type person struct {
	t *testing.T
	a *app.App
	c http.Client

	head http.Header // of the last answer
}

// do sends a request and gives the status and page; a form carries what pages gave for it.
func (p *person) do(method, path string, form url.Values) (int, string) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.a.Address()+path, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Accept", "text/html")
	req.Header.Set("Origin", p.a.Address())
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := p.c.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	p.head = resp.Header
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// enters makes a browser of somebody.
func enters(t *testing.T, a *app.App) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t: t, a: a, c: http.Client{Jar: jar}}
}

var csrf = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)

// TestTheStudioWithoutTheDatabase: while the database is away, who was here shows what is in memory
// and reads on every page why; a form comes back with what was typed, and is sent again by one
// press once the database is back. A session that has ended is none.
func TestTheStudioWithoutTheDatabase(t *testing.T) {
	pg := postgres.New(t)
	a := testkit.Server(t, config.Config{Database: config.Database{Database: pg.Address()}})
	an, gone := enters(t, a), enters(t, a)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "#")
	an.do(http.MethodPost, "/studio/begin", url.Values{"token": {token}, "name": {"Nguyễn Thị An"}, "login": {"an.nguyen"}, "password": {"mưa rào tháng bảy"}})
	_, page := gone.do(http.MethodPost, "/studio/signin", url.Values{"login": {"an.nguyen"}, "password": {"mưa rào tháng bảy"}})
	if found := csrf.FindStringSubmatch(page); found == nil {
		t.Fatalf("nobody could sign in: %s", page)
	} else {
		gone.do(http.MethodPost, "/studio/signout", url.Values{"_csrf": {found[1]}})
	}
	_, err = a.Store().Change(t.Context(), "test", func(tx *store.Tx) error {
		return tx.PutScreen(context.WithoutCancel(t.Context()), content.Screen{Code: "HK-01", Name: "LED Chùa Bộc", Places: []content.Place{{
			Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Zone: content.DefaultZone, Kind: content.LED, Venue: content.Intersection,
			Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	wait := func(what string, is func() bool) {
		t.Helper()
		for end := time.Now().Add(testkit.Patience); !is(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("it did not come: %s", what)
			}
		}
	}
	wait("the screen is there", func() bool {
		_, page := an.do(http.MethodGet, "/studio/screens", nil)
		return strings.Contains(page, "HK-01")
	})
	_, page = an.do(http.MethodGet, "/studio/account", nil)
	found := csrf.FindStringSubmatch(page)
	if found == nil {
		t.Fatal(page)
	}

	pg.Stop()
	if _, err := a.Store().LastChange(t.Context()); err == nil {
		t.Error("the database answers after its end")
	}
	wait("it is known that the database is away", a.Store().Outage.Away)
	reads := func(path string, status int, says ...string) {
		t.Helper()
		began := time.Now()
		got, page := an.do(http.MethodGet, path, nil)
		if got != status || time.Since(began) > 5*time.Second {
			t.Errorf("%s: %d after %v", path, got, time.Since(began))
		}
		for _, one := range append(says, "phòng biên tập chỉ xem được những gì máy chủ đã biết") {
			if !strings.Contains(page, one) {
				t.Errorf("%s does not say %q: %s", path, one, page)
			}
		}
	}
	reads("/studio/screens", 200, "HK-01", "LED Chùa Bộc", "Chưa ghép")
	reads("/studio/onair", 200, "HK-01")
	reads("/studio/slides", 503, `href="/studio/screens"`, "Lịch chiếu")
	if status, part := an.do(http.MethodGet, "/studio/screens/HK-01/state", nil); status != 200 || !strings.Contains(part, "Chưa ghép") {
		t.Errorf("the state of a screen whose page is open: %d %s", status, part)
	}
	form := url.Values{"_csrf": {found[1]}, "email": {"an@phuong.example.vn"}, "about": {"submitted"}}
	status, page := an.do(http.MethodPost, "/studio/account/email", form)
	if status != 503 || !strings.Contains(page, "an@phuong.example.vn") || !strings.Contains(page, "Gửi lại") || !strings.Contains(page, `action="/studio/account/email"`) || an.head.Get("X-Ngatu-Unsaved") == "" {
		t.Errorf("a form is answered with %d %s", status, page)
	}
	if status, page := gone.do(http.MethodGet, "/studio/screens", nil); status == 200 || strings.Contains(page, "HK-01") {
		t.Errorf("a session that has ended shows %d %s", status, page)
	}

	if err := pg.Start(); err != nil {
		t.Fatal(err)
	}
	wait("the database is back", func() bool { return !a.Store().Outage.Away() })
	form.Set("_csrf", csrf.FindStringSubmatch(page)[1])
	if status, page := an.do(http.MethodPost, "/studio/account/email", form); status != 200 || !strings.Contains(page, "an@phuong.example.vn") || strings.Contains(page, "chỉ xem được") {
		t.Errorf("sent again it is answered with %d %s", status, page)
	}
}
