package held_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// Every page says that the server is held; the page of that shows what differs, and one who may
// lets it go on.
func TestHeldPage(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Get("/studio/held").Says(t, 200, "Không có gì bị tạm giữ")
	r.Stand("HK-1", true)
	r.Stand("HK-2", true)
	last, err := r.Store.LastChange(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	known := r.Sent(protocol.TypeProgramme, map[string]string{"a": "b"})
	r.Connect(
		hub.Presence{Screen: "HK-1", Status: &protocol.Status{Programme: known, Takeover: last}},
		hub.Presence{Screen: "HK-2", Status: &protocol.Status{Programme: "newer", Takeover: last + 7}},
	)
	given := time.Now().Add(10 * time.Minute)
	if err := r.Store.Hold(context.Background(), store.SetBack{Because: store.ShownByScreen, From: "HK-2", Highest: given.UnixMilli()}); err != nil {
		t.Fatal(err)
	}
	u.Get("/studio/slides").Says(t, 200, "Máy chủ đang tạm giữ")
	p := u.Get("/studio/held")
	p.Says(t, 200, "Một màn hình giữ nội dung mới hơn", shell.Vietnamese.When(given), "HK-2", "thông báo khẩn")
	if strings.Contains(p.HTML, `href="/studio/screens/HK-1"`) {
		t.Error("a screen that shows what the server knows is among those that differ")
	}
	b, _, err := r.Store.Held(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	number := fmt.Sprint(b.Number)
	if p := r.Other("bien.tap", signin.Editor).Post("/studio/held/continue", "number", number, "seen", "yes"); p.Status != 403 {
		t.Errorf("an editor continues: %d", p.Status)
	}
	u.Post("/studio/held/continue", "number", number).Says(t, 422, "đánh dấu")
	u.Post("/studio/held/continue", "number", "1", "seen", "yes").Says(t, 409, "không còn ở trạng thái")
	u.Post("/studio/held/continue", "number", number, "seen", "yes").Says(t, 200, "Đã tiếp tục")
	if _, held, err := r.Store.Held(context.Background()); held || err != nil {
		t.Errorf("held %v, %v", held, err)
	}
}
