package studio

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
)

// A takeover is prepared by one person, approved by another, put on by one press and ended by one press; nothing of it goes round
// the gate.
func TestTakeover(t *testing.T) {
	r := newRig(t)
	boss := r.first()
	author, approver := r.other("soan", signin.Editor), r.other("duyet", signin.Approver)
	operator, reporter := r.other("truc", signin.Operator), r.other("solieu", signin.Reporter)
	if _, err := r.store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutScreen(context.Background(), content.Screen{Code: "NGATU-01", Name: "Chùa Bộc", Places: []content.Place{{
			Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
			Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		}}})
	}); err != nil {
		t.Fatal(err)
	}
	boss.get("/studio/takeovers").says(t, 200, "Chưa soạn thông báo khẩn nào")
	author.post("/studio/takeovers/new", "head", "Bão", "gravity", "").says(t, 422, "Hãy chọn mức độ")
	author.post("/studio/takeovers/new", "head", "", "gravity", "danger").says(t, 422, "Hãy ghi nội dung")
	author.post("/studio/takeovers/preview", "head", "Bão đổ bộ tối nay", "brief", "Bão tối nay", "gravity", "danger").says(t, 200, "1920×1080")
	made := author.post("/studio/takeovers/new", "title", "Bão số 8", "head", "Bão đổ bộ tối nay. Ở trong nhà.", "brief", "Bão tối nay", "gravity", "danger", "reach", "all")
	made.says(t, 200, "Bão số 8", "Mọi màn hình", "Gửi duyệt")
	path, _, _ := strings.Cut(made.path, "?")
	operator.post(path+"/on", "minutes", "60").says(t, 409, "chưa được duyệt")
	author.post(path+"/submit").says(t, 200, "Đang chờ người khác duyệt")
	author.post(path+"/approve").says(t, 403)
	approver.post(path+"/approve", "document", "12/CĐ").says(t, 200, "Duyệt bởi", "12/CĐ")
	reporter.post(path+"/on", "minutes", "60").says(t, 403)
	author.post(path, "head", "Lời khác", "gravity", "danger").says(t, 409, "đã được duyệt")
	operator.post(path+"/on", "minutes", "600").says(t, 422, "1 đến 240")
	operator.post(path+"/on", "minutes", "60", "drill", "yes").says(t, 200, "Đang phát", "Diễn tập", "chưa liên lạc được")
	operator.post(path+"/on", "minutes", "60").says(t, 409, "diễn tập")
	boss.get("/studio/takeovers").says(t, 200, "Đang phát", "Bão số 8")
	author.post(path+"/end").says(t, 200, "Đã dừng", "Duyệt bởi")
	approver.post(path+"/off").says(t, 200, "chờ người biên tập gửi duyệt")
	author.post(path, "title", "Bão số 9", "head", "Bão đổ bộ đêm nay", "gravity", "warning", "reach", "area", "area_name", "Đống Đa").says(t, 200, "Bão số 9", "Đống Đa")
	author.post(path+"/delete").says(t, 200, "Chưa soạn thông báo khẩn nào")
}

// TestTakeoverSeen: a receipt counts when it is of this time; a screen that is dark by its hours is waited for, except in a drill;
// one that is not connected is never taken for dark.
func TestTakeoverSeen(t *testing.T) {
	now := time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC) // six in the morning
	night := hours.Set{Parts: []hours.Part{{Days: hours.EveryDay, From: 22 * 60, Until: hours.Midnight}}}
	at := func(code string, open hours.Set) content.Screen {
		return content.Screen{Code: code, Places: []content.Place{{Zone: content.DefaultZone, Open: open}}}
	}
	one := content.Takeover{ID: "t", State: content.Approved, Begun: now.Add(-time.Minute), Confirmed: now.Add(-time.Minute), Lasts: time.Hour}
	painted := func(ago time.Duration) *protocol.Status {
		return &protocol.Status{Takeover: 7, Painted: now.Add(-ago).UnixMilli()}
	}
	for name, c := range map[string]struct {
		drill  bool
		open   hours.Set
		here   bool
		status *protocol.Status
		want   seen
	}{
		"painted":              {here: true, status: painted(59 * time.Second), want: seen{Here: 1, Shown: 1, Latest: time.Second}},
		"painted the last one": {here: true, status: painted(time.Hour), want: seen{Here: 1}},
		"not yet":              {here: true, want: seen{Here: 1}},
		"away":                 {want: seen{}},
		"dark":                 {open: night, here: true, want: seen{Here: 1}},
		"dark, a drill":        {drill: true, open: night, here: true, want: seen{Dark: 1}},
		"dark and away":        {drill: true, open: night, want: seen{}},
	} {
		t.Run(name, func(t *testing.T) {
			one := one
			one.Drill = c.drill
			l := lookRound{now: now, screens: []content.Screen{at("S", c.open)}, on: []content.Takeover{one}, here: map[string][]hub.Presence{}, zones: map[string]*time.Location{}}
			if c.here {
				l.here["S"] = []hub.Presence{{Screen: "S", Status: c.status}}
			}
			c.want.ID, c.want.On, c.want.All = "t", true, 1
			if got := l.seen(one); got != c.want {
				t.Errorf("%+v, not %+v", got, c.want)
			}
		})
	}
}
