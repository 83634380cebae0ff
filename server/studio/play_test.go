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
	"ngatu/server/signin"
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
			{Start: at(30 * time.Second), Shown: "s-b", Why: "missing"},
			{Start: at(40 * time.Second), Shown: "", Why: "broken"},
			{Start: at(71 * time.Second), Shown: "s-a", Why: "broken"}, // no slot begins there
		}},
		protocol.Run{Programme: over, From: at(5 * time.Minute), Until: at(7 * time.Minute), Clock: "held"},
		protocol.Run{Programme: "sha-of-nothing", From: at(10 * time.Minute), Until: at(11 * time.Minute)},
	)
	r.ran("NGATU-01", "j2", protocol.Run{Programme: programme, From: at(4 * time.Minute), Until: at(6 * time.Minute)}) // told twice

	// s-a has ten slots of the first run, of which one shows s-b, and two more of the third; a slot of s-b shows the safe card.
	p := u.get("/studio/plays?screen=NGATU-01&day=2024-11-26")
	p.says(t, 200,
		"NGATU-01", "26/11/2024", "Có báo cáo Reported 0:08:00", "Không có báo cáo No report 23:52:00",
		"số lần times 11 thời lượng how long 0:01:50 phần share 22,9 %", "số lần times 12 thời lượng how long 0:03:50 phần share 47,9 %",
		"Thẻ an toàn Safe card số lần times 1 thời lượng how long 0:00:20", "Thông báo khẩn bao-so-3 takeover số lần times 1 thời lượng how long 0:01:00",
		"Chương trình không rõ sha-of-nothi… unknown programme", "Clock synced 0:07:00", "Clock held 0:01:00",
		"tệp chưa về", "12:00:30", "12:00:40", "Doubled : 0:02:00", "từ from 12:07:00 đến until 12:10:00 bao lâu how long 0:03:00 Không có báo cáo",
	)
	if strings.Contains(textOf(p.html), "12:01:11") {
		t.Error("an exception where no slot begins was counted")
	}
	u.get("/studio/plays?screen=NGATU-01&day=2024-11-25").says(t, 200, "Không có báo cáo nào trong ngày này", "24:00:00")
	u.get("/studio/plays?screen=NGATU-01&day=2999-01-01").says(t, 200, "Ngày này chưa đến")
	u.get("/studio/plays?screen=NGATU-01&day=hôm+qua").says(t, 422, "không đọc được")
	u.get("/studio/plays?screen=NGATU-99").says(t, 404, "NGATU-99")
	u.get("/studio/plays?screen=%ff%00").says(t, 200, "Chọn một màn hình")
	r.browser().get("/studio/plays.csv?screen=NGATU-01").says(t, 200, "Đăng nhập")
	r.other("kiem-tra", signin.Auditor).get("/studio/plays?screen=NGATU-01&day=2024-11-26").says(t, 200, "0:08:00")

	file := u.get("/studio/plays.csv?screen=NGATU-01&day=2024-11-26")
	if kind := file.head.Get("Content-Type"); kind != "text/csv; charset=utf-8" || !strings.HasPrefix(file.html, "\xef\xbb\xbf") ||
		!strings.Contains(file.head.Get("Content-Disposition"), "ngatu-2024-11-26-NGATU-01.csv") {
		t.Errorf("the file came as %s, %q", kind, file.head.Get("Content-Disposition"))
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.html, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 1+5+2+2+3 {
		t.Fatalf("%d rows, %v\n%s", len(rows), err, file.html)
	}
	if got := strings.Join(rows[2], "|"); got != `NGATU-01|2024-11-26|slide|s-a|'=HYPERLINK("http://evil"),@x|||||11|110|229` {
		t.Errorf("the slide's row is %s", got)
	}
}

func TestCellsRunNoFormulas(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+84": "'+84", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", " \t=1": "'=1", "\r\n=1": "'=1", "a;=1": "a,=1", "a\t=1": "a =1",
		"Chào": "Chào", "": "", "a=b": "a=b", "12": "12",
	} {
		if got := cell(in); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestGapsTellDarkFromSilentAndComing(t *testing.T) {
	day := time.Date(2024, 11, 26, 0, 0, 0, 0, area.Local)
	open := hours.Set{Parts: []hours.Part{{From: 6 * 60, Until: 22 * 60}}}
	screen := content.Screen{Places: []content.Place{{Zone: content.DefaultZone, Open: open}, {Zone: content.DefaultZone, From: day.Add(23 * time.Hour)}}}
	run := func(from, until time.Duration) store.StoredRun {
		return store.StoredRun{Run: protocol.Run{From: day.Add(from).UnixMilli(), Until: day.Add(until).UnixMilli(), Programme: "x"}}
	}
	d := newPlayDay(day, day.Add(24*time.Hour))
	d.add(run(-time.Hour, -time.Minute), followed{}) // of the day before
	d.add(run(6*time.Hour, 12*time.Hour), followed{})
	d.add(run(13*time.Hour, 22*time.Hour), followed{})
	d.add(run(30*time.Hour, 31*time.Hour), followed{})
	d.end()
	want := []stretch{
		{day, day.Add(6 * time.Hour), gapDark},
		{day.Add(12 * time.Hour), day.Add(13 * time.Hour), gapSilent},
		{day.Add(22 * time.Hour), day.Add(23 * time.Hour), gapDark},
		{day.Add(23 * time.Hour), day.Add(24 * time.Hour), gapSilent},
	}
	got := d.stretches(screen, day.Add(48*time.Hour))
	if len(got) != len(want) {
		t.Fatalf("gaps %v", got)
	}
	for i, g := range got {
		if !g.From.Equal(want[i].From) || !g.Until.Equal(want[i].Until) || g.Kind != want[i].Kind {
			t.Errorf("gap %d: %v – %v %s, want %v", i, g.From, g.Until, g.Kind, want[i])
		}
	}
	now := day.Add(12 * time.Hour)
	d = newPlayDay(day, now)
	d.add(run(0, 12*time.Hour-3*time.Minute), followed{})
	d.end()
	if got := d.stretches(content.Screen{}, now); len(got) != 1 || got[0].Kind != gapComing {
		t.Errorf("what was shown just now is told as %v", got)
	}
}

// TestAStolenScreenCannotBlowUpTheReport: whatever a run says, a day is a day and a made-up name is one line.
func TestAStolenScreenCannotBlowUpTheReport(t *testing.T) {
	from := noon.Add(-12 * time.Hour)
	d := newPlayDay(from, from.Add(24*time.Hour))
	var lies []protocol.Except
	for i := range int64(30_000) {
		lies = append(lies, protocol.Except{Start: at(0) + i*10_000, Shown: strings.Repeat("x", int(i%50)), Why: strings.Repeat("y", int(i%50))})
	}
	for range 50 {
		d.add(store.StoredRun{Run: protocol.Run{From: -1 << 60, Until: 1 << 60, Entered: -5, Programme: "p", Except: lies, Clock: "zz"}}, followed{programme: twoSlides()})
	}
	d.end()
	if d.reported != 24*3600_000 || len(d.played) > 4 || len(d.instead) > 4 || d.overlap != 49*24*3600_000 {
		t.Errorf("%d ms reported, %d doubled, %d lines, %d exceptions", d.reported, d.overlap, len(d.played), len(d.instead))
	}
}

func TestScansByScreenAndHour(t *testing.T) {
	r := newRig(t)
	u := r.first()
	newScreen(t, u, "NGATU-01")
	newScreen(t, u, "SANH-02")
	for i, code := range []string{"NGATU-01", "NGATU-01", "NGATU-01", "SANH-02"} {
		if err := r.store.CountScan(context.Background(), code, noon.Add(time.Duration(i/2)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	u.get("/studio/plays?day=2024-11-26").says(t, 200, "Cả ngày All day : 4", "NGATU-01 lượt times 3 12:00 2 13:00 1", "SANH-02 lượt times 1 13:00 1")
	u.get("/studio/plays?screen=SANH-02&day=2024-11-26").says(t, 200, "All day : 1")
	u.get("/studio/plays?day=2024-11-27").says(t, 200, "Không có lượt quét nào")
	if file := u.get("/studio/plays.csv?day=2024-11-26").html; !strings.Contains(file, "NGATU-01,2024-11-26,scans,,,,,12:00,,2,,\r\n") {
		t.Errorf("the file says %s", file)
	}
}

// playedUnder is a minute under a programme that nobody sent.
func playedUnder(hash string) protocol.Run {
	return protocol.Run{Programme: hash, From: at(0), Until: at(time.Minute)}
}

// A run whose dates an agent corrected tells of the slots that the wrong clock named, at the time at which they really were on.
func TestACorrectedRun(t *testing.T) {
	d := newPlayDay(noon.Add(-time.Hour), noon.Add(time.Hour))
	wrong := (26 * time.Hour).Milliseconds() + 20_000 // a loop of 30 s: another slide than the right clock names
	d.add(store.StoredRun{Run: protocol.Run{
		From: at(0), Until: at(10 * time.Second), Clock: "held", Shift: wrong,
		Except: []protocol.Except{{Start: at(0), Shown: "s-a", Why: "missing"}},
	}}, followed{programme: twoSlides()})
	d.end()
	if got := d.played[playKey{playSlide, "s-a"}]; got.Times != 1 || got.Time != 10_000 || d.reported != 10_000 {
		t.Errorf("s-a: %+v, told %d ms; all: %+v", got, d.reported, d.played)
	}
	if len(d.instead) != 1 || d.instead[d.swaps()[0]].first != at(0) {
		t.Errorf("in place of others: %+v", d.instead)
	}
}
