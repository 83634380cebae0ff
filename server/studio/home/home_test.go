package home_test

import (
	"context"
	"strings"
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

// leads fails where a line of the page is no link, or leads to no page that names what it is about.
func leads(t *testing.T, u *studiotest.User, p studiotest.Page, lines ...string) {
	t.Helper()
	for _, line := range lines {
		before, _, found := strings.Cut(p.HTML, "<b>"+line+"</b>")
		at := strings.LastIndex(before, `<a href="`)
		if !found || at < 0 {
			t.Errorf("%q is no link", line)
			continue
		}
		path, _, _ := strings.Cut(before[at+len(`<a href="`):], `"`)
		code, _, _ := strings.Cut(line, " · ")
		u.Get(strings.ReplaceAll(path, "&amp;", "&")).Says(t, 200, code)
	}
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
	leads(t, editor, editor.Get("/studio"), "Tiếp dân")
	first := approver.Get("/studio")
	leads(t, approver, first, "NGATU-06 · Ngã tư NGATU-06", "Cài đặt")
	const picture = "/studio/onair/picture?screen=NGATU-05"
	if !strings.Contains(first.HTML, `<img src="`+picture+`"`) || !strings.Contains(first.HTML, `href="/studio/onair?screen=NGATU-05"`) ||
		!strings.Contains(first.HTML, `href="/studio/holds/new?scope=slide&amp;slide=s-a"`) {
		t.Error("what is on has no picture, no way to its screen or no button that takes it off")
	}
	if p := approver.Get(picture); p.Status != 200 || p.Head.Get("Content-Type") != "image/png" {
		t.Errorf("the picture is %d %s", p.Status, p.Head.Get("Content-Type"))
	}
	if p := r.Other("soi", signin.Auditor).Get("/studio").Says(t, 200, "Cài đặt · 2 màn hình"); strings.Contains(p.HTML, "/studio/holds/new") {
		t.Error("an auditor is offered to take it off")
	}
	var id string
	for _, s := range r.Slides() {
		if s.Title == "Tiếp dân" {
			id = s.ID
		}
	}
	editor.Post("/studio/slides/"+id+"/submit").Says(t, 200)
	leads(t, approver, approver.Get("/studio").Says(t, 200, "Tiếp dân Chờ bạn duyệt · Trần Văn van"), "Tiếp dân")
	editor.Get("/studio").Says(t, 200, "Không có gì chờ bạn")
	u.Get("/studio").Lacks(t, "NGATU-05 · Ngã tư")
}
