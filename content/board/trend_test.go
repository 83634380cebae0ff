package board_test

import (
	"testing"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/content/figure"
)

// The line has a point for each release that may be shown, placed by its time, from nothing up.
func TestTheTrend(t *testing.T) {
	set := units(t)
	of := parsed(t, name+"@trend")
	var releases []figure.Release
	for i, value := range []int64{400, 300, 200} {
		r := release(set, 30, func(f *figure.Figure) { f.Value = value })
		r.AsOf = r.AsOf.AddDate(0, 0, []int{0, -1, -4}[i])
		releases = append(releases, r)
	}
	b, _ := board.Of(set, releases, of, board.Rules{})
	got := b.Cells()
	for bind, want := range map[string]board.Cell{
		"trend.0": {Fraction: 4750}, "trend.1": {Fraction: 7125, Level: 7500}, "trend.2": {Fraction: 9500, Level: 10_000},
		"trend.from": {Text: "22/11"}, "trend.until": {Text: "26/11"}, "trend.first": {Text: "6.000"}, "gauge.value": {Text: "12.000"},
	} {
		if got[bind] != want {
			t.Errorf("%s is %+v, want %+v", bind, got[bind], want)
		}
	}
	if v := b.Views(); len(v) != 1 || v[0] != content.Trend || of.Releases() != board.History {
		t.Errorf("views %v of %d releases", v, of.Releases())
	}
	releases[2].Sample = true // made up
	releases[1].Figures = releases[1].Figures[:3]
	if b, _ = board.Of(set, releases, of, board.Rules{Coverage: 80}); len(b.Views()) != 0 {
		t.Errorf("made-up figures and a part of the areas are points: %+v", b.Cells())
	}
}
