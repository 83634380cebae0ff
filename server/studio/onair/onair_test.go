package onair_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/studio/studiotest"
)

// two slides of which one is on from tomorrow, a third that is for elsewhere, and a screen.
func filled(t *testing.T) (*studiotest.Rig, *studiotest.User) {
	t.Helper()
	r := studiotest.New(t)
	u := r.First()
	r.Stand("NGATU-01", true)
	now := content.Slide{
		ID: "s-now", Campaign: "main", Kind: content.Notice, Style: content.Slogan, Title: "Cài đặt", Words: content.Words{Head: "Cài đặt iHanoi"}, State: content.Approved,
	}
	later, elsewhere, draft := now, now, now
	later.ID, later.Title, later.Valid = "s-later", "Khai trương", hours.Span{From: time.Now().Add(26 * time.Hour)}
	elsewhere.ID, elsewhere.Title, elsewhere.Targets = "s-elsewhere", "Nơi khác", []content.Target{{Tag: "none"}}
	draft.ID, draft.Title, draft.State = "s-draft", "Nháp", content.Draft
	for _, s := range []content.Slide{now, later, elsewhere, draft} {
		r.Put(s)
	}
	return r, u
}

func at(t time.Time) string {
	t = t.In(area.Local)
	return "&day=" + t.Format("2006-01-02") + "&time=" + t.Format("15:04:05")
}

// A screen at an instant: what is on and until when, which slides take turns, and why the others do
// not; tomorrow it is another answer.
func TestAScreenAtAnInstant(t *testing.T) {
	_, u := filled(t)
	p := u.Get("/studio/onair?screen=NGATU-01" + at(time.Now().Add(time.Minute)))
	p.Says(t, 200, "Ngã tư NGATU-01", "Trên mặt kính Cài đặt", "Tháng cao điểm", "Thay phiên lúc đó Cài đặt Thông báo · 100,0 % · 60 phút mỗi giờ",
		"Khai trương chưa đến ngày ·", "Nơi khác dành cho màn hình khác", "Nháp chưa được duyệt", "Kế hoạch", "Ngày này bằng chữ")
	_, turns, _ := strings.Cut(p.HTML, `<ul class="turns">`)
	if !strings.Contains(turns, "/studio/holds/new?scope=slide&amp;slide=") || !strings.Contains(turns, "Gỡ khỏi màn hình: Cài đặt") {
		t.Error("what takes turns has no button that takes it off")
	}
	if strings.Contains(p.HTML, "style=") || !strings.Contains(p.HTML, `class="hue0"`) {
		t.Error("the strip is not drawn as the policy of our pages allows")
	}
	u.Get("/studio/onair?screen=NGATU-01"+at(time.Now().Add(30*time.Hour))).Says(t, 200, "Cài đặt Thông báo · 50,0 % · 30 phút mỗi giờ", "Khai trương Thông báo · 50,0 %")
	week := u.Get("/studio/onair?screen=NGATU-01&view=week" + at(time.Now().Add(30*time.Hour)))
	week.Says(t, 200, "Cả tuần", "T2 ", "CN ", "Chỉ ngày này")
	part := u.Part("/studio/onair/moment?screen=NGATU-01" + at(time.Now().Add(30*time.Hour)))
	if part.Says(t, 200, "Khai trương"); strings.Contains(part.HTML, "<html") || !strings.Contains(part.Head.Get("HX-Replace-Url"), "/studio/onair?day=") {
		t.Errorf("moving the time gives %q", part.Head.Get("HX-Replace-Url"))
	}
	picture := u.Get("/studio/onair/picture?screen=NGATU-01" + at(time.Now()))
	if picture.Status != 200 || picture.Head.Get("Content-Type") != "image/png" || len(picture.HTML) < 500 {
		t.Errorf("the picture is %d %s, %d bytes", picture.Status, picture.Head.Get("Content-Type"), len(picture.HTML))
	}
	u.Get("/studio/onair").Says(t, 200, "NGATU-01", "Ngã tư NGATU-01", "Cài đặt")
	u.Get("/studio/onair?screen=NGATU-99").Says(t, 404, "Không có màn hình", "NGATU-01")
	u.Get("/studio/onair?screen=NGATU-01&day=h%C3%B4m+qua").Says(t, 422, "Không đọc được thời điểm", "Cài đặt")
}

// Of the past the page says that it is worked out by what is known now, and what the screen reports
// stands beside it.
func TestThePastHasItsProof(t *testing.T) {
	r, u := filled(t)
	noon := time.Now().Add(-3 * time.Hour).Truncate(time.Minute)
	if _, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		s, err := tx.Screen(context.Background(), "NGATU-01")
		if err != nil {
			return err
		}
		s.Places[0].From = noon.Add(-48 * time.Hour)
		return tx.PutScreen(context.Background(), s)
	}); err != nil {
		t.Fatal(err)
	}
	from := noon.Add(-24 * time.Hour).UnixMilli()
	programme := r.Sent(protocol.TypeProgramme, &content.Programme{
		Zone: content.DefaultZone, From: from, Until: from + 5*24*3600_000, Slides: []content.Shown{{ID: "s-now", Dwell: 60_000}, {ID: "s-gone", Dwell: 60_000}},
		Loops: [][]int{{0}, {1}}, Spans: []content.Span{{Length: 24 * 3600_000, Loop: 0}, {Length: 4 * 24 * 3600_000, Loop: 1}}, Evergreen: -1,
	})
	r.Ran("NGATU-01", "j", protocol.Run{Programme: programme, From: noon.Add(-10 * time.Minute).UnixMilli(), Until: noon.Add(10 * time.Minute).UnixMilli()})
	ask := func(after time.Duration) studiotest.Page {
		return u.Get("/studio/onair?screen=NGATU-01" + at(noon.Add(after)))
	}
	ask(-5*time.Minute).Says(t, 200, "Thời điểm đã qua", "biết hiện nay", "Màn hình báo Đã chiếu đúng như vậy: Cài đặt", "Đã báo")
	ask(5*time.Minute).Says(t, 200, "Trên mặt kính Cài đặt", "Màn hình báo Đã chiếu: Tấm đã xóa")
	ask(time.Hour).Says(t, 200, "Không có báo cáo về lúc đó")
	u.Get("/studio/onair?screen=NGATU-01"+at(time.Now().Add(time.Hour))).Lacks(t, "Thời điểm đã qua", "Màn hình báo")
}
