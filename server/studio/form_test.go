package studio_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// Every form says all that is wrong with it at once, at its fields and in a summary that leads to
// them, and gives back what was typed as it was typed.
func TestFormsSayAllThatIsWrong(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Stand("NGATU-01", true)
	r.Put(content.Slide{ID: "s-text", Campaign: "main", Kind: content.Notice, Title: "Chữ", State: content.Draft, Words: content.Words{Head: "Chữ"}})
	r.Put(content.Slide{ID: "s-wait", Campaign: "main", Kind: content.Notice, Title: "Chờ", State: content.Submitted, Words: content.Words{Head: "Chữ"}})
	screen := []string{"width", "rộng", "height", "4.000.000", "pitch", "P5", "distance", "15m", "venue", "trên mây", "kind", "led", "area_name", "Không Đâu", "open", "daily", "daily", "6 giờ sáng", "dims", "yes", "dim_from_2", "25:00", "dim_level_2", "40", "dim_level_3", "9"}
	for _, c := range []struct {
		path  string
		typed []string
		wrong []string // fields
	}{
		{"/studio/screens/new", append([]string{"code", "ngã tư 7", "name", ""}, screen...), []string{"code", "name", "area_name", "venue", "width", "height", "pitch", "distance", "daily", "dim_from_2", "dim_from_3"}},
		{"/studio/screens/NGATU-01", append([]string{"name", ""}, screen...), []string{"name", "area_name", "venue", "width", "height", "pitch", "distance", "daily", "dim_from_2", "dim_from_3"}},
		{"/studio/screens/NGATU-01/fold", []string{"left", "xa", "top", "9999", "out_width", "1920", "out_height", "cao", "piece_x_1", "-1", "piece_y_1", "0", "piece_w_1", "1", "piece_h_1", "1", "piece_to_x_1", "0", "piece_to_y_1", "0,5"}, []string{"left", "top", "out_height", "piece_x_1", "piece_to_y_1"}},
		{"/studio/slides/s-text", []string{"title", "", "head", "", "order", "đầu", "from", "hôm qua", "until", "mai", "dwell", "15s", "kicker", strings.Repeat("a", 401)}, []string{"title", "order", "from", "until", "dwell", "kicker", "head"}},
		{"/studio/slides/s-wait/approve", []string{"document", "12/QĐ", "valid_from", "nay", "valid_until", "mai"}, []string{"valid_from", "valid_until"}},
		{"/studio/notice", []string{"title", strings.Repeat("x", 201), "head", "", "foot", strings.Repeat("b", 401), "campaign", "main"}, []string{"title", "foot", "head"}},
		{"/studio/takeovers/new", []string{"title", "Bão", "head", "", "gravity", "rất", "reach", "area", "area_name", "Không Đâu"}, []string{"head", "gravity", "area_name"}},
		{"/studio/guides/new", []string{"campaign", "main", "title", "Chỉ một thứ tiếng", "pages", "1", "p0_body", "một"}, []string{"title_en", "p0_body"}},
		{"/studio/settings", []string{content.SettingAppStore, "ftp://x", content.SettingMaxAge, "15h", content.SettingDomains, "com.vn"}, []string{content.SettingDomains, content.SettingAppStore, content.SettingMaxAge}},
		{"/studio/staff", []string{"name", "A", "login", "a b"}, []string{"name", "login"}},
		{"/studio/tokens", []string{"name", "", "scope", "mọi thứ"}, []string{"name", "scope"}},
		{"/studio/screens/enrol", []string{"enrol", "k7m 3q", "screen", "NGATU-99"}, []string{"enrol"}},
	} {
		t.Run(c.path, func(t *testing.T) {
			p := u.Post(c.path, c.typed...)
			if p.Status < 400 || p.Status > 499 {
				t.Fatalf("status %d", p.Status)
			}
			for _, field := range c.wrong {
				if !strings.Contains(p.HTML, `href="#f-`+field+`"`) || !strings.Contains(p.HTML, `id="f-`+field+`"`) || !strings.Contains(p.HTML, `id="e-`+field+`"`) {
					t.Errorf("the field %s is not named on top, or not marked", field)
				}
			}
			if n := strings.Count(p.HTML, `aria-invalid="true"`); n != len(c.wrong) {
				t.Errorf("%d fields are marked, want %d", n, len(c.wrong))
			}
			for i := 0; i < len(c.typed); i += 2 {
				switch name, value := c.typed[i], c.typed[i+1]; name {
				case "venue", "gravity", "scope", "pages", "dims": // a choice that is none, and what nobody types
				default:
					if got := p.Value(name); got != value && strings.TrimSpace(got) != value {
						t.Errorf("%s came back as %q, not %q", name, got, value)
					}
				}
			}
		})
	}
}

// A session that ends while a form is filled in costs nothing: after the sign-in the form is back
// as it was typed, saved is nothing yet, and no address holds any of it.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Client.Jar.SetCookies(mustURL(t, u.Base), []*http.Cookie{{Name: "ngatu_studio", Value: "gone", Path: "/"}})
	const head = "Thứ bảy này phường tiếp công dân"
	p := u.Post("/studio/notice", "campaign", "main", "head", head, "lines", "một\nhai", "old", "bí mật")
	p.Says(t, 401, "Phiên làm việc đã hết", "chưa có gì được lưu")
	sent := p.Value("typed")
	if p.Path != "/studio/notice" || p.Value("to") != "/studio/notice" || !strings.Contains(sent, url.QueryEscape(head)) || strings.Contains(sent, "csrf") || strings.Contains(sent, "old=") {
		t.Fatalf("at %s with %q", p.Path, sent)
	}
	p = u.Post("/studio/signin", "login", "uoc", "password", "sai rồi nhé", "to", p.Value("to"), "typed", sent)
	if p.Says(t, 403, "không đúng").Value("typed") != sent {
		t.Error("a wrong password costs what was typed")
	}
	p = u.Post("/studio/signin", "login", "uoc", "password", studiotest.Password, "to", "/studio/notice", "typed", sent)
	p.Says(t, 200, "chưa được lưu")
	if p.Value("head") != head || p.Value("_again") != "yes" || strings.Contains(p.Path, "?") {
		t.Fatalf("at %s: %s", p.Path, p.HTML)
	}
	p = u.Post("/studio/notice", "campaign", "main", "head", p.Value("head"), "lines", p.Value("lines"), "_again", "yes", "_csrf", p.Value("_csrf"))
	p.Says(t, 422, "Bạn đã đăng nhập lại")
	if p.Value("head") != head || p.Value("lines") != "một\nhai" || len(r.Slides()) != 0 {
		t.Errorf("back as %q, %q, with %d slides", p.Value("head"), p.Value("lines"), len(r.Slides()))
	}
	u.Post("/studio/notice", "campaign", "main", "head", head).Says(t, 200, "Đã tạo bản nháp")
}

// A page of an earlier session that is sent after a new sign-in comes back with what was typed too;
// a button that was pressed is not carried out behind somebody's back.
func TestAPageOfAnEarlierSession(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.CSRF = "of-an-earlier-session"
	p := u.Post("/studio/notice", "campaign", "main", "head", "Chữ")
	if p.Status != 403 || p.Value("head") != "Chữ" {
		t.Errorf("%d: %s", p.Status, p.HTML)
	}
	r.Put(content.Slide{ID: "s-1", Campaign: "main", Kind: content.Notice, Title: "Chữ", State: content.Draft, Words: content.Words{Head: "Chữ"}})
	u.Get("/studio/slides/s-1")
	u.Post("/studio/slides/s-1/submit", "_again", "yes", "next", "/studio/slides/s-1").Says(t, 200, "Việc vừa bấm chưa được thực hiện")
	if s := r.Slides()[0]; s.State != content.Draft {
		t.Errorf("it is %s", s.State)
	}
}

// The page that was wanted is shown after the sign-in, and nobody is led anywhere else.
func TestTheWayOn(t *testing.T) {
	r := studiotest.New(t)
	r.Other("van", signin.Editor)
	for next, want := range map[string]string{
		"/studio/takeovers/new": "/studio/takeovers/new", "/studio/slides?state=draft": "/studio/slides?state=draft",
		"https://evil.example/studio/": "/studio", "//evil.example/studio": "/studio", `/\evil.example`: "/studio",
		"/studio/../api": "/studio", "/studio/signout": "/studio", "javascript:alert(1)": "/studio", "": "/studio",
	} {
		p := r.Browser().Post("/studio/signin", "login", "van", "password", studiotest.Password, "next", next)
		if p.Path != want {
			t.Errorf("%q leads to %s", next, p.Path)
		}
	}
}

// A part of a page that a script fetches after the session has ended leaves the page where it is.
func TestALostPartLeavesThePage(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	req := r.Browser().Request("POST", "/studio/notice/preview", strings.NewReader("head=x"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("HX-Request", "true")
	req.Header.Set("HX-Current-URL", r.Base+"/studio/notice")
	p := r.Browser().Send(req)
	p.Says(t, 401, "Những gì đã gõ còn nguyên trên trang này")
	if p.Head.Get("HX-Redirect") != "" || !strings.Contains(p.HTML, "next=%2Fstudio%2Fnotice") {
		t.Errorf("%v %s", p.Head, p.HTML)
	}
}

func mustURL(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Names stand where IDs stood: of people, tokens and campaigns; positions count from one; and what
// is sent in by itself does not become the first choice of a form.
func TestNamesAndPositions(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	made := u.Post("/studio/tokens", "name", "Hệ thống quận", "scope", "slides")
	if !strings.Contains(made.HTML, `value="ngatu_`) {
		t.Fatal("no token")
	}
	tokens, err := r.Store.Tokens(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if p := u.Upload("/studio/upload", "một.jpg", studiotest.Photo(1), "text/html"); p.Status != 200 {
		t.Fatal(p.HTML)
	}
	u.Upload("/studio/upload", "hai.jpg", studiotest.Photo(2), "text/html")
	for i, s := range r.Slides() {
		if s.Order != i+1 {
			t.Errorf("%s stands at %d", s.Title, s.Order)
		}
	}
	r.Put(content.Slide{ID: "s-api", Campaign: "main", Kind: content.Notice, Title: "Gửi đến", State: content.Draft, Author: "token:" + tokens[0].ID, Words: content.Words{Head: "Chữ"}})
	u.Get("/studio/slides/s-api").Says(t, 200, "API · Hệ thống quận").Lacks(t, tokens[0].ID)
	r.Put(content.Slide{ID: "starter-x", Campaign: "main", Kind: content.Notice, Title: "Mẫu", State: content.Draft, Words: content.Words{Head: "Chữ"}})
	u.Get("/studio/slides/starter-x").Says(t, 200, "soạn Bộ mẫu")
	u.Campaign = "inbox" // what names no campaign, as programs may leave it
	if p := u.Upload("/studio/upload", "ba.jpg", studiotest.Photo(3), "text/html"); p.Status != 200 {
		t.Fatal(p.HTML)
	}
	all, err := r.Store.Campaigns(context.Background())
	if err != nil || len(all) != 2 || all[0].ID != "main" {
		t.Errorf("the campaigns are %+v, %v", all, err)
	}
}

// The same name in two periods is told apart wherever it is offered.
func TestAreasOfTwoPeriods(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Get("/studio/areas?area_name=ba+đình").Says(t, 200, "từ 7/2025", "1–6/2025", "11–12/2024")
	p := u.Post("/studio/takeovers/new", "title", "Bão", "head", "", "gravity", "danger", "reach", "area", "area", "2024-11/001")
	p.Says(t, 422, "11–12/2024")
}
