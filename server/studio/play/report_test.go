package play_test

import (
	"context"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// noon of a day long past, in Hanoi.
var noon = time.Date(2024, 11, 26, 12, 0, 0, 0, area.Local)

// twoSlides is a programme of s-a (10 s) and s-b (20 s), in step with noon, that holds the days
// around it.
func twoSlides() *content.Programme {
	from := noon.Add(-60 * time.Hour).UnixMilli()
	return &content.Programme{
		Zone: content.DefaultZone, From: from, Until: from + 5*24*3600_000,
		Slides: []content.Shown{{ID: "s-a", Dwell: 10_000}, {ID: "s-b", Dwell: 20_000}},
		Loops:  [][]int{{0, 1}}, Spans: []content.Span{{Length: 5 * 24 * 3600_000, Loop: 0}}, Evergreen: -1,
	}
}

func clockAt(d time.Duration) int64 { return noon.Add(d).UnixMilli() }

func TestADayOfAScreen(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01").Says(t, 200)
	_, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutSlide(context.Background(), content.Slide{ID: "s-a", Campaign: "main", Kind: content.Notice, Title: "=HYPERLINK(\"http://evil\");@x", State: content.TakenOff})
	})
	if err != nil {
		t.Fatal(err)
	}
	programme := r.Sent(protocol.TypeProgramme, twoSlides())
	takeover := r.Sent(protocol.TypeTakeover, protocol.Takeover{ID: "bao-so-3", Programme: &content.Programme{
		From: clockAt(0), Until: clockAt(time.Hour), Slides: []content.Shown{{ID: "t", Dwell: 60_000}}, Loops: [][]int{{0}}, Spans: []content.Span{{Length: 3600_000}}, Evergreen: -1,
	}})
	r.Ran("NGATU-01", "j1",
		protocol.Run{Programme: programme, From: clockAt(0), Until: clockAt(5 * time.Minute), Except: []protocol.Except{
			{Start: clockAt(30 * time.Second), Shown: "s-b", Why: "missing"},
			{Start: clockAt(40 * time.Second), Shown: "", Why: "broken"},
			{Start: clockAt(71 * time.Second), Shown: "s-a", Why: "broken"}, // no slot begins there
		}},
		protocol.Run{Programme: takeover, From: clockAt(5 * time.Minute), Until: clockAt(7 * time.Minute), Clock: "held"},
		protocol.Run{Programme: "sha-of-nothing", From: clockAt(10 * time.Minute), Until: clockAt(11 * time.Minute)},
	)
	r.Ran("NGATU-01", "j2", protocol.Run{Programme: programme, From: clockAt(4 * time.Minute), Until: clockAt(6 * time.Minute)}) // told twice

	// s-a has ten slots of the first run, of which one shows s-b, and two more of the third; a slot
	// of s-b shows the safe card.
	p := u.Get("/studio/plays?screen=NGATU-01&day=2024-11-26")
	p.Says(t, 200,
		"NGATU-01", "26/11/2024", "Có báo cáo 0:08:00", "Không có báo cáo 23:52:00",
		"số lần 11 thời lượng 0:01:50 phần 22,9 %", "số lần 12 thời lượng 0:03:50 phần 47,9 %",
		"Thẻ an toàn số lần 1 thời lượng 0:00:20", "Thông báo khẩn đã xóa số lần 1 thời lượng 0:01:00",
		"Chương trình không rõ sha-of-nothi…", "Đồng hồ khớp máy chủ 0:07:00", "Đồng hồ tự giữ 0:01:00",
		"tệp chưa về", "12:00:30", "12:00:40", "Trùng: 0:02:00", "từ 12:07:00 đến 12:10:00 bao lâu 0:03:00 Không có báo cáo",
	)
	if strings.Contains(studiotest.TextOf(p.HTML), "12:01:11") {
		t.Error("an exception where no slot begins was counted")
	}
	u.Get("/studio/plays?screen=NGATU-01&day=2024-11-25").Says(t, 200, "Không có báo cáo nào trong ngày này", "24:00:00")
	u.Get("/studio/plays?screen=NGATU-01&day=2999-01-01").Says(t, 200, "Ngày này chưa đến")
	u.Get("/studio/plays?screen=NGATU-01&day=hôm+qua").Says(t, 422, "không đọc được")
	u.Get("/studio/plays?screen=NGATU-99").Says(t, 404, "NGATU-99")
	u.Get("/studio/plays?screen=%ff%00").Says(t, 200, "Chọn một màn hình")
	r.Browser().Get("/studio/plays.csv?screen=NGATU-01").Says(t, 200, "Đăng nhập")
	r.Other("kiem-tra", signin.Auditor).Get("/studio/plays?screen=NGATU-01&day=2024-11-26").Says(t, 200, "0:08:00")

	file := u.Get("/studio/plays.csv?screen=NGATU-01&day=2024-11-26")
	if kind := file.Head.Get("Content-Type"); kind != "text/csv; charset=utf-8" || !strings.HasPrefix(file.HTML, "\xef\xbb\xbf") ||
		!strings.Contains(file.Head.Get("Content-Disposition"), "ngatu-2024-11-26-NGATU-01.csv") {
		t.Errorf("the file came as %s, %q", kind, file.Head.Get("Content-Disposition"))
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.HTML, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 1+5+2+2+3 {
		t.Fatalf("%d rows, %v\n%s", len(rows), err, file.HTML)
	}
	if got := strings.Join(rows[2], "|"); got != `NGATU-01|2024-11-26|slide|s-a|'=HYPERLINK("http://evil"),@x|||||11|110|229` {
		t.Errorf("the slide's row is %s", got)
	}
}

func TestScansByScreenAndHour(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	studiotest.NewScreen(t, u, "NGATU-01")
	studiotest.NewScreen(t, u, "SANH-02")
	for i, code := range []string{"NGATU-01", "NGATU-01", "NGATU-01", "SANH-02"} {
		if err := r.Store.CountScan(context.Background(), code, noon.Add(time.Duration(i/2)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	u.Get("/studio/plays?day=2024-11-26").Says(t, 200, "Cả ngày: 4", "NGATU-01 lượt 3 12:00 2 13:00 1", "SANH-02 lượt 1 13:00 1")
	u.Get("/studio/plays?screen=SANH-02&day=2024-11-26").Says(t, 200, "Cả ngày: 1")
	u.Get("/studio/plays?day=2024-11-27").Says(t, 200, "Không có lượt quét nào")
	if file := u.Get("/studio/plays.csv?day=2024-11-26").HTML; !strings.Contains(file, "NGATU-01,2024-11-26,scans,,,,,12:00,,2,,\r\n") {
		t.Errorf("the file says %s", file)
	}
}
