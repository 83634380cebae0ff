package figure

import (
	"testing"
	"time"

	"ngatu/content/area"
)

// A figure without a target has the one that held on its day: neither an older one nor one that is
// still to come.
func TestTargetsHoldFromTheirDay(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2024, 11, d, 0, 0, 0, 0, area.Local) }
	one, two := area.Key{Period: area.Nov2024, Code: "00001"}, area.Key{Period: area.Nov2024, Code: "00004"}
	all := Targets{{Area: one, Since: day(20), Value: 500}, {Area: one, Since: day(1), Value: 400}, {Area: two, Since: day(1), Value: 90}, {Area: two, Since: day(10)}}
	for d, want := range map[int][2]int64{1: {400, 90}, 9: {400, 90}, 10: {400, 0}, 19: {400, 0}, 20: {500, 0}, 30: {500, 0}} {
		figures := []Figure{{Area: one, AsOf: day(d).Add(17 * time.Hour)}, {Area: two, AsOf: day(d).Add(17 * time.Hour)}}
		all.Fill(figures)
		if got := [2]int64{figures[0].Target, figures[1].Target}; got != want {
			t.Errorf("on day %d: %v, want %v", d, got, want)
		}
	}
	own := []Figure{{Area: one, AsOf: day(5), Target: 7}}
	if all.Fill(own); own[0].Target != 7 {
		t.Errorf("a sheet's own target became %d", own[0].Target)
	}
	if before := all.At(day(1).Add(-time.Second)); len(before) != 0 {
		t.Errorf("before the first day: %v", before)
	}
}
