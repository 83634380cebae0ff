package bulletin_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/internal/grounds"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

type rig struct {
	*studiotest.Rig
}

func newRig(t *testing.T) rig {
	t.Helper()
	r := rig{studiotest.New(t)}
	ctx := context.Background()
	r.change("test", func(tx *store.Tx) error {
		for code, areas := range map[string][]string{"NGATU-01": {"2024-11/00004", "2024-11/001", "2024-11/01"}, "NGATU-02": {"2024-11/006", "2024-11/01"}} {
			if err := tx.PutScreen(ctx, content.Screen{Code: code, Name: code, Places: []content.Place{{
				Area: areas[0], Areas: areas, Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
				Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			}}}); err != nil {
				return err
			}
		}
		return tx.PutFeed(ctx, bulletin.Feed{ID: "f-1", Name: "Đài Khí tượng", Address: "https://khituong.example.vn/cap", Every: time.Minute})
	})
	return r
}

func (r rig) change(who string, do func(*store.Tx) error) {
	r.Helper()
	if _, err := r.Store.Change(context.Background(), who, do); err != nil {
		r.Fatal(err)
	}
}

// comes has a message come, as the feed brings it.
func (r rig) comes(id string, change func(*bulletin.Bulletin)) {
	r.Helper()
	b := bulletin.Bulletin{
		ID: id, Feed: "f-1", Name: bulletin.Name{Sender: "khituong", Identifier: id, Sent: time.Now()}, Came: time.Now(), Expires: time.Now().Add(3 * time.Hour),
		Event: "Bão " + id, Gravity: content.Danger, Words: content.Words{Head: "Bão đổ bộ đêm nay. Ở trong nhà.", Brief: "Bão đêm nay"}, Sure: true, State: bulletin.Proposed,
	}
	change(&b)
	r.change("feed:f-1", func(tx *store.Tx) error {
		known, err := tx.Bulletins(context.Background(), time.Time{})
		if err != nil {
			return err
		}
		for _, one := range bulletin.Take(known, b) {
			verb := "propose"
			if one.State != bulletin.Proposed {
				verb = "cancel"
			}
			if err := tx.PutBulletin(context.Background(), verb, one); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r rig) bulletin(id string) bulletin.Bulletin {
	r.Helper()
	b, err := r.Store.Bulletin(context.Background(), id)
	if err != nil {
		r.Fatal(err)
	}
	return b
}

func (r rig) takeover(p studiotest.Page) content.Takeover {
	r.Helper()
	id, _, _ := strings.Cut(strings.TrimPrefix(p.Path, "/studio/takeovers/"), "?")
	t, err := r.Store.Takeover(context.Background(), id)
	if err != nil {
		r.Fatal(err)
	}
	return t
}

// A warning waits for whoever is on duty. In a part of where it is for it is put on by whoever is on
// duty there, and goes on waiting for the rest; each can be decided once.
func TestAWarningIsPutOn(t *testing.T) {
	r := newRig(t)
	boss := r.First()
	editor, operator, ward := r.Other("soan", signin.Editor), r.Other("truc", signin.Operator), r.Other("phuong", signin.Operator)
	r.Bound("phuong", mandate.Mandate{Role: signin.Operator, Area: "2024-11/001"})
	r.comes("b-1", func(*bulletin.Bulletin) {})
	const path, confirm = "/studio/bulletins/b-1", "/studio/bulletins/b-1/confirm"

	ward.Get("/studio").Says(t, 200, "Bão b-1 Cảnh báo chờ quyết định")
	editor.Get("/studio").Lacks(t, "Bão b-1")
	boss.Get("/studio/takeovers").Says(t, 200, "Cảnh báo chờ quyết định", "Bão b-1", "Ở trong nhà")
	operator.Get(path).Says(t, 200, "toàn thành phố 2 màn hình", "Đài Khí tượng", "Phát thật", "Bỏ qua")
	page := operator.Get(path)
	for _, name := range []string{"reach", "minutes"} {
		if page.Value(name) != "" {
			t.Errorf("%s is chosen beforehand", name)
		}
	}
	editor.Get(path).Says(t, 200, "Chờ người trực").Lacks(t, "Phát thật")
	editor.Post(confirm, "reach", "said", "minutes", "60").Says(t, 403)
	ward.Get(path).Says(t, 200, "Phát thật", "Quận Ba Đình 1 màn hình").Lacks(t, "Bỏ qua")
	operator.Post(confirm).Says(t, 422, "Hãy chọn phát ở đâu", "Hãy chọn thời lượng")
	ward.Post(confirm, "reach", "said", "minutes", "60").Says(t, 403, "toàn thành phố")
	ward.Post(confirm, "reach", "2024-11/006", "minutes", "60").Says(t, 403, "Đống Đa")
	ward.Post(confirm, "reach", "2024-11/nowhere", "minutes", "60").Says(t, 422, "Hãy chọn phát ở đâu")
	ward.Post("/studio/bulletins/b-1/dismiss").Says(t, 403)

	on := ward.Post(confirm, "reach", "2024-11/001", "minutes", "60")
	on.Says(t, 200, "Đang phát", "Quận Ba Đình", "Xác nhận bởi", "cảnh báo của nơi khác").Lacks(t, "Lời tự soạn")
	if one := r.takeover(on); one.Warned == nil || one.Warned.Bulletin != "b-1" || one.Words.Head != "Bão đổ bộ đêm nay. Ở trong nhà." {
		t.Errorf("%+v", one)
	}
	ward.Post(confirm, "reach", "area", "area", "2024-11/00004", "minutes", "60").Says(t, 409, "đang phát ở khu vực này rồi")
	if b := r.bulletin("b-1"); !b.Waits(time.Now()) {
		t.Errorf("it waits no more: %+v", b)
	}
	whole := operator.Post(confirm, "reach", "said", "minutes", "240")
	whole.Says(t, 200, "Đang phát", "Mọi màn hình")
	if one := r.takeover(whole); one.Until().After(r.bulletin("b-1").Expires) || one.Drill {
		t.Errorf("on until %v", one.Until())
	}
	boss.Post(confirm, "reach", "said", "minutes", "60").Says(t, 409, "đã có người phát")
	boss.Get("/studio/takeovers").Lacks(t, "Cảnh báo chờ quyết định")
	boss.Get("/studio/bulletins").Says(t, 200, "Bão b-1", "Đã phát")
	path2, _, _ := strings.Cut(whole.Path, "?")
	operator.Post(path2+"/end").Says(t, 200, "Đã dừng")
	operator.Post(path2+"/on", "reach", "all", "minutes", "30", "drill", "no").Says(t, 409, "cho một lần phát")

	r.comes("b-2", func(b *bulletin.Bulletin) { b.Drill, b.Areas = true, []string{"2024-11/006"} })
	ward.Post("/studio/bulletins/b-2/dismiss").Says(t, 403)
	operator.Get("/studio/bulletins/b-2").Says(t, 200, "Phát diễn tập", "Quận Đống Đa").Lacks(t, "Phát thật")
	if one := r.takeover(operator.Post("/studio/bulletins/b-2/confirm", "reach", "said", "minutes", "30")); !one.Drill {
		t.Error("an exercise of the sender's is the real thing here")
	}
	r.comes("b-3", func(*bulletin.Bulletin) {})
	operator.Post("/studio/bulletins/b-3/dismiss").Says(t, 200, "Đã bỏ qua")
	operator.Post("/studio/bulletins/b-3/dismiss").Says(t, 409, "đã có người bỏ qua")

	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	report, err := grounds.Check(context.Background(), r.Store, units)
	if err != nil || report.Live[content.ByDuty] != 3 {
		t.Errorf("%+v, %v", report.Live, err)
	}
	for _, f := range report.Faults {
		if f.Noun == store.NounTakeover {
			t.Errorf("without a ground: %+v", f)
		}
	}
	r.change("test", func(tx *store.Tx) error { // somebody changes its words behind the rules
		one := r.takeover(on)
		one.Words.Head = "Lời khác"
		return tx.PutTakeover(context.Background(), one)
	})
	if report, err = grounds.Check(context.Background(), r.Store, units); err != nil || report.Live[content.ByDuty] != 2 {
		t.Errorf("changed words have a ground: %+v, %v", report.Live, err)
	}
}

// Where a warning is for is asked where it is not clear; what cannot be shown says so.
func TestAWarningThatAsks(t *testing.T) {
	r := newRig(t)
	r.First()
	operator := r.Other("truc", signin.Operator)
	r.comes("b-1", func(b *bulletin.Bulletin) {
		b.Sure, b.Said, b.Cut = false, []string{"Vùng ven sông Hồng"}, []string{"Gọi 0912345678."}
		b.Long, b.Others = []string{"Tắt điện."}, []string{"Gió giật mạnh"}
	})
	p := operator.Get("/studio/bulletins/b-1")
	p.Says(t, 200, "Vùng ven sông Hồng", "Hãy chọn khu vực", "Gọi 0912345678.", "Các câu này bị bỏ", "không đủ chỗ", "Tắt điện.", "còn cảnh báo", "Gió giật mạnh", "Mọi màn hình")
	operator.Post("/studio/bulletins/b-1/confirm", "reach", "said", "minutes", "30").Says(t, 422, "không nói rõ khu vực")
	operator.Post("/studio/bulletins/b-1/confirm", "reach", "area", "area", "2024-11/006", "minutes", "30").Says(t, 200, "Đang phát", "Quận Đống Đa")
	if b := r.bulletin("b-1"); b.State != bulletin.Confirmed {
		t.Errorf("whoever has the whole city decided: %s", b.State)
	}
	r.comes("b-2", func(b *bulletin.Bulletin) { b.Words = content.Words{} })
	operator.Get("/studio/bulletins/b-2").Says(t, 200, "Không chiếu được nguyên văn", "Viết và phát ngay").Lacks(t, "Phát thật")
	operator.Post("/studio/bulletins/b-2/confirm", "reach", "said", "minutes", "30").Says(t, 409, "không chiếu được nguyên văn")
}

// An update that is put on takes the place of what was on; a cancel ends nothing by itself and says
// so; what our own people put on stays in front.
func TestLaterMessages(t *testing.T) {
	r := newRig(t)
	r.First()
	operator := r.Other("truc", signin.Operator)
	r.change("test", func(tx *store.Tx) error {
		now := tx.Time()
		return tx.PutTakeover(context.Background(), content.Takeover{
			ID: "t-own", Title: "Cấm đường", Gravity: content.CivicNotice, State: content.Approved, Words: content.Words{Head: "Cấm đường Láng"}, Press: content.Press{Begun: now, Confirmed: now, Lasts: time.Hour},
		})
	})
	r.comes("b-1", func(*bulletin.Bulletin) {})
	operator.Get("/studio/bulletins/b-1").Says(t, 200, "Cấm đường", "vẫn ở trước")
	first := operator.Post("/studio/bulletins/b-1/confirm", "reach", "said", "minutes", "60")
	firstPath, _, _ := strings.Cut(first.Path, "?")
	r.comes("b-2", func(b *bulletin.Bulletin) { b.Refers = []string{"b-1"} })
	operator.Get(firstPath).Says(t, 200, "Nơi phát hành đã ra bản mới")
	operator.Get("/studio/bulletins/b-2").Says(t, 200, "Bản trước đang phát")
	second := operator.Post("/studio/bulletins/b-2/confirm", "reach", "said", "minutes", "60")
	second.Says(t, 200, "Đang phát")
	if one := r.takeover(first); one.On(time.Now()) {
		t.Error("what it replaces is on beside it")
	}
	r.comes("b-3", func(b *bulletin.Bulletin) { b.State, b.Refers = bulletin.Noted, []string{"b-2"} })
	secondPath, _, _ := strings.Cut(second.Path, "?")
	operator.Get(secondPath).Says(t, 200, "Đang phát", "Nơi phát hành đã hủy cảnh báo này", "Dừng ngay")
	if one := r.takeover(second); !one.On(time.Now()) {
		t.Error("a cancel of others ended what our people put on")
	}
	own, err := r.Store.Takeover(context.Background(), "t-own")
	if err != nil || !own.On(time.Now()) {
		t.Errorf("our own: %+v, %v", own, err)
	}
}

// An exercise that is put on ends no real warning, also where it was stored as its successor.
func TestAnExerciseEndsNoRealWarning(t *testing.T) {
	r := newRig(t)
	r.First()
	operator := r.Other("truc", signin.Operator)
	r.comes("b-1", func(*bulletin.Bulletin) {})
	first := operator.Post("/studio/bulletins/b-1/confirm", "reach", "said", "minutes", "60")
	before := r.bulletin("b-1").Takeovers
	r.comes("b-2", func(b *bulletin.Bulletin) { b.Drill, b.Before = true, before })
	operator.Post("/studio/bulletins/b-2/confirm", "reach", "said", "minutes", "60").Says(t, 200)
	if one := r.takeover(first); len(before) != 1 || !one.On(time.Now()) {
		t.Errorf("the real one is off: %+v", one)
	}
}

func TestFeeds(t *testing.T) {
	r := newRig(t)
	boss, operator := r.First(), r.Other("truc", signin.Operator)
	r.change("test", func(tx *store.Tx) error {
		return tx.PutSetting(context.Background(), content.SettingDomains, "khituong.example.vn")
	})
	operator.Get("/studio/feeds").Says(t, 403)
	boss.Get("/studio/feeds").Says(t, 200, "Đài Khí tượng", "Chưa đọc")
	boss.Post("/studio/feeds/new", "name", "", "address", "http://khituong.example.vn/cap", "minutes", "90").Says(t, 422, "Hãy ghi tên cơ quan", "bắt đầu bằng https://", "1 đến 60", "Hãy chọn trên những màn hình nào")
	boss.Post("/studio/feeds/new", "name", "Lũ", "address", "https://ai-do.example/cap", "minutes", "5", "reach", "all").Says(t, 403, "không nằm trong danh sách")
	boss.Post("/studio/feeds/new", "name", "Lũ", "address", "https://khituong.example.vn/lu", "minutes", "5", "reach", "area", "area", "2024-11/001", "only_known", "yes").Says(t, 200, "Lũ", "Quận Ba Đình", "mỗi 5 phút")
	all, err := r.Store.Feeds(context.Background())
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	one := all[0]
	if one.ID == "f-1" {
		one = all[1]
	}
	if one.Every != 5*time.Minute || one.Area != "2024-11/001" || !one.OnlyKnown {
		t.Errorf("%+v", one)
	}
	boss.Get("/studio/feeds/"+one.ID).Says(t, 200, "Lũ")
	boss.Post("/studio/feeds/"+one.ID, "name", "Lũ sông Hồng", "address", one.Address, "minutes", "1", "reach", "all").Says(t, 200, "Lũ sông Hồng", "mỗi 1 phút")
	boss.Post("/studio/feeds/"+one.ID+"/end").Says(t, 200, "Đã bỏ nguồn").Lacks(t, "Lũ sông Hồng")
	boss.Post("/studio/feeds/"+one.ID, "name", "Lũ", "address", one.Address, "minutes", "1", "reach", "all").Says(t, 404)
}
