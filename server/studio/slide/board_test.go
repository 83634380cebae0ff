package slide_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// releaseOf lets out figures of the 30 districts of 2024, of an hour ago.
func releaseOf(t *testing.T, r *studiotest.Rig, id string) {
	t.Helper()
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		var all []figure.Figure
		for _, d := range set.At(area.Nov2024, area.DistrictLevel) {
			all = append(all, figure.Figure{Area: d.Key(), Measure: figure.Accounts.ID, Value: 300, Target: 1000})
		}
		return tx.PutRelease(context.Background(), store.Release{
			ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time().Add(-time.Hour), Source: "Công an thành phố", By: "test",
		}, all)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A board is made by form, and looked at while it is typed.
func TestABoardIsMade(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01")
	releaseOf(t, r, "r-1")
	u.Get("/studio/templates").Says(t, 200, "Bảng số liệu")
	p := u.Get("/studio/boards/new").Says(t, 200, "Tài khoản iHanoi đã đăng ký", "Thành phố Hà Nội", "Quận Ba Đình", "Bản đồ ô")
	if p.Value("measure") != "accounts" || p.Value("area") != "2025-07/01" || p.Value("view") != "gauge" {
		t.Errorf("a new board begins as %s of %s, %s", p.Value("measure"), p.Value("area"), p.Value("view"))
	}
	form := func(view, of string) []string {
		return []string{"campaign", "main", "title", "Bảng quận", "measure", "accounts", "area", of, "view", view, "head", "Tiến độ cài đặt iHanoi", "brief", "Tiến độ"}
	}
	u.Post("/studio/boards/preview").Says(t, 200, "Gõ nội dung")
	seen := u.Post("/studio/boards/preview", form("league", "2024-11/01")...)
	if seen.Says(t, 200, "432×216", "màn hình của bạn"); strings.Count(seen.HTML, "data:image/png") != 1 {
		t.Errorf("the preview: %s", studiotest.TextOf(seen.HTML))
	}
	for _, bad := range [][]string{{"grid", "2025-07/01", "Bản đồ ô chỉ có cho 30"}, {"gauge", "2025-07/00004", "có đơn vị trực thuộc"}, {"pie", "2024-11/01", "Hãy chọn kiểu"}} {
		u.Post("/studio/boards/new", form(bad[0], bad[1])...).Says(t, 422, bad[2])
	}
	u.Post("/studio/boards/new", "campaign", "main", "measure", "acc", "area", "2024-11/01", "view", "gauge").Says(t, 422, "Hãy chọn chỉ số", "Hãy ghi tiêu đề")
	if len(r.Slides()) != 0 {
		t.Fatal("a refused board was stored")
	}
	u.Post("/studio/boards/new", form("league", "2024-11/01")...).Says(t, 200, "Đã tạo bản nháp")
	one := r.Slides()[0]
	if one.Kind != content.Board || one.BoardName() != "accounts@2024-11/01" || one.View != content.League || one.State != content.Draft || one.Sample || one.Author == "" {
		t.Errorf("kept as %+v", one)
	}
}

// What a live board shows is changed beside it: looked at while it is chosen, and on air with
// another person's approval.
func TestABoardShowsSomethingElse(t *testing.T) {
	r := studiotest.New(t)
	editor, approver := r.First(), r.Other("duyet", signin.Approver)
	studiotest.NewScreen(t, editor, "NGATU-01")
	releaseOf(t, r, "r-1")
	editor.Post("/studio/boards/new", "campaign", "main", "title", "Bảng quận", "measure", "accounts", "area", "2024-11/01", "view", "gauge", "head", "Tiến độ").Says(t, 200)
	at := shell.SlidePath(r.Slides()[0].ID)
	editor.Post(at+"/submit").Says(t, 200)
	approver.Approve(at, "document", "1/GP").Says(t, 200, "trên 1 màn hình")
	form := func(view, of string) []string {
		return []string{"title", "Bảng quận", "head", "Tiến độ", "measure", "accounts", "area", of, "view", view}
	}
	page := editor.Get(at).Says(t, 200, "Kiểu bảng", "Xem trước")
	if page.Value("view") != "gauge" || page.Value("area") != "2024-11/01" || page.Value("slide") != r.Slides()[0].ID {
		t.Errorf("the form begins as %s of %s", page.Value("view"), page.Value("area"))
	}
	gauge := editor.Post("/studio/boards/preview", append(form("gauge", "2024-11/01"), "slide", r.Slides()[0].ID)...)
	league := editor.Post("/studio/boards/preview", append(form("league", "2024-11/01"), "slide", r.Slides()[0].ID)...)
	if strings.Count(league.HTML, "data:image/png") != 1 || league.HTML == gauge.HTML {
		t.Error("the preview does not follow what is chosen")
	}
	editor.Post(at, form("grid", "2025-07/01")...).Says(t, 422, "Bản đồ ô chỉ có cho 30")
	editor.Post(at, "title", "Bảng quận", "head", "Tiến độ").Says(t, 422, "Chưa có gì khác") // a program that names none of them changes none
	editor.Post(at, form("league", "2024-11/01")...).Says(t, 200, "Đã lưu", "Kiểu bảng", "Tổng so với chỉ tiêu", "Danh sách đơn vị vừa một màn hình")
	if live := r.Slides()[0]; live.View != content.Gauge {
		t.Errorf("what is live became %s", live.View)
	}
	editor.Post(at+"/submit").Says(t, 200)
	approver.Get(at).Says(t, 200, "Kiểu bảng Tổng so với chỉ tiêu Danh sách đơn vị vừa một màn hình")
	approver.Approve(at).Says(t, 200)
	if live := r.Slides()[0]; live.View != content.League || live.Area != "2024-11/01" {
		t.Errorf("approved, it is %s of %s", live.View, live.Area)
	}
}
