package studio

import (
	"context"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// A takeover is prepared by one person, approved by another, put on by one press and ended by one press; nothing of it goes round
// the gate.
func TestTakeover(t *testing.T) {
	r := newRig(t)
	boss := r.first()
	author, approver := r.other("soan", signin.Editor), r.other("duyet", signin.Approver)
	operator, reporter := r.other("truc", signin.Operator), r.other("solieu", signin.Reporter)
	if _, err := r.store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutScreen(context.Background(), content.Screen{Code: "NGATU-01", Name: "Chùa Bộc", Places: []content.Place{{
			Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
			Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		}}})
	}); err != nil {
		t.Fatal(err)
	}
	boss.get("/studio/takeovers").says(t, 200, "Chưa soạn thông báo khẩn nào")
	author.post("/studio/takeovers/new", "head", "Bão", "gravity", "").says(t, 422, "Hãy chọn mức độ")
	author.post("/studio/takeovers/new", "head", "", "gravity", "danger").says(t, 422, "Hãy ghi nội dung")
	author.post("/studio/takeovers/preview", "head", "Bão đổ bộ tối nay", "brief", "Bão tối nay", "gravity", "danger").says(t, 200, "1920×1080")
	made := author.post("/studio/takeovers/new", "title", "Bão số 8", "head", "Bão đổ bộ tối nay. Ở trong nhà.", "brief", "Bão tối nay", "gravity", "danger", "reach", "all")
	made.says(t, 200, "Bão số 8", "Mọi màn hình", "Gửi duyệt")
	path, _, _ := strings.Cut(made.path, "?")
	operator.post(path+"/on", "minutes", "60").says(t, 409, "chưa được duyệt")
	author.post(path+"/submit").says(t, 200, "Đang chờ người khác duyệt")
	author.post(path+"/approve").says(t, 403)
	approver.post(path+"/approve", "document", "12/CĐ").says(t, 200, "Duyệt bởi", "12/CĐ")
	reporter.post(path+"/on", "minutes", "60").says(t, 403)
	author.post(path, "head", "Lời khác", "gravity", "danger").says(t, 409, "đã được duyệt")
	operator.post(path+"/on", "minutes", "600").says(t, 422, "1 đến 240")
	operator.post(path+"/on", "minutes", "60", "drill", "yes").says(t, 200, "Đang phát", "Diễn tập", "chưa liên lạc được")
	operator.post(path+"/on", "minutes", "60").says(t, 409, "diễn tập")
	boss.get("/studio/takeovers").says(t, 200, "Đang phát", "Bão số 8")
	author.post(path+"/end").says(t, 200, "Đã dừng", "Duyệt bởi")
	approver.post(path+"/off").says(t, 200, "chờ người biên tập gửi duyệt")
	author.post(path, "title", "Bão số 9", "head", "Bão đổ bộ đêm nay", "gravity", "warning", "reach", "area", "area_name", "Đống Đa").says(t, 200, "Bão số 9", "Đống Đa")
	author.post(path+"/delete").says(t, 200, "Chưa soạn thông báo khẩn nào")
}
