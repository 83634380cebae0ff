package e2e

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// TestPlayToReport: what a page showed comes back as rows: which slide, how often, how long. What it
// reports of days to come is what the timeline says of them.
func TestPlayToReport(t *testing.T) {
	t.Parallel() // it mostly waits
	a := testkit.Demo(t)
	show(t, a, "starter-slogan-street")
	began := time.Now()
	tab := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=SANH-01", 1920, 1080)
	tab.Until("the slide", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide === 'starter-slogan-street'", 20*time.Second)
	tab.Until("the end of its slot", "Ngatu.debug.start > 0 && (window.first = window.first || Ngatu.debug.start) < Ngatu.debug.start", 40*time.Second)
	tab.Eval(`location.reload()`, nil) // a page that starts sends what it showed before

	var runs []store.StoredRun
	until(t, "a run at the server", 20*time.Second, func() bool {
		var err error
		if runs, err = a.Store().Runs(t.Context(), store.RunQuery{Screen: "SANH-01"}); err != nil {
			t.Fatal(err)
		}
		return len(runs) > 0
	})
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := sit(a, link)
	if err != nil {
		t.Fatal(err)
	}
	report, err := d.get("/studio/plays?screen=SANH-01")
	if err != nil || !strings.Contains(report, "Khẩu hiệu: đi từng ngõ") {
		t.Errorf("the report does not name the slide (%v): %s", err, report)
	}
	var programme content.Programme
	frame, err := a.Store().FrameByHash(t.Context(), runs[0].Programme)
	if err != nil {
		t.Fatal(err)
	}
	if err := frame.Open(&programme); err != nil {
		t.Fatal(err)
	}
	except := map[int64]string{}
	for _, e := range runs[0].Except {
		except[e.Start] = e.Shown
	}
	entered := runs[0].Entered
	if entered == 0 {
		entered = content.NotEntered
	}
	got := programme.Tally(runs[0].From, runs[0].Until, entered, except)["starter-slogan-street"]
	if got.Time < 1000 || got.Time > time.Since(began).Milliseconds() {
		t.Errorf("the run %+v says that the slide was shown for %d ms, and the page is there for %v", runs[0].Run, got.Time, time.Since(began))
	}
	playsTheTimeline(t, a, tab, "SANH-01")
}
