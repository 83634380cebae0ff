package studio

import (
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	assets "ngatu/assets/studio"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/hub"
	"ngatu/server/signin"
)

// everyPage are the pages that need somebody signed in.
var everyPage = []string{
	"/studio/slides", "/studio/slides?state=draft", "/studio/upload", "/studio/notice", "/studio/guides/new", "/studio/screens", "/studio/screens/new",
	"/studio/figures", "/studio/settings", "/studio/tokens", "/studio/staff", "/studio/account", "/studio/plays", "/studio/plays?screen=NGATU-01",
}

func TestStrangersSeeTheSignInPageAlone(t *testing.T) {
	r := newRig(t)
	r.first()
	for _, path := range append(everyPage, "/studio", "/studio/slides/x", "/studio/areas?area_name=ba", "/studio/slides/x/preview/432x216.png") {
		p := r.browser().get(path)
		p.says(t, 200, "Đăng nhập")
		if p.path != "/studio/signin" {
			t.Errorf("%s led a stranger to %s", path, p.path)
		}
	}
}

func TestEveryPageHasThePolicyAndNothingInline(t *testing.T) {
	r := newRig(t)
	u := r.first()
	fill(t, r, u)
	paths := append([]string{"/studio/begin", "/studio/signin", "/studio/nowhere", "/studio/slides/none", "/studio/screens/NGATU-01"}, everyPage...)
	for _, s := range r.slides() {
		paths = append(paths, "/studio/slides/"+s.ID)
	}
	inline := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|<script[^>]*>[^<]|<style|hx-on`)
	for _, path := range paths {
		p := u.get(path)
		if csp := p.head.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s has the policy %q", path, csp)
		}
		if p.head.Get("Cache-Control") != "no-store" || p.head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be kept or sniffed", path)
		}
		if m := inline.FindString(p.html); m != "" {
			t.Errorf("%s has something inline: %q", path, m)
		}
		if !strings.Contains(p.html, `lang="vi"`) || !strings.Contains(p.html, "</html>") {
			t.Errorf("%s is not whole", path)
		}
	}
}

func TestEmptyAndFullPages(t *testing.T) {
	r := newRig(t)
	u := r.first()
	empty := map[string]string{
		"/studio/slides": "Chưa có trang nào", "/studio/screens": "Chưa có màn hình nào", "/studio/figures": "Chưa có số liệu",
		"/studio/tokens": "Chưa có mã nào", "/studio/settings": "Tên miền được phép", "/studio/account": "Nguyễn Thị Ước",
	}
	for path, want := range empty {
		u.get(path).says(t, 200, want)
	}
	fill(t, r, u)
	u.get("/studio/slides").says(t, 200, "Cài đặt iHanoi", "Thông báo", "Tháng cao điểm")
	u.get("/studio/slides?state=approved").says(t, 200, "Chưa có trang nào")
	u.get("/studio/screens").says(t, 200, "NGATU-01", "432×216", "Phường Ba Đình", "Đang chiếu")
	u.get("/studio/tokens").says(t, 200, "Hệ thống quận")
}

// fill makes one of everything.
func fill(t *testing.T, r *rig, u *user) {
	t.Helper()
	u.upload("/studio/upload", "anh.jpg", photo(9), "application/json").says(t, 200)
	u.post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi ngay hôm nay", "brief", "Cài iHanoi", "style", "statement").says(t, 200, "Đã tạo bản nháp")
	newScreen(t, u, "NGATU-01").says(t, 200, "Đã lưu")
	u.post("/studio/tokens", "name", "Hệ thống quận", "scope", "figures").says(t, 200)
	r.presence = []hub.Presence{{Screen: "NGATU-01", Heard: time.Now()}}
}

func newScreen(t *testing.T, u *user, code string, more ...string) page {
	t.Helper()
	p, _ := area.PeriodAt(time.Now())
	ward := wardIn(t, p)
	return u.post("/studio/screens/new", append([]string{
		"code", code, "name", "LED ngã tư", "area", ward, "venue", "intersection", "kind", "led",
		"width", "432", "height", "216", "pitch", "5", "distance", "15",
	}, more...)...)
}

func wardIn(t *testing.T, p area.Period) string {
	t.Helper()
	for _, code := range []string{"00004", "001"} {
		if p == area.Jul2025 || code == "001" {
			return area.Key{Period: p, Code: code}.String()
		}
	}
	t.Fatalf("no ward for %s", p)
	return ""
}

func TestFromFileToAirAndOff(t *testing.T) {
	r := newRig(t)
	editor := r.first()
	approver := r.other("duyet", signin.Approver)
	newScreen(t, editor, "NGATU-01").says(t, 200)

	p := editor.upload("/studio/upload", "Lễ hội.jpg", photo(3), "application/json")
	var got struct{ ID, Title, At string }
	if err := json.Unmarshal([]byte(p.html), &got); err != nil || got.Title != "Lễ hội" {
		t.Fatalf("upload answered %d %s", p.status, p.html)
	}
	editor.get(got.At).says(t, 200, "Bản nháp", "Gửi duyệt", "432×216", "1920×1080", "tạo")
	editor.post(got.At, "title", "Lễ hội mùa thu", "fit", "cover", "focus_x", "0,25", "focus_y", "0.5", "dwell", "12", "from", "2026-01-02T08:00").
		says(t, 200, "Đã lưu", "Lễ hội mùa thu")
	if s := r.slides()[0]; s.Fit != content.Cover || s.FocusX != 0.25 || s.Dwell != 12*time.Second ||
		!s.Valid.From.Equal(time.Date(2026, 1, 2, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("the slide was kept as %+v", s)
	}
	approver.get("/studio/slides?state=submitted").says(t, 200, "Chưa có trang nào")
	editor.post(got.At+"/submit").says(t, 200, "Đã gửi duyệt", "Chờ duyệt")
	editor.post(got.At+"/approve", "document", "1").says(t, 403, "Người soạn không được tự duyệt")
	approver.get("/studio/slides?state=submitted").says(t, 200, "Lễ hội mùa thu")
	approver.post(got.At+"/approve", "document", "123/SVHTT", "valid_until", "2099-12-31T00:00", "at_once", "yes").
		says(t, 200, "Đã duyệt", "123/SVHTT", "Trần Văn duyet")
	s := r.slides()[0]
	if s.State != content.Approved || s.AtOnce.IsZero() || s.Approval.Alone || s.Approval.Valid.Until.IsZero() {
		t.Errorf("approved as %+v", s)
	}
	editor.post(got.At, "title", "Khác").says(t, 409, "Hãy gỡ xuống trước khi sửa")
	editor.post(got.At+"/delete").says(t, 409, "Chỉ xóa được bản nháp")
	approver.post(got.At+"/off").says(t, 200, "Đã gỡ khỏi mọi màn hình", "gỡ xuống", "duyệt")
	if s := r.slides()[0]; s.State != content.TakenOff {
		t.Errorf("still %s", s.State)
	}
}

func TestOnAirIsToldByTheRulesOfProgrammes(t *testing.T) {
	r := newRig(t)
	u := r.first()
	newScreen(t, u, "NGATU-01")
	newScreen(t, u, "NGATU-02")
	u.post("/studio/notice", "campaign", "main", "head", "Cài đặt iHanoi", "title", "Lời mời")
	at := slidePath(r.slides()[0].ID)
	u.post(at + "/submit")
	u.post(at+"/approve").says(t, 200, "trên on 2 màn hình", "tài khoản duy nhất")
	u.get("/studio/slides").says(t, 200, "trên on 2 màn hình")
	u.post(at+"/off").says(t, 200)
	u.post(at, "title", "Lời mời", "head", "Cài đặt iHanoi", "from", "2090-01-01T00:00")
	u.post(at + "/submit")
	u.post(at+"/approve").says(t, 200, "chưa lên màn hình nào")
	u.get("/studio/slides").says(t, 200, "chưa đến giờ")
}

func TestACountdownWaitsForItsDeadline(t *testing.T) {
	r := newRig(t)
	u := r.first()
	_, err := r.store.Change(context.Background(), "starter", func(tx *store.Tx) error {
		return tx.PutSlide(context.Background(), content.Slide{
			ID: "s-count", Campaign: "main", Kind: content.Countdown, Title: "Đếm ngược", State: content.Draft, Author: "starter",
			Words: content.Words{Head: "Hạn cài đặt"}, Needs: []string{"deadline", content.SettingPublic},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	u.get("/studio/slides/s-count").says(t, 200, "Hạn của chiến dịch", "Địa chỉ công khai", "Bộ mẫu")
	u.post("/studio/slides/s-count", "title", "Đếm ngược", "head", "Hạn cài đặt", "from", "2099-01-01T00:00", "deadline", "2098-01-01T00:00").
		says(t, 422, "Hạn phải sau ngày bắt đầu")
	p := u.post("/studio/slides/s-count", "title", "Đếm ngược", "head", "Hạn cài đặt", "deadline", "2099-01-01T00:00")
	p.says(t, 200, "Đã lưu")
	if strings.Contains(p.html, "Hạn của chiến dịch") {
		t.Error("it still waits for the deadline")
	}
	want := time.Date(2098, 12, 31, 17, 0, 0, 0, time.UTC)
	if s := r.slides()[0]; !s.Deadline.Equal(want) || !s.Valid.Until.Equal(want) || len(s.Needs) != 1 {
		t.Errorf("kept as %+v", s)
	}
}

func TestABoardWaitsForFigures(t *testing.T) {
	r := newRig(t)
	u := r.first()
	newScreen(t, u, "NGATU-01")
	ctx := context.Background()
	change := func(do func(tx *store.Tx) error) {
		t.Helper()
		if _, err := r.store.Change(ctx, "starter", do); err != nil {
			t.Fatal(err)
		}
	}
	change(func(tx *store.Tx) error {
		return tx.PutSlide(ctx, content.Slide{
			ID: "s-board", Campaign: "main", Kind: content.Board, View: content.Gauge, Title: "Tiến độ", State: content.Approved,
			Measure: figure.Accounts.ID, Area: "2024-11/01", Words: content.Words{Head: "Tiến độ iHanoi"},
		})
	})
	const waits = "Số liệu có chỉ tiêu hoặc mẫu số"
	u.get("/studio/slides/s-board").says(t, 200, "chưa lên màn hình nào", "còn thiếu", waits, "Mở số liệu")
	change(func(tx *store.Tx) error {
		f := figure.Figure{Area: area.Key{Period: area.Nov2024, Code: "01"}, Measure: figure.Accounts.ID, Value: 7, Target: 10}
		return tx.PutRelease(ctx, store.Release{
			ID: "one", Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "Công an thành phố", By: "test",
		}, []figure.Figure{f})
	})
	p := u.get("/studio/slides/s-board")
	p.says(t, 200, "trên on 1 màn hình")
	if strings.Contains(p.html, waits) {
		t.Error("it still waits for figures")
	}
}

func TestEditingAnothersSlideMakesItOnesOwn(t *testing.T) {
	r := newRig(t)
	author := r.first()
	both := r.other("ca-hai", signin.Editor, signin.Approver)
	author.post("/studio/notice", "campaign", "main", "head", "Một")
	at := slidePath(r.slides()[0].ID)
	both.post(at, "title", "Một", "head", "Lời của tôi").says(t, 200)
	both.post(at+"/submit").says(t, 200, "Đang chờ người khác duyệt")
	both.post(at+"/approve").says(t, 403, "không được tự duyệt")
	author.post(at+"/approve").says(t, 200, "Đã duyệt")
}

func TestRoles(t *testing.T) {
	r := newRig(t)
	r.first()
	auditor := r.other("kiem-tra", signin.Auditor)
	for _, path := range []string{"/studio/slides", "/studio/screens", "/studio/figures", "/studio/settings", "/studio/account", "/studio/plays"} {
		auditor.get(path).says(t, 200)
	}
	for _, path := range []string{"/studio/upload", "/studio/notice", "/studio/tokens", "/studio/staff", "/studio/screens/new"} {
		auditor.get(path).says(t, 403, "không có quyền")
	}
	auditor.upload("/studio/upload", "a.jpg", photo(1), "text/html").says(t, 403, "không có quyền")
	for _, path := range []string{
		"/studio/notice", "/studio/screens/new", "/studio/screens/enrol", "/studio/settings", "/studio/tokens", "/studio/staff",
		"/studio/screens/NGATU-01/revoke", "/studio/staff/x", "/studio/staff/x/signout",
	} {
		auditor.post(path).says(t, 403, "không có quyền")
	}
	if n := len(r.slides()); n != 0 {
		t.Errorf("an auditor made %d slides", n)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	r := newRig(t)
	u := r.first()
	u.get("/studio/notice")
	good := u.csrf
	for name, spoil := range map[string]func(*http.Request){
		"no token":        func(*http.Request) { u.csrf = "" },
		"another token":   func(*http.Request) { u.csrf = strings.Repeat("x", 43) },
		"another origin":  func(q *http.Request) { q.Header.Set("Origin", "https://attacker.example") },
		"a null origin":   func(q *http.Request) { q.Header.Set("Origin", "null") },
		"cross-site post": func(q *http.Request) { q.Header.Set("Origin", ""); q.Header.Set("Sec-Fetch-Site", "cross-site") },
	} {
		u.csrf = good
		req := u.request("POST", "/studio/notice", nil)
		spoil(req)
		body := "_csrf=" + u.csrf + "&campaign=main&head=Xin+chao"
		fresh := u.request("POST", "/studio/notice", strings.NewReader(body))
		fresh.Header = req.Header
		fresh.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if _, there := fresh.Header["Origin"]; there && fresh.Header.Get("Origin") == "" {
			fresh.Header.Set("Origin", "http://other.example") // the rig would put ours
		}
		if p := u.send(fresh); p.status != 403 {
			t.Errorf("%s: status %d", name, p.status)
		}
	}
	if n := len(r.slides()); n != 0 {
		t.Errorf("a foreign form made %d slides", n)
	}
	r.browser().post("/studio/signin", "login", "uoc", "password", goodPassword).says(t, 200, "Trang chiếu")
}

func TestRefusedFilesSayWhy(t *testing.T) {
	r := newRig(t)
	u := r.first()
	u.upload("/studio/upload", "trang.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "text/html").
		says(t, 200, "trang.svg")
	p := u.upload("/studio/upload", "hong.jpg", photo(1)[:400], "application/json")
	var got struct {
		Error struct{ Code, Vi, En string }
	}
	if err := json.Unmarshal([]byte(p.html), &got); err != nil || p.status != 422 || got.Error.Vi == "" || got.Error.En == "" {
		t.Errorf("a cut file: %d %s", p.status, p.html)
	}
	if n := len(r.slides()); n != 0 {
		t.Errorf("refused files made %d slides", n)
	}
	big := u.request("POST", "/studio/notice", strings.NewReader(strings.Repeat("a", maxForm+1)))
	big.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	u.send(big).says(t, 413, "lớn hơn")
}

func TestPreviewsHaveTheCanvasesOwnPixels(t *testing.T) {
	r := newRig(t)
	u := r.first()
	fill(t, r, u)
	for _, s := range r.slides() {
		for _, c := range append([]content.Canvas{thumb}, standard...) {
			p := u.get(fmt.Sprintf("/studio/slides/%s/preview/%dx%d.png", s.ID, c.Width, c.Height))
			kind := p.head.Get("Content-Type")
			if p.status != 200 || !strings.HasPrefix(kind, "image/") {
				t.Errorf("%s at %s: %d %s", s.Title, c, p.status, kind)
				continue
			}
			if kind != "image/png" {
				continue
			}
			if img, err := png.DecodeConfig(strings.NewReader(p.html)); err != nil || img.Width != c.Width || img.Height != c.Height {
				t.Errorf("%s at %s came as %d×%d (%v)", s.Title, c, img.Width, img.Height, err)
			}
		}
		if p := u.get("/studio/slides/" + s.ID + "/preview/8000x8000.png"); p.status != 404 {
			t.Errorf("a canvas that nobody has was painted: %d", p.status)
		}
	}
	p := u.post("/studio/notice/preview", "head", "Xin chào Hà Nội", "brief", "Xin chào", "campaign", "main")
	if n := strings.Count(p.html, "data:image/png;base64,"); n != len(standard) {
		t.Errorf("the live preview has %d pictures", n)
	}
	u.post("/studio/notice/preview", "head", "").says(t, 200, "Gõ nội dung")
	u.post("/studio/notice", "head", "", "campaign", "main").says(t, 422, "Hãy ghi nội dung chính")
}

func TestLinksLeadToAllowedDomainsAlone(t *testing.T) {
	r := newRig(t)
	admin := r.first()
	approver := r.other("duyet", signin.Approver)
	link, domains := content.SettingAppStore, content.SettingDomains
	for _, bad := range []string{"hanoi", "https://hanoi.gov.vn", "127.0.0.1", "gov.vn", "*.vn"} {
		admin.post("/studio/settings", domains, bad).says(t, 422, "không phải tên miền")
	}
	admin.post("/studio/settings", domains, "Apple.com hanoi.gov.vn").says(t, 200, "Đã lưu")
	allowed := "apple.com hanoi.gov.vn"
	for value, want := range map[string]int{
		"https://apps.apple.com/vn/app/1": 200, "http://apps.apple.com/vn": 422, "https://apple.com.evil.example/": 422, "https://evilapple.com/": 422,
		"javascript:alert(1)": 422, "https://x@apple.com/": 422, "https://apple.com@evil.example/": 422, "//apple.com": 422, "https://HANOI.gov.vn/a": 200,
	} {
		if p := approver.post("/studio/settings", domains, allowed, link, value); p.status != want {
			t.Errorf("%s: status %d, want %d: %s", value, p.status, want, textOf(p.html))
		}
	}
	approver.post("/studio/settings", domains, allowed+" evil.example").says(t, 403, "Chỉ quản trị")
	approver.post("/studio/settings", domains, allowed, link, "").says(t, 200)
	if _, err := r.store.Setting(context.Background(), link); content.CodeOf(err) != content.NotFound {
		t.Errorf("the emptied setting is still set: %v", err)
	}
}

func TestEnrolment(t *testing.T) {
	r := newRig(t)
	u := r.first()
	ctx := context.Background()
	ask := func(code string) {
		err := r.store.PutEnrolment(ctx, store.Enrolment{
			Code: code, Secret: content.DigestOf([]byte(code)), Width: 192, Height: 96, Expires: time.Now().Add(time.Minute),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	ask("K7M-3QA")
	u.post("/studio/screens/enrol", "enrol", "AAA-AAA").says(t, 404, "Không có màn hình nào đang hiện mã")
	p := u.post("/studio/screens/enrol", "enrol", "k7m 3qa")
	p.says(t, 200, "K7M-3QA", "Tạo và ghép")
	if !strings.Contains(p.html, `name="width" inputmode="numeric" value="192"`) {
		t.Error("the size that the player told is not in the form")
	}
	newScreen(t, u, "NGATU-09", "enrol", "K7M-3QA").says(t, 200, "Đã ghép")
	if e, err := r.store.EnrolmentBySecret(ctx, content.DigestOf([]byte("K7M-3QA"))); err != nil || e.Screen != "NGATU-09" {
		t.Errorf("enrolled as %q, %v", e.Screen, err)
	}
	u.post("/studio/screens/enrol", "enrol", "K7M-3QA", "screen", "NGATU-09").says(t, 409)
	ask("ACD-EFG")
	u.post("/studio/screens/enrol", "enrol", "ACDEFG", "screen", "ngatu-09").says(t, 200, "Đã ghép")
	newScreen(t, u, "NGATU-09").says(t, 409, "Đã có màn hình mang mã")
	newScreen(t, u, "ngã tư").says(t, 422, "Mã màn hình")
}

func TestScreensMove(t *testing.T) {
	r := newRig(t)
	u := r.first()
	newScreen(t, u, "NGATU-01")
	now, _ := area.PeriodAt(time.Now())
	form := []string{
		"name", "LED mới", "area", area.City(now).String(), "venue", "mall", "kind", "monitor",
		"width", "1920", "height", "1080", "pitch", "0,63", "distance", "3",
	}
	u.post("/studio/screens/NGATU-01", form...).says(t, 200, "Đã lưu")
	u.post("/studio/screens/NGATU-01", append(form, "moved", "yes", "venue", "office")...).says(t, 200, "Đã từng đứng ở")
	s, err := r.store.Screen(context.Background(), "NGATU-01")
	if err != nil || len(s.Places) != 2 || s.Places[0].Venue != content.Mall || s.Places[1].Venue != content.Office {
		t.Errorf("kept as %+v, %v", s, err)
	}
	u.post("/studio/screens/NGATU-01", append(form, "width", "0")...).says(t, 422, "Chiều rộng")
	u.get("/studio/areas?area_name=ba+dinh").says(t, 200, "Phường Ba Đình", "Quận Ba Đình")
	u.get("/studio/areas?area_name=zzzz").says(t, 200, "Không tìm thấy")
}

const sheetText = "Tính đến: 21/11/2024 17:00\nNguồn: Công an thành phố\nĐơn vị;Giá trị;Chỉ tiêu\nQuận Ba Đình;1200;5000\nQuận Đống Đa;900;4000\n"

func TestFigures(t *testing.T) {
	r := newRig(t)
	u := r.first()
	released := func() int {
		all, err := r.store.Releases(context.Background(), "", 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	u.post("/studio/figures/look", "pasted", sheetText).says(t, 200, "2 đơn vị", "Quận Ba Đình", "1.200", "2.100", "Công an thành phố")
	u.upload("/studio/figures/look", "so-lieu.csv", []byte(sheetText), "text/html").says(t, 200, "so-lieu.csv", "Quận Đống Đa")
	u.post("/studio/figures/look", "pasted", strings.Replace(sheetText, "Ba Đình", "Ba Đìn", 1)).says(t, 200, "Dòng 4", "Chưa lấy số liệu nào")
	u.post("/studio/figures/look").says(t, 422, "Hãy chọn tệp")
	if n := released(); n != 0 {
		t.Errorf("looking released %d", n)
	}
	u.post("/studio/figures", "pasted", strings.Replace(sheetText, "900", "900,5", 1)).says(t, 422, "không số liệu nào được lấy")
	if n := released(); n != 0 {
		t.Errorf("a bad sheet released %d", n)
	}
	u.post("/studio/figures", "pasted", sheetText).says(t, 200, "Đã công bố số liệu", "Nguyễn Thị Ước")
	if n := released(); n != 1 {
		t.Errorf("%d released", n)
	}
}

func TestTokensAreShownOnce(t *testing.T) {
	r := newRig(t)
	u := r.first()
	p := u.post("/studio/tokens", "name", "Quận", "scope", "slides")
	m := regexp.MustCompile(`value="(ngatu_[a-z0-9]{52})"`).FindStringSubmatch(p.html)
	if m == nil {
		t.Fatalf("no token on the page: %s", textOf(p.html))
	}
	tok, err := r.store.Token(context.Background(), content.DigestOf([]byte(m[1])))
	if err != nil || tok.Scope != "slides" {
		t.Fatalf("kept as %+v, %v", tok, err)
	}
	if p := u.get("/studio/tokens"); strings.Contains(p.html, m[1]) {
		t.Error("the token is shown twice")
	}
	u.post("/studio/tokens/"+tok.ID+"/revoke").says(t, 200, "Đã thu hồi")
	if _, err := r.store.Token(context.Background(), tok.Hash); content.CodeOf(err) != content.NotFound {
		t.Errorf("still good: %v", err)
	}
	u.post("/studio/tokens", "name", "Quận", "scope", "everything").says(t, 422, "Hãy chọn mã được làm gì")
}

func TestBeginInTheBrowsersOrder(t *testing.T) {
	r := newRig(t)
	link, err := r.signin.NewLink(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	path, token, _ := strings.Cut(link, "#")
	u := r.browser()
	u.get(path).says(t, 200, "Đang kiểm tra liên kết")
	u.get("/studio/signin").says(t, 200, "Chưa có tài khoản nào")
	u.post("/studio/begin/look", "token", token).says(t, 200, "Họ và tên", "Mật khẩu")
	u.post("/studio/begin/look", "token", "khác").says(t, 403, "đã được dùng hoặc đã hết hạn")
	p := u.post("/studio/begin", "token", token, "name", "Ước", "login", "uoc", "password", "admin12345678")
	p.says(t, 422, "dễ đoán", "Họ và tên")
	if strings.Contains(p.html, "admin12345678") {
		t.Error("the password came back in the page")
	}
	u.post("/studio/begin", "token", token, "name", "Ước", "login", "uoc", "password", goodPassword).says(t, 200, "Trang chiếu")
	r.browser().post("/studio/begin", "token", token, "name", "Ai", "login", "ai-do", "password", goodPassword).says(t, 403, "đã được dùng")
	u.post("/studio/signout").says(t, 200, "Đã đăng xuất")
	if p := u.get("/studio/slides"); p.path != "/studio/signin" {
		t.Errorf("still signed in at %s", p.path)
	}
}

func TestUndeclaredTemplatesStopTheStart(t *testing.T) {
	copyOf := func() fstest.MapFS {
		m := fstest.MapFS{}
		for _, dir := range []string{"page", "part", "style", "script", "vendor"} {
			entries, err := assets.Files.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				b, err := assets.Files.ReadFile(dir + "/" + e.Name())
				if err != nil {
					t.Fatal(err)
				}
				m[dir+"/"+e.Name()] = &fstest.MapFile{Data: b}
			}
		}
		b, err := assets.Files.ReadFile("layout.html")
		if err != nil {
			t.Fatal(err)
		}
		m["layout.html"] = &fstest.MapFile{Data: b}
		return m
	}
	if _, err := build(copyOf()); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(fstest.MapFS){
		"a page more": func(m fstest.MapFS) {
			m["page/secret.html"] = &fstest.MapFile{Data: []byte("{{define \"main\"}}{{end}}")}
		},
		"a page less": func(m fstest.MapFS) { delete(m, "page/slides.html") },
		"a part more": func(m fstest.MapFS) { m["part/secret.html"] = &fstest.MapFile{} },
		"not a page":  func(m fstest.MapFS) { m["page/fault.html"] = &fstest.MapFile{Data: []byte("x")} },
		"bad template": func(m fstest.MapFS) {
			m["page/fault.html"] = &fstest.MapFile{Data: []byte("{{define \"main\"}}{{nope}}")}
		},
	} {
		m := copyOf()
		spoil(m)
		if _, err := build(m); err == nil {
			t.Errorf("%s: it started", name)
		}
	}
}

func TestACheckoutIsReadWhileWorkingOnIt(t *testing.T) {
	if _, err := New(Options{Dev: "../.."}); err != nil {
		t.Error(err)
	}
	if _, err := New(Options{Dev: t.TempDir()}); err == nil {
		t.Error("a checkout without templates was taken")
	}
}
