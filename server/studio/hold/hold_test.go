package hold_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// stand puts screens into two districts, and slides of which one is sober.
func stand(t *testing.T, r *studiotest.Rig) {
	t.Helper()
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		for code, district := range map[string]string{"NGATU-01": "2024-11/006", "NGATU-02": "2024-11/001"} {
			s := content.Screen{Code: code, Name: "Ngã tư " + code, Places: []content.Place{{
				Area: district, Areas: []string{district, "2024-11/01"}, Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
				Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			}}}
			if err := tx.PutScreen(ctx, s); err != nil {
				return err
			}
			if err := tx.PutCredential(ctx, store.Credential{ID: "c-" + code, Screen: code, Kind: store.ByKey, Value: []byte(code)}); err != nil {
				return err
			}
		}
		for id, sober := range map[string]bool{"feast": false, "calm": true} {
			s := content.Slide{
				ID: id, Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: "Tấm " + id, Words: content.Words{Head: "Gọi 1022"},
				State: content.Approved, Sober: sober,
			}
			if err := tx.PutSlide(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func local(at time.Time) string { return at.In(area.Local).Format("2006-01-02T15:04") }

func path(p studiotest.Page) string {
	out, _, _ := strings.Cut(p.Path, "?")
	return out
}

// Mourning in one district: one person sets it after a look at what remains; it takes two to lift.
func TestMourning(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	editor, approver, other := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver), r.Other("duyet2", signin.Approver, signin.Editor)
	reporter := r.Other("solieu", signin.Reporter)
	stand(t, r)
	r.Later.Store(int64(10 * time.Minute)) // the screens were enrolled long ago
	boss.Get("/studio/holds").Says(t, 200, "Không có gì bị tạm ngừng", "Quốc tang")
	until := time.Now().Add(48 * time.Hour)
	fill := []string{"scope", "not_sober", "reach", "area", "area", "2024-11/006", "until", local(until), "why", "QĐ 12"}
	editor.Post("/studio/holds/look", fill...).Says(t, 200, "1 màn hình", "màn hình nào cũng còn nội dung", "432×216")
	editor.Post("/studio/holds/look", "scope", "install", "reach", "all").Says(t, 200, "2 màn hình")
	reporter.Post("/studio/holds/new", fill...).Says(t, 403)
	editor.Post("/studio/holds/new", "scope", "not_sober", "reach", "all").Says(t, 422, "phải có ngày giờ kết thúc")
	editor.Post("/studio/holds/new", "scope", "not_sober", "reach", "area", "area_name", "Không Đâu", "until", local(until)).Says(t, 422, "Hãy tìm và chọn")
	set := editor.Post("/studio/holds/new", fill...)
	set.Says(t, 200, "Đang tạm ngừng", "Quận Đống Đa", "QĐ 12", "Đã tạm ngừng", "màn hình nào cũng còn nội dung", "NGATU-01").Lacks(t, "NGATU-02")
	at := path(set)
	boss.Get("/studio/holds").Says(t, 200, "Đang tạm ngừng", "Quốc tang", "Quận Đống Đa")
	boss.Get("/studio/slides/feast").Says(t, 200, "đang tạm ngừng chiếu")

	approver.Post(at+"/lift").Says(t, 409, "Chưa ai đề nghị")
	other.Post(at+"/ask").Says(t, 200, "Đang chờ một người khác xác nhận")
	other.Post(at+"/lift").Says(t, 403, "không tự xác nhận")
	editor.Post(at+"/lift").Says(t, 403)
	editor.Post(at+"/keep").Says(t, 200, "Vẫn tạm ngừng")
	editor.Post(at+"/prolong", "until", local(until.Add(-time.Hour))).Says(t, 422, "Chỉ kéo dài được")
	editor.Post(at+"/prolong", "until", local(until.Add(time.Hour))).Says(t, 200, "Đã kéo dài")
	editor.Post(at+"/ask").Says(t, 200, "Đã đề nghị")
	approver.Post(at+"/lift").Says(t, 200, "Đã bỏ tạm ngừng", "Đã kết thúc", "Trần Văn soan", "Trần Văn duyet")
	approver.Post(at+"/lift").Says(t, 409, "đã kết thúc")
	boss.Get("/studio/slides/feast").Lacks(t, "đang tạm ngừng chiếu")
}

// One slide is held from its page; what falls to the safe card is said before.
func TestOneSlide(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	stand(t, r)
	boss.Get("/studio/slides/feast").Says(t, 200, "Gỡ khỏi màn hình…")
	boss.Get("/studio/holds/new?scope=slide&slide=feast").Says(t, 200, "Gỡ khỏi màn hình", "Tấm feast", "2 màn hình", "màn hình nào cũng còn nội dung")
	boss.Get("/studio/holds/new?scope=slide&slide=none").Says(t, 404)
	boss.Post("/studio/holds/new", "scope", "slide", "slide", "none").Says(t, 404)
	boss.Post("/studio/holds/new", "scope", "slide", "slide", "feast").Says(t, 200, "Tấm feast", "đến khi bỏ tạm ngừng")
	p := boss.Get("/studio/holds/new?scope=slide&slide=calm").Says(t, 200, "2 màn hình có lúc chỉ còn thẻ an toàn", "Không còn tấm nào")
	p.Lacks(t, "màn hình nào cũng còn nội dung")
	// Where nobody else ever could, a person may confirm their own wish; the record says who did both.
	at := path(boss.Post("/studio/holds/new", "scope", "slide", "slide", "calm"))
	boss.Post("/studio/holds/new", "scope", "install", "reach", "all").Says(t, 200, "2 màn hình vốn không có tấm nào").Lacks(t, "màn hình nào cũng còn nội dung")
	boss.Post(at+"/ask").Says(t, 200, "không có người khác xác nhận được")
	boss.Post(at+"/lift").Says(t, 200, "Đã bỏ tạm ngừng")
}

// Screens that have not confirmed are named with until when they could still show what is held.
func TestScreensThatHaveNotConfirmed(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	stand(t, r)
	r.Later.Store(int64(10 * time.Minute)) // the screens were enrolled long ago
	r.Connect(
		hub.Presence{Screen: "NGATU-02", Heard: time.Now(), Since: time.Now(), Status: &protocol.Status{Clock: "synced", Programme: "an older one"}},
	)
	p := boss.Post("/studio/holds/new", "scope", "slide", "slide", "feast")
	p.Says(t, 200, "Đã xác nhận: 0 / 2", "NGATU-01", "mất liên lạc từ", "NGATU-02", "vài giây nữa")
	_, windowEnds := content.Window(time.Now(), area.Local)
	p.Says(t, 200, windowEnds.In(area.Local).Format("15:04 02/01/2006"))
	boss.Get(path(p)+"/waits").Says(t, 200, "NGATU-01")
	rest := boss.Post("/studio/holds/new", "scope", "not_sober", "reach", "all", "until", local(time.Now().Add(48*time.Hour)))
	rest.Says(t, 200, "NGATU-01", windowEnds.In(area.Local).Format("15:04 02/01/2006"))
	if !strings.Contains(boss.Get("/studio/slides").HTML, `href="/studio/holds/new?scope=slide&amp;slide=feast"`) {
		t.Error("the list does not lead to a hold")
	}
	r.Other("xem", signin.Auditor).Get("/studio/slides").Lacks(t, "Gỡ…")
}
