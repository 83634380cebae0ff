package home_test

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// An empty installation leads through the first tasks; each is done when it is, and the list is
// gone when all are.
func TestFirstTasks(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Get("/studio").Says(t, 200, "Bắt đầu", "Cần làm Thành phố của bạn", "Cần làm Màn hình đầu tiên", "Cần làm Đồng nghiệp đầu tiên", "Cần làm Tấm đầu tiên lên màn hình",
		"Không có gì chờ bạn", "Chưa có tấm nào trên màn hình")
	set := func(do func(ctx context.Context, tx *store.Tx) error) {
		t.Helper()
		if _, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error { return do(context.Background(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
	set(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.PutSetting(ctx, content.SettingHotline, "1022"); err != nil {
			return err
		}
		return tx.PutSetting(ctx, content.SettingCity, "Hà Nội")
	})
	r.Stand("NGATU-05", true)
	r.Other("van", signin.Editor)
	u.Get("/studio").Says(t, 200, "Xong Thành phố của bạn", "Xong Màn hình đầu tiên", "Xong Đồng nghiệp đầu tiên", "Cần làm Tấm đầu tiên lên màn hình")
	r.Put(content.Slide{ID: "s-a", Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: "Cài đặt", Words: content.Words{Head: "Cài đặt"}, State: content.Approved})
	u.Get("/studio").Lacks(t, "Bắt đầu")
}

// The page says what waits for whom, what is on, which screens are silent and what ends next.
func TestHome(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	editor, approver := r.Other("van", signin.Editor), r.Other("duyet", signin.Approver)
	r.Stand("NGATU-05", true)
	r.Stand("NGATU-06", true)
	r.Connect(hub.Presence{Screen: "NGATU-05", Heard: time.Now(), Status: &protocol.Status{}})
	r.Later.Store(int64(5 * time.Minute)) // NGATU-06 has had the time to connect
	r.Put(content.Slide{
		ID: "s-a", Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: "Cài đặt", Words: content.Words{Head: "Cài đặt"}, State: content.Approved,
		Valid: hours.Span{Until: time.Now().Add(72 * time.Hour)},
	})
	editor.Post("/studio/notice", "campaign", "main", "title", "Tiếp dân", "head", "Tiếp dân thứ bảy", "style", "statement").Says(t, 200, "Đã tạo bản nháp")
	editor.Get("/studio").Says(t, 200, "Tiếp dân Bản nháp của bạn")
	approver.Get("/studio").Says(t, 200, "Không có gì chờ bạn", "Cài đặt · 2 màn hình", "NGATU-06 · Ngã tư NGATU-06 Mất liên lạc từ", "Cài đặt Tấm chiếu · đến")
	var id string
	for _, s := range r.Slides() {
		if s.Title == "Tiếp dân" {
			id = s.ID
		}
	}
	editor.Post("/studio/slides/"+id+"/submit").Says(t, 200)
	approver.Get("/studio").Says(t, 200, "Tiếp dân Chờ bạn duyệt · Trần Văn van")
	editor.Get("/studio").Says(t, 200, "Không có gì chờ bạn")
	u.Get("/studio").Lacks(t, "NGATU-05 · Ngã tư")
}
