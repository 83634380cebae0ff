package content

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"ngatu/content/hours"
)

var hanoi = must(time.LoadLocation(DefaultZone))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// local reads an instant by Hanoi's clock.
func local(s string) time.Time {
	layout := "2006-01-02 15:04:05"
	return must(time.ParseInLocation(layout[:len(s)], s, hanoi))
}

func clock(s string) hours.Clock { return must(hours.ParseClock(s)) }

func slide(id, campaign string, seconds int64) PlanSlide {
	return PlanSlide{Shown: Shown{ID: id, Campaign: campaign, Kind: Picture, Dwell: seconds * 1000}}
}

func onePool(slides ...PlanSlide) Plan {
	return Plan{
		Zone:      DefaultZone,
		Pools:     DefaultPools(),
		Campaigns: []PlanCampaign{{ID: "c", Pool: "city", Weight: 1}},
		Slides:    slides,
	}
}

// monday is the beginning of the window of most tests.
var monday = local("2024-11-25")

func resolve(t testing.TB, p Plan) (Programme, Report) {
	t.Helper()
	prog, report, err := Resolve(p, monday, monday.AddDate(0, 0, 7))
	if err != nil {
		t.Fatal(err)
	}
	return prog, report
}

func on(p Programme, at time.Time) string { return name(p, p.At(at.UnixMilli())) }

func name(p Programme, s Slot) string {
	if s.Slide < 0 {
		return "safe"
	}
	return p.Slides[s.Slide].ID
}

func ids(p Programme, l []int) []string {
	var out []string
	for _, i := range l {
		out = append(out, p.Slides[i].ID)
	}
	return out
}

func TestAnEmptyPlanShowsTheSafeCard(t *testing.T) {
	p, _ := resolve(t, onePool())
	if got := on(p, local("2024-11-26 12:00")); got != "safe" {
		t.Errorf("on is %s", got)
	}
	if len(p.Spans) != 1 || p.Spans[0].Length != 7*day {
		t.Errorf("spans %+v", p.Spans)
	}
}

func TestALoopShowsItsSlidesInOrderByTheClock(t *testing.T) {
	p, _ := resolve(t, onePool(slide("a", "c", 10), slide("b", "c", 20)))
	start := local("2024-11-26 12:00").UnixMilli()
	start -= mod(start-Epoch, 30_000)
	for _, c := range []struct {
		after int64
		want  string
	}{{0, "a"}, {9_999, "a"}, {10_000, "b"}, {29_999, "b"}, {30_000, "a"}, {-1, "b"}} {
		if got := name(p, p.At(start+c.after)); got != c.want {
			t.Errorf("%d ms into the loop: %s, want %s", c.after, got, c.want)
		}
	}
	if s := p.At(start + 12_000); s.Start != start+10_000 || s.End != start+30_000 || s.Begin != s.Start {
		t.Errorf("slot %+v", s)
	}
}

func TestSharesAreOfAirtime(t *testing.T) {
	plan := onePool(slide("a", "city", 8), slide("b", "city", 16), slide("w", "ward", 8), slide("o", "owner", 30))
	plan.Pools = []Pool{{"city", 50}, {"ward", 30}, {"owner", 20}}
	plan.Campaigns = []PlanCampaign{{ID: "city", Pool: "city"}, {ID: "ward", Pool: "ward"}, {ID: "owner", Pool: "owner"}}
	p, report := resolve(t, plan)
	given := map[string]int64{}
	for _, i := range p.Loops[0] {
		given[p.Slides[i].Campaign] += p.Slides[i].Dwell
	}
	total := p.loop(0).length()
	for c, want := range map[string]int64{"city": 50, "ward": 30, "owner": 20} {
		if got := float64(given[c]) * 100 / float64(total); got < float64(want)-1 || got > float64(want)+1 {
			t.Errorf("%s has %.1f %%, wants %d", c, got, want)
		}
	}
	if len(report.LeftOut)+len(report.Missed) != 0 {
		t.Errorf("report %+v", report)
	}
}

func TestAnEmptyPoolGivesItsTimeToTheOthers(t *testing.T) {
	plan := onePool(slide("a", "c", 8))
	plan.Pools = []Pool{{"city", 10}, {"ward", 90}}
	p, _ := resolve(t, plan)
	if got := ids(p, p.Loops[0]); !slices.Equal(got, []string{"a"}) {
		t.Errorf("loop %v", got)
	}
}

func TestWeightsDivideAPool(t *testing.T) {
	plan := onePool(slide("a", "x", 10), slide("b", "y", 10))
	plan.Campaigns = []PlanCampaign{{ID: "x", Pool: "city", Weight: 3}, {ID: "y", Pool: "city", Weight: 1}}
	p, _ := resolve(t, plan)
	if got := ids(p, p.Loops[0]); !slices.Equal(got, []string{"a", "b", "a", "a"}) {
		t.Errorf("loop %v", got)
	}
}

func TestPrecedence(t *testing.T) {
	ever := slide("ever", "c", 10)
	ever.Evergreen = true
	ever.Valid.Until = local("2024-11-26") // its campaign days are over, it is still true
	excl := slide("excl", "c", 10)
	excl.Exclusive = true
	excl.Valid = hours.Span{From: local("2024-11-27 10:00"), Until: local("2024-11-27 11:00")}
	once := slide("once", "c", 8)
	once.AtOnce = local("2024-11-27 10:30").UnixMilli()
	once.Valid.Until = local("2024-11-28")
	newer := slide("newer", "c", 8)
	newer.AtOnce = local("2024-11-27 10:30:03").UnixMilli()
	newer.Valid.Until = local("2024-11-28")
	p, _ := resolve(t, onePool(ever, excl, once, newer))
	for at, want := range map[string]string{
		"2024-11-27 10:29:59": "excl", "2024-11-27 10:30": "once", "2024-11-27 10:30:02": "once",
		"2024-11-27 10:30:03": "newer", "2024-11-27 10:30:10": "newer", "2024-11-27 10:30:11": "excl",
		"2024-11-28 09:00": "ever", "2024-12-25 09:00": "ever",
	} {
		if got := on(p, local(at)); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

func TestADaypartThatCrossesMidnight(t *testing.T) {
	plan := onePool(slide("night", "c", 10))
	plan.Campaigns[0].Hours = hours.Set{Parts: []hours.Part{{From: clock("22:00"), Until: clock("02:00")}}}
	p, _ := resolve(t, plan)
	for at, want := range map[string]string{
		"2024-11-26 21:59:59": "safe", "2024-11-26 22:00": "night", "2024-11-27 01:59:59": "night", "2024-11-27 02:00": "safe",
	} {
		if got := on(p, local(at)); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

func TestOnlyWholeSlotsAreShown(t *testing.T) {
	l := loop{slots: []int{0, 1, 2}, slides: []Shown{{ID: "a", Dwell: 10}, {ID: "b", Dwell: 20}, {ID: "c", Dwell: 30}}}
	for _, c := range []struct {
		what               string
		offset, length, at int64
		want               Slot
	}{
		{"the slot cut at the start gives its time to the next", 5, 100, 0, Slot{Slide: 1, Start: 0, End: 25, Begin: 5}},
		{"and the next is there on its own time", 5, 100, 24, Slot{Slide: 1, Start: 0, End: 25, Begin: 5}},
		{"a slot on the boundary is whole", 10, 100, 0, Slot{Slide: 1, Start: 0, End: 20, Begin: 0}},
		{"the slot cut by the end is not begun, the one before holds", 0, 50, 40, Slot{Slide: 1, Start: 10, End: 50, Begin: 10}},
		{"a slot that ends with the span is whole", 0, 60, 59, Slot{Slide: 2, Start: 30, End: 60, Begin: 30}},
		{"one slot held at both ends", 5, 40, 39, Slot{Slide: 1, Start: 0, End: 40, Begin: 5}},
		{"none fits: the longest piece is the tail", 5, 24, 2, Slot{Slide: 1, Start: 0, End: 24, Begin: 5}},
		{"none fits: the longest piece is the head", 32, 36, 35, Slot{Slide: 2, Start: 0, End: 36, Begin: -2}},
		{"the head alone", 35, 20, 10, Slot{Slide: 2, Start: 0, End: 20, Begin: -5}},
		{"the second round", 0, 1000, 60, Slot{Slide: 0, Start: 60, End: 70, Begin: 60}},
	} {
		got := l.at(c.at, 0, c.length, c.offset)
		got.Nth = 0 // has a test of its own
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
}

func TestEachDayGoesOnWhereTheLastStopped(t *testing.T) {
	var slides []PlanSlide
	for i := range 12 {
		slides = append(slides, slide(fmt.Sprintf("s%02d", i), "c", 600))
	}
	plan := onePool(slides...)
	plan.Campaigns[0].Hours = hours.Set{Parts: []hours.Part{{From: clock("11:00"), Until: clock("11:30")}}}
	p, _ := resolve(t, plan)
	seen := map[string]bool{}
	for d := range 4 {
		for m := range 3 {
			seen[on(p, local("2024-11-25 11:00").AddDate(0, 0, d).Add(time.Duration(m)*10*time.Minute))] = true
		}
	}
	if len(seen) != 12 {
		t.Errorf("in four half hours %d of 12 slides were on: %v", len(seen), seen)
	}
}

func TestScreensWithTheSameLoopAreInStepWhateverTheirSpans(t *testing.T) {
	a := onePool(slide("a", "c", 7), slide("b", "c", 11))
	b := onePool(slide("a", "c", 7), slide("b", "c", 11))
	b.Campaigns[0].Hours = hours.Set{Parts: []hours.Part{{From: clock("08:00"), Until: clock("17:13")}}}
	pa, _ := resolve(t, a)
	pb, _ := resolve(t, b)
	at := local("2024-11-28 10:00").UnixMilli()
	for i := range int64(500) {
		if x, y := name(pa, pa.At(at+i*997)), name(pb, pb.At(at+i*997)); x != y {
			t.Fatalf("after %d ms one shows %s, the other %s", i*997, x, y)
		}
	}
}

func TestAThousandSlidesAndALoopThatIsTooLong(t *testing.T) {
	var slides []PlanSlide
	for i := range 1000 {
		slides = append(slides, slide(fmt.Sprint("s", i), "c", 60))
	}
	p, report := resolve(t, onePool(slides...))
	if len(report.LeftOut) != 0 || len(p.Loops[0]) != 1000 {
		t.Errorf("%d slots, left out %v", len(p.Loops[0]), report.LeftOut)
	}
	for i := range slides {
		slides[i].Dwell = 600_000 // 1,000 slides of ten minutes do not fit in a day
	}
	p, report = resolve(t, onePool(slides...))
	if len(p.Loops[0]) != 144 || len(report.LeftOut) != 856 {
		t.Errorf("%d slots, %d left out", len(p.Loops[0]), len(report.LeftOut))
	}
	if on, leftOut, err := onePool(slides...).On(monday); err != nil || len(on) != 144 || len(leftOut) != 856 || on[143] != "s143" || leftOut[0] != "s144" {
		t.Errorf("%d take turns, %d are left out, %v", len(on), len(leftOut), err)
	}
}

func TestAPlayerThatTakesUpAProgrammeEntersItAsASpanIsEntered(t *testing.T) {
	p, _ := resolve(t, onePool(slide("a", "c", 10), slide("b", "c", 20)))
	start := local("2024-11-26 12:00").UnixMilli()
	start -= mod(start-Epoch, 30_000)
	entered := start + 4_000
	if s := p.AtEntered(entered, entered); name(p, s) != "b" || s.Start != entered || s.Begin != start+10_000 {
		t.Errorf("entered in a: %s %+v", name(p, s), s)
	}
	if x, y := p.AtEntered(start+31_000, entered), p.At(start+31_000); x != y {
		t.Errorf("not back in step: %+v, %+v", x, y)
	}
}

func TestAWrongZoneIsToldInASentence(t *testing.T) {
	plan := onePool()
	plan.Zone = "Asia/Hanoi-Noi"
	if _, _, err := Resolve(plan, monday, monday.AddDate(0, 0, 7)); CodeOf(err) != Invalid {
		t.Errorf("error %v", err)
	}
}
