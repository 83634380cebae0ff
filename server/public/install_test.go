package public_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// Words that are in no file of the server unless it kept what it must not.
const (
	agent    = "Mozilla/5.0 (Linux; Android 14; unheard-of-phone-4711) Mobile"
	referrer = "https://unheard-of-referrer.example/4711"
	cookie   = "unheard-of-cookie=4711"
)

func server(t *testing.T, settings map[string]string) (a *app.App, data string) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "data")
	a = testkit.Server(t, config.Config{Data: data})
	_, err := a.Store().Change(t.Context(), "test", func(tx *store.Tx) error {
		for _, code := range []string{"HK-01", "Nhỏ-1"} {
			if err := tx.PutScreen(t.Context(), content.Screen{Code: code, Name: code}); err != nil {
				return err
			}
		}
		for key, value := range settings {
			if err := tx.PutSetting(t.Context(), key, value); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, data
}

func open(t *testing.T, method, url string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req) // follows nothing
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := resp.Header.Values("Set-Cookie"); len(got) != 0 {
		t.Errorf("%s %s sets a cookie: %q", method, url, got)
	}
	return resp, string(b)
}

func scans(t *testing.T, a *app.App, screen string) (n int64) {
	t.Helper()
	all, err := a.Store().ScansBetween(t.Context(), screen, time.Now().Add(-2*time.Hour), time.Now().Add(2*time.Hour), store.Scans{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		n += s.Count
	}
	return n
}

func TestOpeningsAreCounted(t *testing.T) {
	a, _ := server(t, map[string]string{content.SettingApp: "iHanoi"})
	for _, c := range []struct {
		name, method, path string
		header             []string
		screen             string
		adds               int64
	}{
		{"a citizen opens it", "GET", "/i/HK-01", nil, "HK-01", 1},
		{"as the code has it", "GET", "/I/HK-01", nil, "HK-01", 1},
		{"typed in small letters", "GET", "/i/hk-01", nil, "HK-01", 1},
		{"a code with marks and small letters", "GET", "/I/Nh%E1%BB%8F-1", nil, "Nhỏ-1", 1},
		{"a look at the head", "HEAD", "/i/HK-01", nil, "HK-01", 0},
		{"fetched ahead", "GET", "/i/HK-01", []string{"Sec-Purpose", "prefetch;prerender"}, "HK-01", 0},
		{"fetched ahead by an older browser", "GET", "/i/HK-01", []string{"Purpose", "prefetch"}, "HK-01", 0},
		{"a screen that is not there", "GET", "/i/NO-SUCH", nil, "NO-SUCH", 0},
		{"no UTF-8", "GET", "/i/%ff%fe", nil, "HK-01", 0},
		{"a long one", "GET", "/i/" + strings.Repeat("x", 500), nil, "HK-01", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := scans(t, a, c.screen)
			resp, page := open(t, c.method, a.Address()+c.path, c.header...)
			if resp.StatusCode != http.StatusOK || c.method == "GET" && !strings.Contains(page, "iHanoi") {
				t.Errorf("a citizen sees %d %.200s", resp.StatusCode, page)
			}
			if got := scans(t, a, c.screen) - before; got != c.adds {
				t.Errorf("counted %d, want %d", got, c.adds)
			}
		})
	}
}

func TestPageHeaders(t *testing.T) {
	a, _ := server(t, nil)
	resp, page := open(t, "GET", a.Address()+"/i/HK-01")
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"Content-Type": "text/html; charset=utf-8",
	} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if csp := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("Content-Security-Policy %q", csp)
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "https://") {
		t.Error("nothing is set, and the page has a script or leads elsewhere")
	}
	if resp, css := open(t, "GET", a.Address()+"/i.css"); resp.StatusCode != http.StatusOK || strings.Contains(css, "http") {
		t.Errorf("style: %d", resp.StatusCode)
	}
}

func TestStoreLinks(t *testing.T) {
	const apple, google = "https://apps.apple.com/vn/app/x", "https://play.google.com/store/apps/details?id=x&hl=vi"
	a, _ := server(t, map[string]string{content.SettingAppStore: apple, content.SettingPlayStore: google})
	for _, c := range []struct{ agent, first string }{
		{agent, "play.google.com"}, {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "apps.apple.com"}, {"", "apps.apple.com"},
	} {
		_, page := open(t, "GET", a.Address()+"/i/HK-01", "User-Agent", c.agent)
		g, i := strings.Index(page, "play.google.com"), strings.Index(page, "apps.apple.com")
		if g < 0 || i < 0 || (g < i) != (c.first == "play.google.com") {
			t.Errorf("%q: CH Play at %d, App Store at %d", c.agent, g, i)
		}
		if !strings.Contains(page, "id=x&amp;hl=vi") {
			t.Errorf("the link to CH Play is not whole: %s", page)
		}
	}
}

func TestSettingsAreText(t *testing.T) {
	a, _ := server(t, map[string]string{
		content.SettingApp: `<script>alert("x")</script>`, content.SettingHotline: `1022 nhánh 8"><img src=x onerror=alert(1)>`,
		content.SettingAppStore: "javascript:alert(1)", content.SettingPlayStore: "http://play.google.com/x",
	})
	_, page := open(t, "GET", a.Address()+"/i/HK-01")
	for _, bad := range []string{"<script>", "<img", "javascript:", "http://"} {
		if strings.Contains(page, bad) {
			t.Errorf("%q is in the page", bad)
		}
	}
	if !strings.Contains(page, "&lt;script&gt;") || !strings.Contains(page, `href="tel:1022"`) {
		t.Errorf("what staff set is not printed: %s", page)
	}
}

// Whatever a browser says of its owner is in no file of the server afterwards.
func TestNothingOfACitizenIsKept(t *testing.T) {
	a, data := server(t, nil)
	for range 3 {
		open(t, "GET", a.Address()+"/i/HK-01?from=unheard-of-query-4711", "User-Agent", agent, "Referer", referrer, "Cookie", cookie,
			"X-Forwarded-For", "203.0.113.171", "Accept-Language", "unheard-of-language-4711")
	}
	if n := scans(t, a, "HK-01"); n != 3 {
		t.Fatalf("%d openings counted", n)
	}
	look := func() {
		files := 0
		err := filepath.WalkDir(data, func(path string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			for _, word := range []string{"unheard-of", "203.0.113.171", "Mozilla"} {
				if bytes.Contains(b, []byte(word)) {
					t.Errorf("%s holds %q", filepath.Base(path), word)
				}
			}
			return nil
		})
		if err != nil || files < 3 {
			t.Fatalf("%d files looked at: %v", files, err)
		}
	}
	look() // the write-ahead log too
	testkit.Stop(t, a)
	look()
}

func TestCapOfAnHour(t *testing.T) {
	if testing.Short() {
		t.Skip("2,000 requests")
	}
	a, _ := server(t, nil)
	for range 300 { // made-up codes do not use up what real screens have
		open(t, "GET", a.Address()+"/i/made-up-"+time.Now().Format("150405.000000000"))
	}
	client := &http.Client{}
	for range 2100 {
		resp, err := client.Get(a.Address() + "/i/HK-01")
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("status %d", resp.StatusCode)
		}
	}
	if n := scans(t, a, "HK-01"); n < 2000 || n > 2090 {
		t.Errorf("%d openings of one screen within an hour were counted, want 2,000 at most", n)
	}
	if open(t, "GET", a.Address()+"/i/Nh%E1%BB%8F-1"); scans(t, a, "Nhỏ-1") != 1 {
		t.Error("another screen is not counted any more")
	}
}

// A citizen gets the page whatever state the server is in.
func TestPageWithoutDatabase(t *testing.T) {
	a, _ := server(t, map[string]string{content.SettingApp: "iHanoi"})
	open(t, "GET", a.Address()+"/i/HK-01")
	if err := a.Store().Close(); err != nil {
		t.Fatal(err)
	}
	resp, page := open(t, "GET", a.Address()+"/i/HK-01")
	if resp.StatusCode != http.StatusOK || !strings.Contains(page, "iHanoi") {
		t.Errorf("%d %s", resp.StatusCode, page)
	}
	a.Stop(context.WithoutCancel(t.Context())) // the database is closed already, which it may say
}
