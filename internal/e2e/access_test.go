package e2e

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"image/color"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/content/figure"
	"ngatu/internal/app"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/server/studio/studiotest"
)

//go:embed testdata/axe/axe.min.js
var axe string

// fault is what axe finds wrong with a page.
type fault struct {
	ID, Help string
	Nodes    []struct{ HTML, FailureSummary string }
}

// accessible runs axe over the page as it stands: everything that WCAG 2.2 AA asks and axe can see,
// and its best practices.
func (s studioTab) accessible(what string) {
	s.t.Helper()
	var found string
	var loaded bool
	if s.Eval("!!window.axe", &loaded); !loaded {
		s.Run(chromedp.Evaluate(axe+"; true", nil))
	}
	s.Run(chromedp.Evaluate(
		`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`, &found,
		func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) },
	))
	var faults []fault
	if err := json.Unmarshal([]byte(found), &faults); err != nil {
		s.t.Fatal(err)
	}
	for _, f := range faults {
		for _, n := range f.Nodes[:min(len(f.Nodes), 3)] {
			s.t.Errorf("%s: %s (%s): %.300s\n%s", what, f.ID, f.Help, n.HTML, n.FailureSummary)
		}
	}
}

// nowhere is the address of no page, which has a page that says so.
const nowhere = "/studio/nowhere"

// furnished has one of everything that a page of the studio shows.
func furnished(t *testing.T, d *desk) (paths []string) {
	t.Helper()
	for _, form := range [][]string{
		{"/studio/notice", "campaign", "starter", "title", "Thông báo thử", "head", "Phường tiếp công dân thứ bảy", "brief", "Tiếp dân thứ bảy"},
		{"/studio/takeovers/new", "title", "Bão số 3", "head", "Bão mạnh, hãy ở trong nhà", "brief", "Hãy ở trong nhà", "gravity", "danger", "reach", "all"},
		{"/studio/holds/new", "scope", "slide", "slide", "starter-message", "reach", "area", "area", "2024-11/009", "why", "Sai số máy"},
		{"/studio/campaigns/starter", "name", "Tháng cao điểm", "weight", "3", "until", "2031-01-01T00:00", "reach", "all"},
		{"/studio/slides/starter-hotline", "title", "Đường dây nóng", "head", "Gọi 1022, nhánh 8", "brief", "Gọi 1022", "until", "2031-01-01T00:00"},
		{"/studio/slides/starter-hotline/submit"},
		{"/studio/tokens", "name", "Hệ thống quận", "scope", "figures"},
		{"/studio/staff", "name", "Trần Văn Bình", "login", "binh.tran", "role_editor", "yes"},
		{
			"/studio/forms/new", "name", "Tiếp công dân", "campaign", "starter", "style", "event", "head", "Chủ tịch phường tiếp công dân", "brief", "Tiếp công dân", "number", "{thứ ngày}", "lines", "Phòng {phòng}",
			"f0_name", "ngày", "f0_kind", "day", "f0_ahead", "7", "f1_name", "phòng", "f1_kind", "choice", "f1_options", "101\n202", "reach", "all", "days", "10", "until", time.Now().Add(60 * 24 * time.Hour).Format("2006-01-02T15:04"), "despite", "Đã duyệt nội dung chung",
		},
	} {
		if err := d.post(form[0], form[1:]...); err != nil {
			t.Fatal(err)
		}
	}
	var drafts []string
	for _, list := range []string{"/studio/slides", "/studio/slides?state=draft", "/studio/submissions", "/studio/takeovers", "/studio/holds", "/studio/campaigns", "/studio/screens", "/studio/staff", "/studio/forms"} {
		html, err := d.get(list)
		if err != nil {
			t.Fatal(err)
		}
		folder, _, _ := strings.Cut(list, "?")
		for _, part := range strings.Split(html, `href="`+folder+`/`)[1:] {
			if id, _, _ := strings.Cut(part, `"`); !strings.HasPrefix(id, "new") && id != "free" && !strings.Contains(id, "?") {
				paths = append(paths, folder+"/"+id)
				if list == "/studio/slides?state=draft" {
					drafts = append(drafts, id)
				}
				break
			}
		}
		paths = append(paths, list)
	}
	return append(paths, "/studio/upload/drafts?items="+strings.Join(drafts, "+"), "/api/docs",
		"/studio/slides/starter-hotline", "/studio/slides/starter-hotline/versions", "/studio/submissions/new", "/studio/standings", "/studio/standings/new", "/studio/forms/new", "/studio/upload", "/studio/templates", "/studio/notice", "/studio/notice?kind=countdown", "/studio/guides/new", "/studio/inbox", "/studio/takeovers/new", "/studio/takeovers/free", "/studio/bulletins", "/studio/feeds", "/studio/feeds/new", "/studio/holds/new", "/studio/campaigns/new", "/studio/screens/new", "/studio/boards/new", "/studio/onair", "/studio/onair?screen=NGATU-05&view=week", "/studio/onair?screen=SANH-01&day=2026-11-20&time=18:30", "/studio", "/studio/find?q=ihanoi", "/studio/find?q=zzzz", "/studio/keys",
		"/studio/screens/NGATU-05/fold?cut=rows&rows=3", "/studio/plays", "/studio/figures", "/studio/figures/recipes", "/studio/measures", "/studio/measures/new", "/studio/measures/accounts", "/studio/reform", "/studio/settings", "/studio/tokens", "/studio/nodes", "/studio/account", "/studio/held", nowhere)
}

// figuresThatWait has a sheet that must be asked about, and a release that is held for a person.
func figuresThatWait(t *testing.T, a *app.App, d *desk) (paths []string) {
	t.Helper()
	ctx := t.Context()
	odd := strings.NewReplacer("Số tài khoản", "Đã kích hoạt", "17:00", "18:00").Replace(studiotest.SheetText)
	if err := d.post("/studio/figures", "pasted", odd); err != nil {
		t.Fatal(err)
	}
	_, err := a.Store().Change(ctx, "test", func(tx *store.Tx) error { // a demonstration itself holds nothing
		held, err := tx.LatestRelease(ctx, figure.Accounts.ID, area.Nov2024)
		if err != nil {
			return err
		}
		all, err := tx.Figures(ctx, held)
		if err != nil {
			return err
		}
		held.ID, held.State, held.AsOf = "r-held", store.Draft, held.AsOf.Add(time.Hour)
		all[0].Value -= all[0].Value / 2 // a fall: something to check
		return tx.PutRelease(ctx, held, all)
	})
	if err != nil {
		t.Fatal(err)
	}
	drafts, err := a.Store().Drafts(ctx)
	if err != nil || len(drafts) != 1 {
		t.Fatalf("%d releases are held: %v", len(drafts), err)
	}
	sheets, err := a.Store().WaitingSheets(ctx)
	if err != nil || len(sheets) != 1 {
		t.Fatalf("%d sheets wait: %v", len(sheets), err)
	}
	return []string{"/studio/figures/drafts/" + drafts[0].ID, "/studio/figures/sheets/" + sheets[0].ID, "/studio/figures/targets?in=2024-11/001", "/studio/figures/targets/accounts/2024-11/001"}
}

// aWarning is one of others that waits for somebody on duty, and its feed. A measure has an address
// that cannot be asked.
func aWarning(t *testing.T, a *app.App) []string {
	t.Helper()
	ctx := t.Context()
	if _, err := a.Store().Change(ctx, "feed:f-1", func(tx *store.Tx) error {
		if err := tx.PutFeed(ctx, bulletin.Feed{ID: "f-1", Name: "Đài Khí tượng mẫu", Address: "https://khituong.example.vn/cap", Every: time.Hour}); err != nil {
			return err
		}
		m, err := tx.Measure(ctx, figure.Accounts.ID)
		if err != nil {
			return err
		}
		m.Pulls = []figure.Pull{{Name: "Công an thành phố", Address: "https://solieu.example.vn/ihanoi/theo-ngay/tai-khoan-theo-quan-huyen.xlsx", Every: time.Hour}}
		if err := tx.PutMeasure(ctx, m); err != nil {
			return err
		}
		return tx.PutBulletin(ctx, "propose", bulletin.Bulletin{
			ID: "b-1", Feed: "f-1", Came: tx.Time(), Expires: tx.Time().Add(2 * time.Hour), Event: "Mưa dông lớn", Gravity: content.Warning, State: bulletin.Proposed,
			Words: content.Words{Head: "Mưa dông lớn chiều nay. Tránh cây to, không đi vào chỗ ngập.", Brief: "Mưa dông lớn", Foot: "Đài Khí tượng mẫu"},
			Cut:   []string{"Gọi 0912345678."}, Said: []string{"Ven sông Hồng"},
		})
	}); err != nil {
		t.Fatal(err)
	}
	return []string{"/studio/bulletins/b-1", "/studio/feeds/f-1"}
}

// underWay is a form that was approved, and a takeover that has ended and one that is on.
func underWay(t *testing.T, a *app.App, d *desk) (paths []string) {
	t.Helper()
	ctx := t.Context()
	proposed, err := a.Store().FormDrafts(ctx)
	if err != nil || len(proposed) != 1 {
		t.Fatalf("%d forms wait: %v", len(proposed), err)
	}
	boss, err := a.Store().StaffByLogin(ctx, "an.nguyen")
	if err != nil {
		t.Fatal(err)
	}
	approved := proposed[0].Doc
	approved.ID, approved.Name, approved.By, approved.At = "f-walk", "Tiếp công dân thứ bảy", boss.ID, time.Now()
	changed(t, a, func(ctx context.Context, tx *store.Tx) error { return tx.PutForm(ctx, approved) })
	for _, head := range []string{"Cháy ở phố Chùa Bộc, hãy đi đường khác", "Ngập ở phố Thái Hà, hãy đi đường khác"} {
		html, err := d.send("/studio/takeovers/free", "head", head, "brief", head[:strings.Index(head, ",")], "gravity", "warning", "reach", "2024-11/006", "minutes", "30", "drill", "no")
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(html, `action="/studio/takeovers/t-`)
		id, _, _ := strings.Cut(rest, "/")
		paths = append(paths, "/studio/takeovers/t-"+id)
		if len(paths) == 1 {
			if err := d.post(paths[0] + "/end"); err != nil {
				t.Fatal(err)
			}
		}
	}
	return append(paths, "/studio/forms/"+approved.ID)
}

// aPage is the page of a document that is too small to read, and a scan.
func aPage(t *testing.T, a *app.App) []string {
	t.Helper()
	ctx := t.Context()
	media, err := blob.Open(filepath.Join(filepath.Dir(a.Inbox()), "media"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Store().Change(ctx, "test", func(tx *store.Tx) error {
		for id, lines := range map[string][]content.Line{"s-page": {{T: "Phường tiếp công dân thứ bảy hằng tuần", X: 100, Y: 100, W: 900, H: 30, Cap: 20}}, "s-scan": nil} {
			b := plain(t, 1358, 1920, color.RGBA{R: 236, G: 232, B: uint8(200 + len(lines)*30), A: 255})
			if _, _, err := media.Put(ctx, bytes.NewReader(b), 0); err != nil {
				return err
			}
			m := store.Medium{Digest: content.DigestOf(b), Kind: content.Picture, Type: "image/jpeg", Bytes: int64(len(b)), Width: 1358, Height: 1920, Lines: lines}
			if lines != nil {
				m.Text = lines[0].T
			}
			if err := tx.PutMedium(ctx, m); err != nil {
				return err
			}
			if err := tx.PutSlide(ctx, content.Slide{ID: id, Campaign: "starter", Kind: content.Picture, Title: "Trang", Medium: m.Digest, State: content.Draft}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return []string{"/studio/slides/s-page/readable", "/studio/notice?beside=s-scan", "/studio/slides/s-page/pair?with=s-scan"}
}

// Every page of the studio passes axe, in Vietnamese on a phone and in English on a laptop, and nothing
// on it is wider than either in any language; so do the sign-in page and a form that was refused.
func TestEveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	a := testkit.Demo(t)
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	paths := slices.Concat(furnished(t, d), underWay(t, a, d), figuresThatWait(t, a, d), aWarning(t, a), aPage(t, a))
	walksEveryRoute(t, paths)
	s := studioTab{testkit.Chromium(t).Open(t, a.Address()+"/studio/signin", 1366, 800), a, t}
	s.until("the form to sign in", `document.querySelector("main [name=password]")`)
	s.accessible("the sign-in page")
	s.photographed("signin")
	s.signsIn()
	s.until("the studio", `location.pathname === "/studio"`)
	for _, language := range []string{"vi", "en"} {
		if err := d.post("/studio/language", "to", language, "next", "/studio/account"); err != nil {
			t.Fatal(err)
		}
		t.Run(language, func(t *testing.T) {
			half := len(paths) / 2
			for name, some := range map[string][]string{"first": paths[:half], "second": paths[half:]} { // a processor each
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					walk(t, a, language, some)
				})
			}
		})
		s.Run(chromedp.Navigate(a.Address() + "/studio/takeovers/new"))
		s.until("the form", `document.querySelector("main textarea[name=head]")`)
		s.Eval(`(document.querySelector("main form[action='/studio/takeovers/new'] button.primary").click(), true)`, new(bool))
		s.until("what is wrong", `document.activeElement && document.activeElement.id === "faults"`)
		s.until("the title", `/^(Lỗi|Error): /.test(document.title)`)
		s.accessible("a refused form in " + language)
		s.photographed(language + "-refused")
	}
}

// walk looks at pages on a phone and on a laptop, in a tab of its own. Axe, which takes most of the
// time, looks at those in Vietnamese on the phone and at those in English on the laptop.
func walk(t *testing.T, a *app.App, language string, paths []string) {
	t.Helper()
	s := studioTab{testkit.Chromium(t).Open(t, a.Address()+"/studio/signin", 1366, 800), a, t}
	s.signsIn()
	s.until("the studio", `location.pathname === "/studio"`)
	for _, path := range paths {
		s.Run(chromedp.Navigate(a.Address() + path))
		var status int
		if s.Eval(`performance.getEntriesByType("navigation")[0].responseStatus`, &status); (status == http.StatusOK) == (path == nowhere) {
			t.Errorf("%s: %d", path, status)
		}
		for _, width := range []int64{390, 1366} {
			what := fmt.Sprintf("%s in %s, %d wide", path, language, width)
			s.Run(chromedp.EmulateViewport(width, 800))
			var over int
			if s.Eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over); over > 0 {
				t.Errorf("%s: something is %d pixels wider", what, over)
			}
			if phone := width < 500; phone == (language == "vi") {
				s.accessible(what)
			}
		}
		s.photographed(language + strings.NewReplacer("/studio", "", "/", "-", "?", "-", "=", "-").Replace(path))
	}
}
