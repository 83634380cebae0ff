package studio

import (
	"context"
	"crypto/ed25519"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// noon of a day long past, in Hanoi.
var noon = time.Date(2024, 11, 26, 12, 0, 0, 0, area.Local)

// twoSlides is a programme of s-a (10 s) and s-b (20 s), in step with noon, that holds the days around it.
func twoSlides() *content.Programme {
	from := noon.Add(-60 * time.Hour).UnixMilli()
	return &content.Programme{
		Zone: content.DefaultZone, From: from, Until: from + 5*24*3600_000,
		Slides: []content.Shown{{ID: "s-a", Dwell: 10_000}, {ID: "s-b", Dwell: 20_000}},
		Loops:  [][]int{{0, 1}}, Spans: []content.Span{{Length: 5 * 24 * 3600_000, Loop: 0}}, Evergreen: -1,
	}
}

// sent keeps a frame as the air does and gives its hash.
func (r *rig) sent(about protocol.Type, body any) string {
	r.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		r.Fatal(err)
	}
	f, err := protocol.Seal(protocol.Frame{Type: about, For: "audience", Number: time.Now().UnixMilli()}, body, key)
	if err == nil {
		err = r.store.PutFrame(context.Background(), f)
	}
	if err != nil {
		r.Fatal(err)
	}
	return f.Hash
}

// ran stores runs of a screen, numbered in order.
func (r *rig) ran(screen, journal string, runs ...protocol.Run) {
	r.Helper()
	for i := range runs {
		runs[i].Seq = int64(i + 1)
		if runs[i].Clock == "" {
			runs[i].Clock = "synced"
		}
	}
	if _, err := r.store.StoreRuns(context.Background(), screen, protocol.Plays{Journal: journal, Runs: runs}); err != nil {
		r.Fatal(err)
	}
}

func at(d time.Duration) int64 { return noon.Add(d).UnixMilli() }

func TestADayOfAScreen(t *testing.T) {
	r := newRig(t)
	u := r.first()
	newScreen(t, u, "NGATU-01").says(t, 200)
	_, err := r.store.Change(context.Background(), "test", func(tx *store.Tx) error {
		return tx.PutSlide(context.Background(), content.Slide{ID: "s-a", Campaign: "main", Kind: content.Notice, Title: "=HYPERLINK(\"http://evil\");@x", State: content.TakenOff})
	})
	if err != nil {
		t.Fatal(err)
	}
	programme := r.sent(protocol.TypeProgramme, twoSlides())
	over := r.sent(protocol.TypeTakeover, protocol.Takeover{ID: "bao-so-3", Programme: &content.Programme{
		From: at(0), Until: at(time.Hour), Slides: []content.Shown{{ID: "t", Dwell: 60_000}}, Loops: [][]int{{0}}, Spans: []content.Span{{Length: 3600_000}}, Evergreen: -1,
	}})
	r.ran("NGATU-01", "j1",
		protocol.Run{Programme: programme, From: at(0), Until: at(5 * time.Minute), Except: []protocol.Except{
			{Start: at(30 * time.Second), Shown: "s-b", Why: "missing"}, {Start: at(40 * time.Second), Shown: "", Why: "broken"},
			{Start: at(71 * time.Second), Shown: "s-a", Why: "broken"}, // no slot begins there
		}},
		protocol.Run{Programme: over, From: at(5 * time.Minute), Until: at(7 * time.Minute), Clock: "held"},
		protocol.Run{Programme: "sha-of-nothing", From: at(10 * time.Minute), Until: at(11 * time.Minute)},
	)
	r.ran("NGATU-01", "j2", protocol.Run{Programme: programme, From: at(4 * time.Minute), Until: at(6 * time.Minute)}) // told twice

	p := u.get("/studio/plays?screen=NGATU-01&day=2024-11-26")
	p.says(t, 200,
		"NGATU-01", "26/11/2024", "Có báo cáo Reported 0:08:00", "Không có báo cáo No report 23:52:00",
		"số lần times 10", "thời lượng how long 0:01:40", // s-a: 10 slots, one not shown, one in s-b's … see below
		"bao-so-3", "0:02:00", "25,0 %", "Chương trình không rõ sha-of-nothi…", "Đồng hồ khớp máy chủ Clock synced 0:06:00", "Đồng hồ tự giữ Clock held 0:02:00",
		"s-b", "Thẻ an toàn", "tệp chưa về", "12:00:30", "12:00:40", "Trùng Doubled : 0:02:00", "12:07:00", "12:10:00", "0:03:00",
	)
}
