package proof

import (
	"context"
	"path/filepath"
	"slices"
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

func runOf(day time.Time, from, until time.Duration) store.StoredRun {
	return store.StoredRun{Run: protocol.Run{From: day.Add(from).UnixMilli(), Until: day.Add(until).UnixMilli(), Programme: "x"}}
}

func TestGapsAreClosedSilentOrComing(t *testing.T) {
	day := time.Date(2024, 11, 26, 0, 0, 0, 0, area.Local)
	open := hours.Set{Parts: []hours.Part{{From: 6 * 60, Until: 22 * 60}}}
	screen := content.Screen{Places: []content.Place{{Zone: content.DefaultZone, Open: open}, {Zone: content.DefaultZone, From: day.Add(23 * time.Hour)}}}
	d := newTally(day, day.Add(24*time.Hour))
	d.add(runOf(day, -time.Hour, -time.Minute), followed{}) // of the day before
	d.add(runOf(day, 6*time.Hour, 12*time.Hour), followed{})
	d.add(runOf(day, 13*time.Hour, 22*time.Hour), followed{})
	d.add(runOf(day, 30*time.Hour, 31*time.Hour), followed{})
	d.report()
	check := func(why string, past []content.Opening, want ...Gap) {
		t.Helper()
		got := gapsOf(d.gaps, screen, past, day.Add(48*time.Hour))
		if !slices.EqualFunc(got, want, func(a, b Gap) bool { return a.From.Equal(b.From) && a.Until.Equal(b.Until) && a.Kind == b.Kind }) {
			t.Errorf("%s: %v, want %v", why, got, want)
		}
	}
	at := func(h int) time.Time { return day.Add(time.Duration(h) * time.Hour) }
	check("its hours as ever", nil, Gap{day, at(6), Closed}, Gap{at(12), at(13), Silent}, Gap{at(22), at(23), Closed}, Gap{at(23), at(24), Silent})
	// The hours were entered on that day at 14:00. What nobody reported of the night before stays
	// silent.
	check("hours that were set later", []content.Opening{{}, {From: at(14), Open: open}},
		Gap{day, at(6), Silent}, Gap{at(12), at(13), Silent}, Gap{at(22), at(23), Closed}, Gap{at(23), at(24), Silent})

	now := day.Add(12 * time.Hour)
	d = newTally(day, now)
	d.add(runOf(day, 0, 12*time.Hour-3*time.Minute), followed{})
	d.report()
	if got := gapsOf(d.gaps, content.Screen{}, nil, now); len(got) != 1 || got[0].Kind != Coming {
		t.Errorf("what was shown just now: %v", got)
	}
}

// Whatever a stolen screen says, a day is a day and a made-up name is one line.
func TestAStolenScreenCannotBlowUpTheReport(t *testing.T) {
	from := noon.Add(-12 * time.Hour)
	d := newTally(from, from.Add(24*time.Hour))
	var lies []protocol.Except
	for i := range int64(30_000) {
		lies = append(lies, protocol.Except{Start: clockAt(0) + i*10_000, Shown: strings.Repeat("x", int(i%50)), Why: strings.Repeat("y", int(i%50))})
	}
	for range 50 {
		d.add(store.StoredRun{Run: protocol.Run{From: -1 << 60, Until: 1 << 60, Entered: -5, Programme: "p", Except: lies, Clock: "zz"}}, followed{programme: twoSlides()})
	}
	r := d.report()
	if r.Reported != 24*time.Hour || len(r.Lines) > 4 || len(r.Swaps) > 4 || r.Overlap != 49*24*time.Hour {
		t.Errorf("%v reported, %v doubled, %d lines, %d exceptions", r.Reported, r.Overlap, len(r.Lines), len(r.Swaps))
	}
}

// A run whose dates an agent corrected tells of the slots that the wrong clock named, at the time
// at which they really were on.
func TestACorrectedRun(t *testing.T) {
	d := newTally(noon.Add(-time.Hour), noon.Add(time.Hour))
	wrong := (26 * time.Hour).Milliseconds() + 20_000 // a loop of 30 s: another slide than the right clock names
	d.add(store.StoredRun{Run: protocol.Run{
		From: clockAt(0), Until: clockAt(10 * time.Second), Clock: "held", Shift: wrong,
		Except: []protocol.Except{{Start: clockAt(0), Shown: "s-a", Why: "missing"}},
	}}, followed{programme: twoSlides()})
	r := d.report()
	if len(r.Lines) != 1 || r.Lines[0] != (Line{Thing{Slide, "s-a"}, 1, 10 * time.Second}) || r.Reported != 10*time.Second {
		t.Errorf("reported %v, %+v", r.Reported, r.Lines)
	}
	if len(r.Swaps) != 1 || r.Swaps[0].First.UnixMilli() != clockAt(0) || r.Swaps[0].Why != Missing {
		t.Errorf("in place of others: %+v", r.Swaps)
	}
}

// Plays are read with the programme and the takeover as they were sent, and scans by screen and
// hour.
func TestReadFromTheStore(t *testing.T) {
	ctx := t.Context()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	screen := content.Screen{Code: "HK-1", Places: []content.Place{{Zone: content.DefaultZone}}}
	_, err = s.Change(ctx, "an", func(tx *store.Tx) error { return tx.PutScreen(ctx, screen) })
	if err != nil {
		t.Fatal(err)
	}
	sent := func(about protocol.Type, body any) string {
		f, err := protocol.Seal(protocol.Frame{Type: about, For: "a", Number: 1}, body, nil)
		if err == nil {
			err = s.PutFrame(context.Background(), f)
		}
		if err != nil {
			t.Fatal(err)
		}
		return f.Hash
	}
	storm := &content.Programme{
		From: clockAt(0), Until: clockAt(time.Hour), Slides: []content.Shown{{ID: "t", Dwell: 60_000}},
		Loops: [][]int{{0}}, Spans: []content.Span{{Length: 3600_000}}, Evergreen: -1,
	}
	runs := []protocol.Run{
		{Seq: 1, Programme: sent(protocol.TypeProgramme, twoSlides()), From: clockAt(0), Until: clockAt(time.Minute), Clock: "synced"},
		{Seq: 2, Programme: sent(protocol.TypeTakeover, protocol.Takeover{ID: "storm", Programme: storm}), From: clockAt(time.Minute), Until: clockAt(2 * time.Minute), Clock: "synced"},
		{Seq: 3, Programme: "nobody sent this", From: clockAt(2 * time.Minute), Until: clockAt(3 * time.Minute), Clock: "held"},
	}
	if _, err := s.StoreRuns(ctx, screen.Code, protocol.Plays{Journal: "j", Runs: runs}); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := s.CountScan(ctx, screen.Code, noon.Add(time.Duration(i/2)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	p, until := New(s), noon.Add(4*time.Minute)
	r, err := p.Plays(ctx, screen, noon, until, noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	want := []Line{
		{Thing{Takeover, "storm"}, 1, time.Minute},
		{Thing{Unknown, "nobody sent this"}, 1, time.Minute},
		{Thing{Slide, "s-b"}, 2, 40 * time.Second},
		{Thing{Slide, "s-a"}, 2, 20 * time.Second},
	}
	if !slices.Equal(r.Lines, want) || r.Runs != 3 || r.Reported != 3*time.Minute || r.Clocks["held"] != time.Minute {
		t.Errorf("%+v", r)
	}
	if len(r.Gaps) != 1 || r.Gaps[0].Kind != Silent || r.Gaps[0].Length() != time.Minute {
		t.Errorf("gaps %+v", r.Gaps)
	}
	scans, total, cut, err := p.Scans(ctx, "", noon, noon.Add(24*time.Hour))
	if err != nil || cut || total != 3 || len(scans) != 1 || scans[0].Total != 3 || len(scans[0].Hours) != 2 || scans[0].Hours[0].Count != 2 {
		t.Errorf("scans %+v, %d, %v", scans, total, err)
	}
}
