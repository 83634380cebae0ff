package takeover_test

import (
	"context"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

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
	operator.Post(path+"/on", "minutes", "60").Says(t, 409, "chưa được duyệt")
	author.Post(path+"/submit").Says(t, 200, "Đang chờ người khác duyệt")
	author.Post(path+"/approve").Says(t, 403)
	seen := approver.Get(path).Value("seen")
	author.Post(path, "title", "Bão số 8", "head", "Bão đổ bộ tối nay.", "brief", "Bão tối nay", "gravity", "warning", "reach", "all").Says(t, 200)
	boss.Post(path+"/submit").Says(t, 200)
	approver.Post(path+"/approve", "seen", seen).Says(t, 409, "vừa được sửa", "Duyệt để sẵn sàng phát")
	boss.Approve(path).Says(t, 403, "không được tự duyệt") // it is who submitted it
	approver.Approve(path, "document", "12/CĐ").Says(t, 200, "Duyệt bởi", "12/CĐ")
	reporter.Post(path+"/on", "minutes", "60").Says(t, 403)
	author.Post(path, "head", "Lời khác", "gravity", "danger").Says(t, 409, "đã được duyệt")
	operator.Post(path+"/on", "minutes", "600").Says(t, 422, "1 đến 240")
	operator.Post(path+"/on", "minutes", "60", "drill", "yes").Says(t, 200, "Đang phát", "Diễn tập", "chưa liên lạc được")
	operator.Post(path+"/on", "minutes", "60").Says(t, 409, "diễn tập")
	boss.Get("/studio/takeovers").Says(t, 200, "Đang phát", "Bão số 8")
	author.Post(path+"/end").Says(t, 200, "Đã dừng", "Duyệt bởi")
	approver.Post(path+"/off").Says(t, 200, "chờ người biên tập gửi duyệt")
	author.Post(path, "title", "Bão số 9", "head", "Bão đổ bộ đêm nay", "gravity", "warning", "reach", "area", "area_name", "Đống Đa").Says(t, 200, "Bão số 9", "Đống Đa")
	author.Post(path+"/delete").Says(t, 200, "Chưa soạn thông báo khẩn nào")
}
