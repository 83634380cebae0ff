package takeover_test

import (
	"context"
	"strconv"
	"strings"
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
	const there = "Quận Đống Đa, Thành phố Hà Nội · 11–12/2024 Diễn tập"
	page = boss.Post(on, "reach", "2024-11/006", "minutes", "120", "drill", "yes") // there too, as an exercise
	page.Says(t, 200, there, "Quận Ba Đình", "Dừng ở mọi nơi", "Từng màn hình: Quận Đống Đa", "Từng màn hình: Quận Ba Đình", "Phát thêm ở khu vực khác")
	boss.Get("/studio/takeovers").Says(t, 200, "Ngập nặng Khẩn cấp: phải hành động ngay Diễn tập Quận Đống Đa", "Ngập nặng Khẩn cấp: phải hành động ngay Quận Ba Đình")
	boss.Get("/studio/onair").Says(t, 200, "Thông báo khẩn: Ngập nặng · Quận Ba Đình", "Thông báo khẩn: Ngập nặng · Quận Đống Đa")
	boss.Get("/studio").Says(t, 200, "Thông báo khẩn đang phát · Quận Ba Đình", "Thông báo khẩn đang phát · Quận Đống Đa")
	for press, screen := range map[string]string{"1": "NGATU-01", "2": "NGATU-02"} {
		if lines := boss.Part(path + "/screens?press=" + press); lines.Status != 200 || strings.Count(lines.HTML, "<tr>") != 2 || !strings.Contains(lines.HTML, screen) {
			t.Errorf("receipts of press %s: %d %s", press, lines.Status, lines.HTML)
		}
	}
	boss.Get(path+"/seen?press=9").Says(t, 404, "không có lần phát này")
	since := now().Begun
	begun := func(press string) string {
		t.Helper()
		one, err := now().PressOf(strings.TrimPrefix(press, "1"))
		if err != nil {
			t.Fatal(err)
		}
		return strconv.FormatInt(one.Begun.UnixMilli(), 10)
	}
	ward.Post(path+"/end", "press", "2", "begun", begun("2")).Says(t, 403, "Đống Đa")
	ward.Post(path+"/end").Says(t, 403, "Đống Đa")
	ward.Post(on, "reach", "kept", "press", "2", "begun", begun("2"), "minutes", "30", "drill", "yes").Says(t, 403, "Đống Đa")
	boss.Post(on, "reach", "kept", "press", "1", "begun", begun("1"), "minutes", "120", "drill", "no").Says(t, 200, "Quận Ba Đình")
	if one := now(); one.In != "2024-11/001" || one.Others[0].Begun != since || one.Lasts != 2*time.Hour {
		t.Errorf("said again in one: %+v", one)
	}
	ward.Post(path+"/end", "press", "1", "begun", begun("1")).Says(t, 200, "Đã dừng", there, "Lần phát cuối, từng màn hình: Quận Ba Đình")
	if one := now(); !one.On(time.Now()) {
		t.Errorf("the other one ended too: %+v", one)
	}
	boss.Post(on, "reach", "all", "minutes", "30", "drill", "no").Says(t, 200, "Mọi màn hình", there)
	boss.Post(path+"/end").Says(t, 200, "Đã dừng").Lacks(t, "Đang phát")
	boss.Post(on, "reach", "kept", "press", "1", "begun", begun("1"), "minutes", "30", "drill", "no").Says(t, 409, "không còn phát")
	old := begun("1")
	ward.Post(on, "reach", "2024-11/00004", "minutes", "30", "drill", "yes").Says(t, 200, "Đang phát", "Phường Trúc Bạch")
	for _, stale := range [][]string{{"begun", old}, nil} { // a page from before the key began again
		ward.Post(path+"/end", append([]string{"press", "1"}, stale...)...).Says(t, 409, "đã được phát lần khác", "Đang phát")
		ward.Post(on, append([]string{"reach", "kept", "press", "1", "minutes", "120", "drill", "yes"}, stale...)...).Says(t, 409, "đã được phát lần khác")
	}
	if one := now(); !one.On(time.Now()) || one.Lasts != 30*time.Minute {
		t.Errorf("a page of the press before acted on this one: %+v", one)
	}
	if shown := ward.Get(path).Value("begun"); shown != begun("1") {
		t.Errorf("the page says it was put on at %q", shown)
	}
	ward.Post(path+"/end").Says(t, 200, "Đã dừng")
	ward.Post(on, "reach", "2024-11/001", "minutes", "30", "drill", "yes").Says(t, 200, "Quận Ba Đình")
	boss.Post(on, "reach", "2024-11/006", "minutes", "30", "drill", "yes").Says(t, 200, there)
	boss.Post(path+"/end", "press", "2", "begun", begun("2")).Says(t, 200, "Đã dừng")
	ward.Post(path+"/end").Says(t, 200, "Đã dừng").Lacks(t, "Đang phát") // the last press was another's, and is over

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
	all, _, _ := strings.Cut(boss.Post("/studio/takeovers/free", append(free, "reach", "all")...).Says(t, 200, "Đang phát").Path, "?")
	ward.Get(all).Lacks(t, "Đã xem lại")
	ward.Post(all+"/on", "reach", "2024-11/001", "minutes", "60", "drill", "no").Says(t, 200, "Quận Ba Đình", "chưa ai xem lại")
	ward.Post(all+"/review").Says(t, 403, "ngoài phạm vi") // the last press is theirs, the words are the city's
	boss.Post(all+"/on", "reach", "all", "minutes", "240", "drill", "no").Says(t, 403, "cần một người khác xác nhận")
	r.Other("truc", signin.Operator).Post(all+"/on", "reach", "all", "minutes", "60", "drill", "no").Says(t, 200).Lacks(t, "chưa ai xem lại")
	boss.Post(all+"/on", "reach", "all", "minutes", "240", "drill", "no").Says(t, 200, "Đang phát")
	ward.Post("/studio/takeovers/free", append(free, "reach", "2024-11/001")...).Says(t, 200, "Đang phát", "Quận Ba Đình")
}
