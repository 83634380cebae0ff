package studio_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"ngatu/server/signin"
	"ngatu/server/studio"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// everyPage are the pages that need somebody signed in.
var everyPage = []string{
	"/studio/slides", "/studio/slides?state=draft", "/studio/upload", "/studio/templates", "/studio/notice", "/studio/notice?kind=countdown", "/studio/boards/new", "/studio/guides/new", "/studio/screens", "/studio/screens/new",
	"/studio/figures", "/studio/settings", "/studio/tokens", "/studio/staff", "/studio/account", "/studio/plays", "/studio/plays?screen=NGATU-01",
	"/studio/standings", "/studio/standings/new", "/studio/reform", "/studio/submissions", "/studio/submissions/new", "/studio", "/studio/find?q=alpha", "/studio/keys", "/studio/onair", "/studio/onair?screen=NGATU-01&view=week",
}

func TestStrangersSeeTheSignInPageAlone(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	for _, path := range append(everyPage, "/studio", "/studio/slides/x", "/studio/areas?area_name=ba", "/studio/slides/x/preview/432x216.png") {
		p := r.Browser().Get(path)
		p.Says(t, 200, "Đăng nhập")
		if !strings.HasPrefix(p.Path, shell.PathSignin) {
			t.Errorf("%s led a stranger to %s", path, p.Path)
		}
	}
}

func TestEveryPageHasThePolicyAndNothingInline(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.Fill(t, r, u)
	paths := append([]string{"/studio/begin", "/studio/signin", "/studio/nowhere", "/studio/slides/none", "/studio/screens/NGATU-01"}, everyPage...)
	for _, s := range r.Slides() {
		paths = append(paths, "/studio/slides/"+s.ID)
	}
	inline := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|<script[^>]*>[^<]|<style|hx-on`)
	for _, path := range paths {
		p := u.Get(path)
		if csp := p.Head.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s has the policy %q", path, csp)
		}
		if p.Head.Get("Cache-Control") != "no-store" || p.Head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be kept or sniffed", path)
		}
		if m := inline.FindString(p.HTML); m != "" {
			t.Errorf("%s has something inline: %q", path, m)
		}
		if !strings.Contains(p.HTML, `lang="vi"`) || !strings.Contains(p.HTML, "</html>") {
			t.Errorf("%s is not whole", path)
		}
	}
}

func TestEmptyAndFullPages(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	empty := map[string]string{
		"/studio/slides": "Chưa có tấm nào", "/studio/screens": "Chưa có màn hình nào", "/studio/figures": "Chưa có số liệu",
		"/studio/tokens": "Chưa có mã nào", "/studio/settings": "Tên miền được phép", "/studio/account": "Nguyễn Thị Ước",
	}
	for path, want := range empty {
		u.Get(path).Says(t, 200, want)
	}
	studiotest.Fill(t, r, u)
	u.Get("/studio/slides").Says(t, 200, "Cài đặt iHanoi", "Thông báo", "Tháng cao điểm")
	u.Get("/studio/slides?state=approved").Says(t, 200, "Chưa có tấm nào")
	u.Get("/studio/screens").Says(t, 200, "NGATU-01", "432×216", "Phường Ba Đình", "Đang chiếu")
	u.Get("/studio/tokens").Says(t, 200, "Hệ thống quận")
}

func TestRoles(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	auditor := r.Other("kiem-tra", signin.Auditor)
	for _, path := range []string{"/studio/slides", "/studio/screens", "/studio/figures", "/studio/settings", "/studio/account", "/studio/plays"} {
		auditor.Get(path).Says(t, 200)
	}
	for _, path := range []string{"/studio/upload", "/studio/notice", "/studio/tokens", "/studio/staff", "/studio/screens/new"} {
		auditor.Get(path).Says(t, 403, "không có quyền")
	}
	auditor.Upload("/studio/upload", "a.jpg", studiotest.Photo(1), "text/html").Says(t, 403, "không có quyền")
	for _, path := range []string{
		"/studio/notice", "/studio/screens/new", "/studio/screens/enrol", "/studio/settings", "/studio/tokens", "/studio/staff",
		"/studio/screens/NGATU-01/revoke", "/studio/staff/x", "/studio/staff/x/signout",
	} {
		auditor.Post(path).Says(t, 403, "không có quyền")
	}
	if n := len(r.Slides()); n != 0 {
		t.Errorf("an auditor made %d slides", n)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Get("/studio/notice")
	good := u.CSRF
	for name, spoil := range map[string]func(*http.Request){
		"no token":        func(*http.Request) { u.CSRF = "" },
		"another token":   func(*http.Request) { u.CSRF = strings.Repeat("x", 43) },
		"another origin":  func(q *http.Request) { q.Header.Set("Origin", "https://attacker.example") },
		"a null origin":   func(q *http.Request) { q.Header.Set("Origin", "null") },
		"cross-site post": func(q *http.Request) { q.Header.Set("Origin", ""); q.Header.Set("Sec-Fetch-Site", "cross-site") },
	} {
		u.CSRF = good
		req := u.Request("POST", "/studio/notice", nil)
		spoil(req)
		body := "_csrf=" + u.CSRF + "&campaign=main&head=Xin+chao"
		fresh := u.Request("POST", "/studio/notice", strings.NewReader(body))
		fresh.Header = req.Header
		fresh.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if _, there := fresh.Header["Origin"]; there && fresh.Header.Get("Origin") == "" {
			fresh.Header.Set("Origin", "http://other.example") // the rig would put ours
		}
		if p := u.Send(fresh); p.Status != 403 {
			t.Errorf("%s: status %d", name, p.Status)
		}
	}
	if n := len(r.Slides()); n != 0 {
		t.Errorf("a foreign form made %d slides", n)
	}
	r.Browser().Post("/studio/signin", "login", "uoc", "password", studiotest.Password).Says(t, 200, "Tấm chiếu")
}

func TestACheckoutIsReadWhileWorkingOnIt(t *testing.T) {
	if _, err := studio.New(studio.Options{Dev: "../.."}); err != nil {
		t.Error(err)
	}
	if _, err := studio.New(studio.Options{Dev: t.TempDir()}); err == nil {
		t.Error("a checkout without templates was taken")
	}
}
