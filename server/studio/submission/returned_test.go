package submission_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A takeover goes to the approver together with other drafts. What is returned of it, of a setting
// and of a standing approval stays a draft with its reason, and its form opens filled in with it.
func TestWhatIsReturnedStaysADraft(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	editor, approver, third := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver), r.Other("duyet2", signin.Approver)
	a := notice(t, r, editor, "Tấm một")
	page := editor.Post("/studio/takeovers/new", "title", "Bão số 8", "head", "Bão đổ bộ tối nay", "brief", "Bão tối nay", "gravity", "danger", "reach", "all")
	at, _, _ := strings.Cut(page.Says(t, 200, "Bão số 8").Path, "?")
	storm := "takeover:" + strings.TrimPrefix(at, "/studio/takeovers/")
	editor.Get("/studio/submissions/new").Says(t, 200, "Bão số 8", "Thông báo khẩn · Bản nháp")
	sent := send(editor, []string{a, storm})
	path, _, _ := strings.Cut(sent.Says(t, 200, "Gửi duyệt 2 mục", "Bão số 8", "Mọi màn hình").Path, "?")
	editor.Get(at).Says(t, 200, "Xem lần gửi duyệt", "người soạn không tự duyệt")
	approver.Get("/studio/submissions").Says(t, 200, "và 1 mục khác")
	decide(approver, path, "approve "+storm, storm+".document", "8/CĐ").Says(t, 200, "Đã ghi quyết định")
	approver.Get(at).Says(t, 200, "Phát lên màn hình", "8/CĐ")
	decide(approver, path, "approve all").Says(t, 200, "Không có gì chờ bạn duyệt")

	// A change of it is returned, corrected in its form, and approved.
	editor.Post(at, "title", "Bão số 8", "head", "Bão đổ bộ sáng mai", "gravity", "danger", "reach", "all").Says(t, 200, "Chờ duyệt")
	list := approver.Get("/studio/submissions")
	path = list.HTML[strings.Index(list.HTML, "/studio/submissions/d-"):]
	path = path[:strings.Index(path, `"`)]
	decide(approver, path, "return "+storm, storm+".why", "Ghi rõ giờ").Says(t, 200, "Không có gì chờ bạn duyệt")
	if got := editor.Get(at).Says(t, 200, "Người duyệt trả lại: Ghi rõ giờ").Value("head"); got != "Bão đổ bộ sáng mai" {
		t.Errorf("the form has %q", got)
	}
	approver.Post(at+"/approve", "seen", "x").Says(t, 409, "không còn chờ duyệt")
	page = send(editor, []string{storm}).Says(t, 200, "Bão đổ bộ sáng mai", "Gửi lại sau lần bị trả lại")
	path, _, _ = strings.Cut(page.Path, "?")
	decide(third, path, "approve "+storm).Says(t, 200, "Đã ghi quyết định")
	if one, err := r.Store.Takeover(context.Background(), strings.TrimPrefix(storm, "takeover:")); err != nil || one.Words.Head != "Bão đổ bộ sáng mai" {
		t.Errorf("%+v, %v", one, err)
	}

	// A setting.
	hotline := "/studio/settings/" + content.SettingHotline
	boss.Post("/studio/settings", content.SettingHotline, "1022 nhánh 8", content.SettingApp, "iHanoi").Says(t, 200, "Đã gửi duyệt")
	approver.Post(hotline+"/return", "why", "Thiếu mã vùng").Says(t, 200, "Đã trả lại")
	page = boss.Get("/studio/settings").Says(t, 200, "Người duyệt trả lại: Thiếu mã vùng", "Mới: 1022 nhánh 8")
	if got := page.Value("only"); got != content.SettingHotline {
		t.Errorf("the form is of %q", got)
	}
	approver.Post(hotline+"/approve", "seen", string(content.SightOf("1022 nhánh 8"))).Says(t, 409, "không còn chờ duyệt")
	boss.Post("/studio/settings", "only", content.SettingHotline, content.SettingHotline, "024 1022").Says(t, 200, "Đã gửi duyệt", "Mới: 024 1022").Lacks(t, "Thiếu mã vùng")
	approver.Post(hotline+"/approve", "seen", string(content.SightOf("024 1022"))).Says(t, 200, "Đã duyệt")
	boss.Post("/studio/settings/"+content.SettingApp+"/return").Says(t, 200, "Mới: iHanoi")
	boss.Post("/studio/settings/"+content.SettingApp+"/return", "discard", "yes").Says(t, 200, "Đã bỏ giá trị mới").Lacks(t, "Mới: iHanoi")

	// A standing approval.
	until := time.Now().Add(60 * 24 * time.Hour).Format("2006-01-02T15:04")
	who, err := r.Store.StaffByLogin(context.Background(), "soan")
	if err != nil {
		t.Fatal(err)
	}
	editor.Post("/studio/standings/new", "folder", "Tuyên truyền", "editor", who.ID, "video", "yes", "share", "2", "reach", "all", "until", until).Says(t, 200, "Đã gửi duyệt")
	list = approver.Get("/studio/submissions")
	path = list.HTML[strings.Index(list.HTML, "/studio/submissions/d-"):]
	path = path[:strings.Index(path, `"`)]
	_, rest, _ := strings.Cut(approver.Get(path).HTML, `value="return `)
	key, _, _ := strings.Cut(rest, `"`)
	decide(approver, path, "return "+key, key+".why", "Chỉ một quận").Says(t, 200)
	editor.Get("/studio/standings").Says(t, 200, "Người duyệt trả lại: Chỉ một quận", "Sửa rồi gửi lại")
	id := strings.TrimPrefix(key, "standing:")
	page = editor.Get("/studio/standings/new?draft="+id).Says(t, 200, "Chỉ một quận")
	if page.Value("folder") != "Tuyên truyền" || page.Value("share") != "2" {
		t.Errorf("the form has %q and %q", page.Value("folder"), page.Value("share"))
	}
	editor.Post("/studio/standings/new", "draft", id, "folder", "Tuyên truyền", "editor", who.ID, "video", "yes", "share", "2", "reach", "area", "area", "2024-11/006", "until", until).
		Says(t, 200, "Đã gửi duyệt", "Quận Đống Đa").Lacks(t, "Chỉ một quận")
	editor.Post("/studio/standings/"+id+"/withdraw").Says(t, 200, "Đã rút lại", "Bản nháp")
	editor.Post("/studio/standings/"+id+"/withdraw", "discard", "yes").Says(t, 200).Lacks(t, "Tuyên truyền")
}
