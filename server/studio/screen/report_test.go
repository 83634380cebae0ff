package screen_test

import (
	"testing"
	"time"

	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/studio/studiotest"
)

// A screen has one state: not enrolled, about to connect, silent, or on; never two that contradict
// each other.
func TestAScreenHasOneState(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Stand("NGATU-01", false)
	r.Stand("NGATU-02", true)
	states := []string{"Chưa ghép", "Vừa ghép, đang chờ nối", "Mất liên lạc", "Đang chiếu"}
	check := func(code, want string) {
		t.Helper()
		p := u.Get("/studio/screens/" + code + "/state")
		p.Says(t, 200, want)
		for _, other := range states {
			if other != want {
				p.Lacks(t, other)
			}
		}
	}
	check("NGATU-01", "Chưa ghép")
	check("NGATU-02", "Vừa ghép, đang chờ nối")
	u.Get("/studio/screens").Says(t, 200, "Chưa ghép: 1", "Vừa ghép, đang chờ nối: 1", "Mất liên lạc: 0")
	r.Later.Store(int64(2 * time.Minute))
	check("NGATU-02", "Mất liên lạc")
	r.Connect(hub.Presence{Screen: "NGATU-02", Heard: time.Now()})
	check("NGATU-02", "Đang chiếu")
	u.Get("/studio/screens/NGATU-02").Says(t, 200, "Đang chiếu").Lacks(t, "Đã ghép")
}

// Two computers with one identity are noticed; one that came back, two pages of a wall that need no
// credential, and the last words of a connection that is gone are not.
func TestTwoComputersWithOneIdentityAreShown(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	now := time.Now()
	of := func(since, heard time.Duration, proved bool) hub.Presence {
		return hub.Presence{Screen: "NGATU-01", Since: now.Add(-since), Heard: now.Add(-heard), Proved: proved, Relay: true}
	}
	r.Stand("NGATU-01", true)
	for name, c := range map[string]struct {
		all  []hub.Presence
		says bool
	}{
		"one":                     {[]hub.Presence{of(time.Hour, 0, true)}, false},
		"one that came back":      {[]hub.Presence{of(time.Hour, time.Minute, true), of(50*time.Second, 0, true)}, false},
		"what was on its way":     {[]hub.Presence{of(time.Hour, 48*time.Second, true), of(50*time.Second, 0, true)}, false},
		"two":                     {[]hub.Presence{of(time.Hour, 10*time.Second, true), of(50*time.Second, 0, true)}, true},
		"two, whichever spoke":    {[]hub.Presence{of(50*time.Second, 20*time.Second, true), of(time.Hour, 0, true)}, true},
		"two pages of a wall":     {[]hub.Presence{of(time.Hour, 0, false), of(50*time.Second, 0, false)}, false},
		"a page beside the agent": {[]hub.Presence{of(time.Hour, 0, true), of(50*time.Second, 0, false)}, false},
	} {
		r.Connect(c.all...)
		for _, at := range []string{"/studio/screens", "/studio/screens/NGATU-01"} {
			p := u.Get(at)
			if c.says {
				p.Says(t, 200, "2 máy đang nối với cùng một danh tính", "cần xem")
			} else {
				p.Lacks(t, "danh tính")
			}
			if t.Failed() {
				t.Fatalf("%s, at %s", name, at)
			}
		}
	}
}

// What agents report is on the page of their screen, and what somebody should look at is in the
// list too.
func TestWhatScreensReportIsShown(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Stand("NGATU-01", true)
	r.Stand("NGATU-02", true)
	well := protocol.Status{Clock: "synced", Slide: "gone-by-now", Machine: &protocol.Machine{Celsius: 51, DiskFree: 9000, MemoryFree: 900}}
	ill := protocol.Status{
		Clock: "unknown", Missing: 3, Trouble: "no space left on device", Link: "poll",
		Machine: &protocol.Machine{Celsius: 88, Slowed: true, DiskFree: 120, MemoryFree: 60, Refused: 4, Browsers: 9, Drops: 12, Delay: 40},
	}
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now(), Status: &well}, hub.Presence{Screen: "NGATU-02", Heard: time.Now(), Status: &ill})
	u.Get("/studio/screens/NGATU-01").Says(t, 200, "51 °C", "đúng giờ", "Tấm dự phòng").Lacks(t, "cần xem", "gone-by-now")
	sick := []string{
		"cần xem", "no space left on device", "Tệp còn thiếu 3", "chưa biết giờ", "88 °C, máy chạy chậm lại", "120 MB", "60 MB",
		"4 từ khi máy chạy", "8 lần", "12 lần trong giờ qua", "40 ms", "websocket",
	}
	u.Get("/studio/screens/NGATU-02").Says(t, 200, sick...)
	u.Get("/studio/screens").Says(t, 200, "1 cần xem", "Sự cố: no space left on device", "Đồng hồ: chưa biết giờ")
}

// What a screen said last is on its page while it is silent, and not in the list, which tells what
// is so now.
func TestWhatASilentScreenSaidLast(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	r.Stand("NGATU-01", true)
	said := protocol.Status{Clock: "synced", Trouble: "no space left on device", Machine: &protocol.Machine{Celsius: 88}}
	r.Later.Store(int64(3 * time.Minute))
	r.Gone("NGATU-01", time.Now().Add(2*time.Minute), &said)
	u.Get("/studio/screens/NGATU-01").Says(t, 200, "Mất liên lạc", "Trước khi mất liên lạc, máy báo", "no space left on device", "88 °C")
	u.Get("/studio/screens").Says(t, 200, "Mất liên lạc: 1").Lacks(t, "no space left", "cần xem")
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now().Add(3 * time.Minute)})
	u.Get("/studio/screens/NGATU-01").Says(t, 200, "Đang chiếu").Lacks(t, "no space left", "Trước khi mất liên lạc, máy báo")
}
