package app_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// begin signs the first person in.
func begin(t *testing.T, a *app.App) *person {
	t.Helper()
	an := enters(t, a)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "#")
	an.do(http.MethodPost, "/studio/begin", url.Values{"token": {token}, "name": {"Nguyễn Thị An"}, "login": {"an.nguyen"}, "password": {"mưa rào tháng bảy"}})
	return an
}

// press sends a form of a takeover's page, and expects its answer to say something.
func (p *person) press(status int, path string, form url.Values, says ...string) string {
	p.t.Helper()
	_, page := p.do(http.MethodGet, path[:strings.LastIndex(path, "/")], nil)
	found := csrf.FindStringSubmatch(page)
	if found == nil {
		p.t.Fatalf("%s has no form: %s", path, page)
	}
	form.Set("_csrf", found[1])
	got, page := p.do(http.MethodPost, path, form)
	p.says(path, got, status, page, says...)
	return page
}

func (p *person) says(path string, got, status int, page string, says ...string) {
	p.t.Helper()
	if got != status {
		p.t.Errorf("%s: %d, not %d: %s", path, got, status, page)
	}
	words := strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
	for _, one := range says {
		if !strings.Contains(words, one) {
			p.t.Errorf("%s does not say %q: %s", path, one, words)
		}
	}
}

// TestATakeoverWithoutTheDatabase: while PostgreSQL is away somebody who was here puts a prepared
// takeover on for the screens of this server, and ends it. When the database is back it enters once,
// by who pressed, and screens keep it without a gap.
func TestATakeoverWithoutTheDatabase(t *testing.T) {
	pg, data := postgres.New(t), filepath.Join(t.TempDir(), "data")
	c := config.Config{Data: data, Database: config.Database{Database: pg.Address()}}
	a := testkit.Server(t, c)
	an := begin(t, a)
	putGlass(t, a.Store(), "HK-01", "HK-02")
	prepare(t, a.Store(), "t-flood")
	const page, on, end = "/studio/takeovers/t-flood", "/studio/takeovers/t-flood/on", "/studio/takeovers/t-flood/end"
	an.do(http.MethodGet, page, nil)
	one := connect(t, a, "HK-01")
	away := func() {
		t.Helper()
		pg.Stop()
		if _, err := a.Store().LastChange(t.Context()); err == nil {
			t.Error("the database answers after its end")
		}
		until(t, "it is known that the database is away", a.Store().Outage.Away)
	}
	back := func() {
		t.Helper()
		if err := pg.Start(); err != nil {
			t.Fatal(err)
		}
		until(t, "the database is back", func() bool { return !a.Store().Outage.Away() })
	}
	files := func() int {
		t.Helper()
		all, err := os.ReadDir(filepath.Join(data, "presses"))
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	shown := func(n int) (press string) {
		t.Helper()
		until(t, "the glass shows it", func() bool { return len(one.shows()) == n })
		if n == 1 {
			press = one.shows()[0]
		}
		return press
	}

	away()
	status, html := an.do(http.MethodGet, "/studio/takeovers", nil)
	an.says("the list", status, 200, html, "Chỉ máy chủ này: 1 trên 2 màn hình", "Ngập nặng", "Khi cơ sở dữ liệu trở lại")
	status, html = an.do(http.MethodGet, page, nil)
	an.says(page, status, 200, html, "Chỉ máy chủ này: 1 trên 2 màn hình", "Phát ở đâu", "Mọi màn hình đang nối 1 / 2 màn hình", "Quận Đống Đa")
	if strings.Contains(html, " checked") {
		t.Error("something is chosen beforehand")
	}
	an.press(422, on, url.Values{}, "Hãy chọn phát ở đâu", "Hãy chọn thời lượng", "Hãy chọn phát thật hay diễn tập")
	an.press(200, on, url.Values{"reach": {"2024-11/006"}, "minutes": {"60"}, "drill": {"no"}}, "Đã phát trên các màn hình đang nối với máy chủ này", "Đang phát", "Nguyễn Thị An")
	press := shown(1)
	number, _ := one.number(press)
	until(t, "the page says that it is painted", func() bool {
		_, part := an.do(http.MethodGet, page+"/seen?press="+strings.TrimPrefix(press, "t-flood."), nil)
		return strings.Contains(strings.Join(strings.Fields(tags.ReplaceAllString(part, " ")), " "), "Chỉ máy chủ này: 1 trên 2 màn hình Đã hiện trên 1 / 1 màn hình đang nối")
	})
	an.press(409, on, url.Values{"reach": {"2024-11/006"}, "minutes": {"30"}, "drill": {"no"}}, "đang phát ở đó")
	an.press(200, on, url.Values{"reach": {"all"}, "minutes": {"30"}, "drill": {"yes"}}, "Diễn tập")
	shown(2)
	two := connect(t, a, "HK-02") // who joins meanwhile has both
	until(t, "who joins shows it", func() bool { return len(two.shows()) == 2 })
	if files() != 2 {
		t.Errorf("%d files", files())
	}

	back()
	entered := func(key string) content.Press {
		var out content.Press
		until(t, "it has entered", func() bool {
			now, err := a.Store().Takeover(t.Context(), "t-flood")
			is, none := now.PressOf(key)
			out = is.Press
			return err == nil && none == nil && !out.Entered.IsZero()
		})
		return out
	}
	key := strings.TrimPrefix(press, "t-flood.")
	if p := entered(key); p.By == "" || p.In != "2024-11/006" || p.Begun.UnixMilli() > number || !p.Entered.After(p.Begun) {
		t.Errorf("entered as %+v", p)
	}
	until(t, "it has the number of the database", func() bool { now, _ := one.number(press); return now > number && files() == 0 })
	if _, gone := one.number(press); len(gone) > 0 || len(one.shows()) != 2 {
		t.Errorf("a screen shows %v, and %v went", one.shows(), gone)
	}
	lines, err := a.Store().ChangesOf(t.Context(), store.NounTakeover, "t-flood", 0, 10)
	if err != nil || len(lines) != 3 || lines[0].Verb != store.VerbEntered || lines[1].Verb != store.VerbEntered || lines[1].Who != entered(key).By {
		t.Errorf("the log says %+v, %v", lines, err)
	}
	status, html = an.do(http.MethodGet, page, nil)
	an.says(page, status, 200, html, "Phát khi mất cơ sở dữ liệu", "phát tại một máy chủ khi mất cơ sở dữ liệu", "Còn hiệu lực")
	an.press(200, end, url.Values{}, "Đã dừng")
	shown(0)

	away() // what was put on before is ended, and what is put on
	an.do(http.MethodGet, page, nil)
	an.press(200, on, url.Values{"reach": {"all"}, "minutes": {"240"}, "drill": {"no"}})
	press = shown(1)
	an.press(200, end, url.Values{}, "Đã dừng trên các màn hình đang nối với máy chủ này")
	shown(0)
	back()
	if p := entered(strings.TrimPrefix(press, "t-flood.")); p.Ended.IsZero() || p.Until().After(p.Entered) {
		t.Errorf("ended before it entered: %+v", p)
	}
	until(t, "its end has its line", func() bool {
		lines, err := a.Store().ChangesOf(t.Context(), store.NounTakeover, "t-flood", 0, 2)
		return err == nil && len(lines) == 2 && lines[0].Verb == "end" && lines[1].Verb == store.VerbEntered && files() == 0
	})
	if _, gone := two.number(press); !slices.Contains(gone, press) || len(two.shows()) > 0 {
		t.Errorf("another screen shows %v", two.shows())
	}
}
