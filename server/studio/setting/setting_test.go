package setting_test

import (
	"context"
	"strings"
	"testing"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/grounds"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/intake"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// live is the value in force; "" where it is unset.
func live(t *testing.T, r *studiotest.Rig, key string) string {
	t.Helper()
	one, err := r.Store.Setting(context.Background(), key)
	if err != nil && content.CodeOf(err) != content.NotFound {
		t.Fatal(err)
	}
	return one.Value
}

// Only hosts of allowed domains pass; a domain and a link under it never come together, not even
// from the only account.
func TestLinksLeadToAllowedDomainsAlone(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	link, domains := content.SettingAppStore, content.SettingDomains
	for _, bad := range []string{"hanoi", "https://hanoi.gov.vn", "127.0.0.1", "*.vn"} {
		admin.Post("/studio/settings", domains, bad).Says(t, 422, "không phải tên miền")
	}
	for _, bad := range []string{"gov.vn", "com.au", "vercel.app", "hanoi.vn", "kawasaki.jp", "x.kawasaki.jp", "s3.amazonaws.com"} {
		admin.Post("/studio/settings", domains, "apple.com "+bad).Says(t, 422, "ai cũng đăng ký được")
	}
	admin.Post("/studio/settings", domains, "Apple.com hanoi.gov.vn").Says(t, 200, "Đã lưu")
	allowed := "apple.com hanoi.gov.vn"
	for value, want := range map[string]int{
		"https://apps.apple.com/vn/app/1": 200, "http://apps.apple.com/vn": 422, "https://apple.com.evil.example/": 422, "https://evilapple.com/": 422,
		"javascript:alert(1)": 422, "https://x@apple.com/": 422, "https://apple.com@evil.example/": 422, "//apple.com": 422, "https://HANOI.gov.vn/a": 200,
	} {
		if p := admin.Post("/studio/settings", domains, allowed, link, value); p.Status != want {
			t.Errorf("%s: status %d, want %d: %s", value, p.Status, want, studiotest.TextOf(p.HTML))
		}
	}
	admin.Post("/studio/settings", domains, allowed+" amazonaws.com", link, "https://aws.amazonaws.com/app").Says(t, 422, "không có trong danh sách")
	admin.Post("/studio/settings", domains, allowed+" amazonaws.com", link, "https://hanoi.gov.vn/a").Says(t, 200)
	admin.Post("/studio/settings", domains, allowed+" amazonaws.com", link, "https://evil.s3.amazonaws.com/app").Says(t, 422, "không có trong danh sách")
	admin.Post("/studio/settings", domains, allowed+" amazonaws.com", link, "https://aws.amazonaws.com/app").Says(t, 200)
	admin.Post("/studio/settings", domains, allowed, link, "https://aws.amazonaws.com/app").Says(t, 200)
	if got := live(t, r, link); got != "" {
		t.Errorf("the domain went, and the link under it stays: %q", got)
	}
}

// A new value waits for another person, who approves exactly what was seen; to take a link or a
// domain away needs one person, at once.
func TestASettingTakesTwo(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	admin.Post("/studio/settings", content.SettingDomains, "apple.com hanoi.gov.vn", content.SettingAppStore, "").Says(t, 200, "Đã lưu")
	approver, other, editor := r.Other("duyet", signin.Approver), r.Other("duyet2", signin.Approver), r.Other("soan", signin.Editor)
	typed := []string{
		content.SettingDomains, "apple.com hanoi.gov.vn", content.SettingAppStore, "https://apps.apple.com/vn/app/1", content.SettingHotline, "1022",
	}
	approver.Post("/studio/settings", typed...).Says(t, 200, "Đã gửi duyệt", "Đang chờ người khác duyệt")
	if got := live(t, r, content.SettingHotline); got != "" {
		t.Fatalf("one person has set the hotline: %q", got)
	}
	at := "/studio/settings/" + content.SettingHotline
	approver.Post(at+"/approve", "seen", string(content.SightOf("1022"))).Says(t, 403, "không tự duyệt")
	editor.Post(at+"/approve", "seen", string(content.SightOf("1022"))).Says(t, 403)
	typed[5] = "1900 1022"
	admin.Post("/studio/settings", typed...).Says(t, 200, "Đã gửi duyệt")
	other.Post(at+"/approve", "seen", string(content.SightOf("1022"))).Says(t, 409, "vừa được sửa")
	approver.Post(at+"/approve", "seen", string(content.SightOf("1900 1022"))).Says(t, 403, "không tự duyệt") // it was theirs before it was changed
	r.Bound("duyet2", mandate.Mandate{Role: signin.Approver, Area: "2024-11/006"})
	other.Post(at+"/approve", "seen", string(content.SightOf("1900 1022"))).Says(t, 403, "dành cho toàn thành phố")
	r.Bound("duyet2", mandate.Mandate{Role: signin.Approver})
	other.Post(at+"/approve", "seen", string(content.SightOf("1900 1022"))).Says(t, 200, "Đã duyệt")
	if got := live(t, r, content.SettingHotline); got != "1900 1022" {
		t.Errorf("approved is %q", got)
	}
	other.Post(at+"/approve", "seen", string(content.SightOf("1900 1022"))).Says(t, 404)
	link := "/studio/settings/" + content.SettingAppStore
	other.Post(link+"/return", "why", "Sai liên kết").Says(t, 200, "Đã trả lại").Lacks(t, "Chờ duyệt")
	approver.Post("/studio/settings", typed...).Says(t, 200, "Đã gửi duyệt")
	other.Post(link+"/approve", "seen", string(content.SightOf(typed[3]))).Says(t, 200, "Đã duyệt")
	// A domain that goes takes its link with it; one that comes waits.
	approver.Post("/studio/settings", content.SettingDomains, "hanoi.gov.vn", content.SettingAppStore, typed[3], content.SettingHotline, typed[5]).Says(t, 403, "Chỉ quản trị")
	admin.Post("/studio/settings", content.SettingDomains, "hanoi.gov.vn google.com", content.SettingAppStore, typed[3], content.SettingHotline, typed[5]).Says(t, 200, "Đã gửi duyệt")
	if got := [2]string{live(t, r, content.SettingDomains), live(t, r, content.SettingAppStore)}; got != [2]string{"hanoi.gov.vn", ""} {
		t.Errorf("after a domain was taken away: %q", got)
	}
	other.Post("/studio/settings/"+content.SettingDomains+"/approve", "seen", string(content.SightOf("hanoi.gov.vn google.com"))).Says(t, 200, "Đã duyệt")
	if got := live(t, r, content.SettingDomains); got != "hanoi.gov.vn google.com" {
		t.Errorf("domains: %q", got)
	}
}

// The approver sees the live slides that change, those that wait for the value, and those that have
// the old one typed in; one that would not fit any more blocks it.
func TestWhatASettingChanges(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	boss.Post("/studio/settings", content.SettingHotline, "1022", content.SettingApp, "iHanoi").Says(t, 200, "Đã lưu")
	editor := r.Other("soan", signin.Approver)
	r.Stand("NGATU-01", true)
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		for id, s := range map[string]content.Slide{
			"uses":  {Kind: content.Install, Words: content.Words{Head: "Cài đặt iHanoi", Brief: "Cài iHanoi"}},
			"typed": {Kind: content.Notice, Style: content.Slogan, Words: content.Words{Head: "Gọi 1022"}},
			"waits": {Kind: content.Notice, Style: content.Slogan, Words: content.Words{Head: "Nói với thành phố"}, Needs: []string{content.SettingCity}},
			"other": {Kind: content.Notice, Style: content.Slogan, Words: content.Words{Head: "Nộp hồ sơ"}},
		} {
			s.ID, s.Campaign, s.Title, s.State = id, "main", "Tấm "+id, content.Approved
			if err := tx.PutSlide(context.Background(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	guide := func(id, says string) {
		t.Helper()
		g := protocol.Guide{
			ID: id, Kind: protocol.GuidePages, Title: protocol.Both{Vi: "Hỏi", En: "Ask"},
			Pages: []protocol.GuidePage{{Steps: []protocol.Both{{Vi: says, En: says}}}},
		}
		m, err := intake.KeepGuide(t.Context(), r.Media, g)
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
			if err := tx.PutMedium(t.Context(), m); err != nil {
				return err
			}
			return tx.PutSlide(t.Context(), content.Slide{ID: id, Campaign: "main", Kind: content.Guide, Title: "Hướng dẫn " + strings.TrimPrefix(id, "guide-"), Medium: m.Digest, State: content.Approved})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	guide("guide-typed", "Gọi 1022 khi cần")
	page := store.Medium{Digest: content.DigestOf([]byte("page")), Kind: content.Picture, Type: "image/png", Name: "Thông báo.pdf", Bytes: 4, Width: 10, Height: 10, Text: "Mọi thắc mắc xin gọi\n1022 trong giờ làm việc"}
	if _, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		if err := tx.PutMedium(t.Context(), page); err != nil {
			return err
		}
		return tx.PutSlide(t.Context(), content.Slide{ID: "page", Campaign: "main", Kind: content.Picture, Title: "Trang thông báo", Medium: page.Digest, State: content.Approved})
	}); err != nil {
		t.Fatal(err)
	}
	guide("guide-plain", "Đến quầy số 1")
	p := editor.Post("/studio/settings", content.SettingHotline, "1900 6868", content.SettingApp, "iHanoi")
	p.Says(t, 200, "Đang dùng: 1022", "Mới: 1900 6868", "Gõ tay giá trị cũ, không tự đổi: Tấm typed", "Hướng dẫn typed", "Trang thông báo").Lacks(t, "Tấm other", "Hướng dẫn plain")
	lost, err := r.Store.Slide(t.Context(), "guide-plain")
	if err == nil {
		err = r.Media.Delete(lost.Medium)
	}
	if err != nil {
		t.Fatal(err)
	}
	editor.Get("/studio/settings").Says(t, 200, "chưa biết có gõ tay giá trị cũ không: Hướng dẫn plain")
	p = editor.Post("/studio/settings", content.SettingHotline, "1022", content.SettingApp, "iHanoi", content.SettingCity, "Hà Nội")
	p.Says(t, 200, "Các tấm sẽ lên màn hình: Tấm waits")
	long := "Ứng dụng công dân Thủ đô số của thành phố Hà Nội dành cho mọi người dân và doanh nghiệp trên địa bàn thành phố"
	editor.Post("/studio/settings", content.SettingHotline, "1022", content.SettingApp, long).Says(t, 422, "không còn vừa màn hình", "Tấm uses")
	if got := live(t, r, content.SettingApp); got != "iHanoi" {
		t.Errorf("the app is called %q", got)
	}
}

// Portals that may embed boards are domains as well, and no links lead there for it.
func TestPortals(t *testing.T) {
	r := studiotest.New(t)
	admin := r.First()
	admin.Post("/studio/settings", content.SettingPortals, "gov.vn").Says(t, 422, "ai cũng đăng ký được")
	admin.Post("/studio/settings", content.SettingPortals, "Hanoi.gov.vn").Says(t, 200, "Đã lưu")
	if got := live(t, r, content.SettingPortals); got != "hanoi.gov.vn" {
		t.Errorf("portals: %q", got)
	}
	admin.Post("/studio/settings", content.SettingPortals, "hanoi.gov.vn", content.SettingAppStore, "https://hanoi.gov.vn/a").Says(t, 422, "không có trong danh sách")
	r.Other("duyet", signin.Approver).Post("/studio/settings", content.SettingPortals, "").Says(t, 403, "Chỉ quản trị")
}

// Numbers that may be printed are listed with whose they are: one that comes waits for a second
// person, one that goes holds at once, and slides that print it are named.
func TestNumbersThatMayBePrinted(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	boss.Post("/studio/settings", content.SettingHotline, "1022").Says(t, 200, "Đã lưu")
	approver := r.Other("duyet", signin.Approver)
	r.Put(content.Slide{
		ID: "police", Campaign: "main", Kind: content.Notice, Style: content.Statement, Title: "Công an phường", Words: content.Words{Head: "Gọi 024.3825.1234"},
		State: content.Approved, Approval: content.Approval{By: "x"},
	})
	const police, desk = "Công an phường: 024 3825 1234", "Một cửa: 1900 1234"
	boss.Post("/studio/settings", content.SettingHotline, "1022", content.SettingPhones, "Công an: gọi ngay").Says(t, 422, "không đọc được", "Công an phường Láng")
	boss.Post("/studio/settings", content.SettingHotline, "1022", content.SettingPhones, police+"\r\n"+desk+"\n").Says(t, 200, "Đã gửi duyệt")
	if got := live(t, r, content.SettingPhones); got != "" {
		t.Fatalf("one person has set %q", got)
	}
	at := "/studio/settings/" + content.SettingPhones
	approver.Post(at+"/approve", "seen", string(content.SightOf(police+"\n"+desk))).Says(t, 200, "Đã duyệt")
	if p := boss.Get("/studio/slides/police"); strings.Contains(p.HTML, "không phải đường dây nóng") {
		t.Error("a number of the list is refused")
	}
	// a label or a way of writing that is set right leaves the number in use while it waits
	const right = "Công an phường Láng: 024.3825.1234"
	boss.Post("/studio/settings", content.SettingHotline, "1022", content.SettingPhones, right+"\n"+desk).
		Says(t, 200, "Đã gửi duyệt", right).Lacks(t, "Đã bỏ số điện thoại")
	if got := live(t, r, content.SettingPhones); got != police+"\n"+desk {
		t.Errorf("a label was corrected, and %q is in use", got)
	}
	approver.Post(at+"/approve", "seen", string(content.SightOf(right+"\n"+desk))).Says(t, 200, "Đã duyệt").Lacks(t, "chưa được phép in")

	boss.Post("/studio/settings", content.SettingHotline, "1022", content.SettingPhones, desk+"\nThuế: 1900 5678").
		Says(t, 200, "Đã bỏ số điện thoại", "Giá trị mới chờ", "Công an phường", "mở từng tấm và gỡ", "1900 5678")
	if got := live(t, r, content.SettingPhones); got != desk {
		t.Errorf("a number was taken out, and %q is in use", got)
	}
	approver.Get("/studio/settings").Says(t, 200, "chưa được phép in", "Công an phường")
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	audited, err := grounds.Check(t.Context(), r.Store, units)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range audited.Faults {
		if f.ID == content.SettingPhones {
			t.Errorf("the audit says of the list: %s", f.En)
		}
	}
	approver.Post(at+"/return", "why", "Chưa cần").Says(t, 200, "Đã trả lại")
	boss.Get("/studio/slides/police").Says(t, 200, "Gỡ")
	approver.Post("/studio/holds/new", "scope", "slide", "slide", "police", "reach", "all", "why", "Số đã bỏ").Says(t, 200, "Đã gỡ khỏi màn hình")
	approver.Get("/studio/settings").Says(t, 200).Lacks(t, "chưa được phép in")
	r.Set(content.SettingPhones, police+"\n"+desk)
	boss.Post("/studio/settings", content.SettingHotline, "1022", content.SettingPhones, police+"\n"+desk, content.SettingScreenMB, "không").Says(t, 422, "số MB")
	boss.Post("/studio/settings", content.SettingHotline, "1022", content.SettingPhones, police+"\n"+desk, content.SettingScreenMB, "12").Says(t, 200, "Đã gửi duyệt")
}
