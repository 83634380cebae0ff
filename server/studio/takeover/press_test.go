package takeover_test

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// The area is chosen at the press, within what was approved and what the person is entrusted with;
// nothing is chosen beforehand.
func TestTheAreaIsChosenAtThePress(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	ward := r.Other("phuong", signin.Operator)
	r.Bound("phuong", mandate.Mandate{Role: signin.Operator, Area: "2024-11/001"})
	ctx := context.Background()
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		for code, areas := range map[string][]string{"NGATU-01": {"2024-11/00004", "2024-11/001", "2024-11/01"}, "NGATU-02": {"2024-11/006", "2024-11/01"}} {
			if err := tx.PutScreen(ctx, content.Screen{Code: code, Name: code, Places: []content.Place{{
				Area: areas[0], Areas: areas, Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
				Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			}}}); err != nil {
				return err
			}
		}
		return tx.PutTakeover(ctx, content.Takeover{
			ID: "t-flood", Title: "Ngập nặng", Gravity: content.Danger, State: content.Approved, Author: "test",
			Words: content.Words{Head: "Ngập nặng. Tránh khu vực này."},
		})
	}); err != nil {
		t.Fatal(err)
	}
	now := func() content.Takeover {
		t.Helper()
		one, err := r.Store.Takeover(ctx, "t-flood")
		if err != nil {
			t.Fatal(err)
		}
		return one
	}
	const path, on = "/studio/takeovers/t-flood", "/studio/takeovers/t-flood/on"
	page := ward.Get(path)
	page.Says(t, 200, "Phát ở đâu", "Quận Ba Đình", "Phường Trúc Bạch", "Khu vực khác")
	page.Lacks(t, "Quận Đống Đa", "Mọi màn hình 2 màn hình")
	for _, name := range []string{"reach", "minutes", "drill"} {
		if page.Value(name) != "" {
			t.Errorf("%s is chosen beforehand: %q", name, page.Value(name))
		}
	}
	boss.Get(path).Says(t, 200, "Mọi màn hình 2 màn hình", "Quận Đống Đa")
	ward.Post(on).Says(t, 422, "Hãy chọn phát ở đâu", "Hãy chọn thời lượng", "Hãy chọn phát thật hay diễn tập")
	ward.Post(on, "reach", "all", "minutes", "60", "drill", "no").Says(t, 403, "ngoài phạm vi bạn được giao")
	ward.Post(on, "reach", "2024-11/006", "minutes", "60", "drill", "no").Says(t, 403, "Đống Đa", "ngoài phạm vi bạn được giao")
	ward.Post(on, "reach", "chỗ này", "minutes", "60", "drill", "no").Says(t, 422, "Không có khu vực này")
	ward.Post(on, "reach", "area", "area", "2024-11/001", "minutes", "60", "drill", "no").Says(t, 200, "Đang phát", "Quận Ba Đình")
	if one := now(); one.In != "2024-11/001" || len(one.Targets) != 0 {
		t.Errorf("it is on in %q", one.In)
	}
	boss.Post(on, "reach", "2024-11/006", "minutes", "60", "drill", "no").Says(t, 409, "vừa được phát ở khu vực khác") // the page was older
	boss.Post(on, "on", "yes", "reach", "kept", "minutes", "120", "drill", "no").Says(t, 200, "Quận Ba Đình")
	boss.Post(on, "on", "yes", "reach", "all", "minutes", "30", "drill", "no").Says(t, 200, "Mọi màn hình")
	ward.Post(path+"/end").Says(t, 403, "toàn thành phố")
	ward.Post(on, "on", "yes", "reach", "2024-11/001", "minutes", "30", "drill", "no").Says(t, 403, "toàn thành phố")
	boss.Post(path+"/end").Says(t, 200, "Đã dừng")
	boss.Post(on, "on", "yes", "reach", "kept", "minutes", "30", "drill", "no").Says(t, 409, "không còn phát")
	ward.Post(on, "reach", "2024-11/00004", "minutes", "30", "drill", "yes").Says(t, 200, "Đang phát", "Phường Trúc Bạch")
	ward.Post(path+"/end").Says(t, 200, "Đã dừng")

	ward.Post(on, "reach", "2024-11/00004", "minutes", "30", "drill", "no").Says(t, 200, "Đang phát", "Phường Trúc Bạch")
	boss.Post(path, "title", "Ngập nặng", "head", "Ngập nặng. Tránh khu vực này.", "gravity", "danger", "reach", "area", "area_name", "Đống Đa").Says(t, 200, "Chờ duyệt")
	approver := r.Other("duyet", signin.Approver)
	approver.Get(path).Says(t, 200, "Đang phát ở khu vực không còn trong bản này")
	approver.Approve(path).Says(t, 200, "Đã duyệt.").Lacks(t, "Đang phát")
	if one := now(); one.On(time.Now()) || one.Ended.IsZero() {
		t.Errorf("it is on where it may not be: %+v", one)
	}

	free := []string{"head", "Cháy", "gravity", "warning", "minutes", "10", "drill", "no"}
	ward.Get("/studio/takeovers/free").Says(t, 200, "Phát ở đâu", "Quận Ba Đình")
	ward.Post("/studio/takeovers/free", append(free, "reach", "all")...).Says(t, 403, "ngoài phạm vi")
	ward.Post("/studio/takeovers/free", append(free, "reach", "2024-11/001")...).Says(t, 200, "Đang phát", "Quận Ba Đình")
}
