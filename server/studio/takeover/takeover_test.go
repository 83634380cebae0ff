package takeover_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

var marked = regexp.MustCompile(`\?mark=([0-9a-f]+)`)

// markOf is what a page asks by whether it still is so.
func markOf(p studiotest.Page) string { return marked.FindStringSubmatch(p.HTML)[1] }

// A takeover is prepared by one person, approved by another, put on by one press and ended by one
// press; nothing of it goes round the gate.
func TestTakeover(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	author, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	operator, reporter := r.Other("truc", signin.Operator), r.Other("solieu", signin.Reporter)
	if _, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutScreen(context.Background(), content.Screen{Code: "NGATU-01", Name: "Chùa Bộc", Places: []content.Place{{
			Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
			Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		}}})
	}); err != nil {
		t.Fatal(err)
	}
	boss.Get("/studio/takeovers").Says(t, 200, "Chưa soạn thông báo khẩn nào")
	author.Post("/studio/takeovers/new", "head", "Bão", "gravity", "").Says(t, 422, "Hãy chọn mức độ")
	author.Post("/studio/takeovers/new", "head", "", "gravity", "danger").Says(t, 422, "Hãy ghi nội dung")
	author.Post("/studio/takeovers/preview", "head", "Bão đổ bộ tối nay", "brief", "Bão tối nay", "gravity", "danger").Says(t, 200, "1920×1080")
	made := author.Post("/studio/takeovers/new", "title", "Bão số 8", "head", "Bão đổ bộ tối nay. Ở trong nhà.", "brief", "Bão tối nay", "gravity", "danger", "reach", "all")
	made.Says(t, 200, "Bão số 8", "Mọi màn hình", "Gửi duyệt")
	path, _, _ := strings.Cut(made.Path, "?")
	stored := func() content.Takeover {
		t.Helper()
		one, err := r.Store.Takeover(t.Context(), strings.TrimPrefix(path, "/studio/takeovers/"))
		if err != nil {
			t.Fatal(err)
		}
		return one
	}
	operator.Post(path+"/on", "reach", "all", "minutes", "60", "drill", "no").Says(t, 409, "chưa được duyệt")
	author.Post(path+"/submit").Says(t, 200, "Đang chờ người khác duyệt")
	author.Post(path+"/approve").Says(t, 403)
	seen := approver.Get(path).Value("seen")
	author.Post(path, "title", "Bão số 8", "head", "Bão đổ bộ tối nay.", "brief", "Bão tối nay", "gravity", "warning", "reach", "all").Says(t, 200)
	boss.Post(path+"/submit").Says(t, 200)
	approver.Post(path+"/approve", "seen", seen).Says(t, 409, "vừa được sửa", "Duyệt")
	boss.Approve(path).Says(t, 403, "không tự duyệt") // it is who submitted it
	approver.Approve(path, "document", "12/CĐ").Says(t, 200, "Duyệt bởi", "12/CĐ")
	reporter.Post(path+"/on", "reach", "all", "minutes", "60", "drill", "no").Says(t, 403)
	operator.Post(path+"/on", "reach", "all", "minutes", "600", "drill", "no").Says(t, 422, "1 đến 240")
	operator.Post(path+"/on", "reach", "all", "minutes", "60", "drill", "yes").Says(t, 200, "Đang phát", "Diễn tập", "chưa liên lạc được")
	operator.Post(path+"/on", "reach", "all", "minutes", "60", "drill", "no").Says(t, 409, "diễn tập")
	operator.Post(path+"/on", "reach", "all", "minutes", "60").Says(t, 422, "Hãy chọn phát thật hay diễn tập")
	operator.Post(path+"/on", "reach", "all", "drill", "yes").Says(t, 422, "Hãy chọn thời lượng")
	boss.Get("/studio/takeovers").Says(t, 200, "Đang phát", "Bão số 8")
	mark := markOf(author.Get(path))
	if p := author.Get(path + "?mark=" + mark); p.Status != 204 {
		t.Errorf("a page that is up to date is answered with %d", p.Status)
	}
	author.Post(path, "title", "Bão số 8", "head", "Bão mạnh thêm.", "brief", "Bão tối nay", "gravity", "danger", "reach", "all").Says(t, 200, "Chờ duyệt", "Bão mạnh thêm.", "Bản đã duyệt")
	boss.Get("/studio").Says(t, 200, "Bão số 8 Chờ bạn duyệt")
	approver.Post(path+"/approve", "seen", "x").Says(t, 409, "vừa được sửa")
	if now := stored(); now.Words.Head == "Bão mạnh thêm." || !now.Drill {
		t.Errorf("a change that waits is on: %+v", now)
	}
	approver.Post(path+"/approve", "seen", approver.Get(path).Value("seen")).Says(t, 200, "Đã duyệt.")
	if now := stored(); now.Words.Head != "Bão mạnh thêm." || now.Ended != (time.Time{}) || now.Approval.By == "" {
		t.Errorf("approved, and it is %+v", now)
	}
	author.Post(path, "title", "Bão số 8", "head", "Lời khác", "gravity", "danger", "reach", "all").Says(t, 200, "Chờ duyệt")
	approver.Post(path+"/return", "why", "Chưa cần").Says(t, 200, "Đã trả lại", "Người duyệt trả lại: Chưa cần", "Lời khác")
	approver.Post(path+"/approve", "seen", "x").Says(t, 409, "không còn chờ duyệt")
	author.Post(path+"/withdraw", "discard", "yes").Says(t, 200).Lacks(t, "Lời khác")
	before := markOf(author.Get(path))
	author.Post(path+"/end").Says(t, 200, "Đã dừng", "Duyệt bởi")
	operator.Get(path+"?mark="+before).Says(t, 200, "dừng", "Lần phát cuối") // a colleague's page hears of it
	approver.Post(path+"/off").Says(t, 200, "Đã gỡ duyệt, chưa phát được")
	approver.Post(path+"/off").Says(t, 409, "không có gì để gỡ")
	author.Post(path, "title", "Bão số 9", "head", "Bão đổ bộ đêm nay", "gravity", "warning", "reach", "area", "area_name", "Đống Đa").Says(t, 200, "Bão số 9", "Đống Đa")
	approver.Post(path+"/off").Says(t, 409, "không có gì để gỡ")
	if now := stored(); now.State != content.Draft || now.Approval.By != "" {
		t.Errorf("a draft was taken off: %+v", now)
	}
	author.Post(path+"/delete").Says(t, 200, "Chưa soạn thông báo khẩn nào")

	// What was not prepared: one person, half an hour, and every admin hears of it.
	free := []string{"head", "Cháy ở chợ Hôm, tránh phố Huế", "brief", "Cháy phố Huế", "gravity", "warning", "minutes", "10", "drill", "no"}
	operator.Post("/studio/takeovers/free", free...).Says(t, 422, "Hãy chọn phát ở đâu")
	author.Post("/studio/takeovers/free", append(free, "reach", "all")...).Says(t, 403)
	on := operator.Post("/studio/takeovers/free", append(free, "reach", "all")...)
	on.Says(t, 200, "Đang phát", "Lời tự soạn", "chưa ai xem lại")
	path, _, _ = strings.Cut(on.Path, "?")
	boss.Get("/studio").Says(t, 200, "Lời tự soạn chưa ai xem lại: Cháy ở chợ Hôm")
	author.Get("/studio").Lacks(t, "chưa ai xem lại: ")
	operator.Post(path+"/on", "reach", "all", "minutes", "60", "drill", "no").Says(t, 403, "cần một người khác xác nhận")
	operator.Post(path+"/review").Says(t, 403, "không tự xem lại")
	approver.Post(path+"/review").Says(t, 200, "Đã ghi nhận là đã xem lại")
	boss.Get("/studio").Lacks(t, "chưa ai xem lại: ")
	author.Get(path).Lacks(t, "Bản sửa mất hẳn")
	r.Bound("truc", mandate.Mandate{Role: signin.Operator}, mandate.Mandate{Role: signin.Approver})
	author.Post(path, "title", "Cháy", "head", "Cháy ở chợ Hôm", "brief", "Cháy", "gravity", "warning", "reach", "all").Says(t, 200, "Chờ duyệt")
	operator.Get(path).Says(t, 200, "người soạn không tự duyệt")
	operator.Post(path+"/approve", "seen", approver.Get(path).Value("seen")).Says(t, 403, "không tự duyệt")
	operator.Post(path+"/end").Says(t, 200)
	approver.Post(path+"/on", "reach", "all", "minutes", "60", "drill", "no").Says(t, 409, "cho một lần phát")
}
