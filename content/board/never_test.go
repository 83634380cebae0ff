package board_test

import (
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/internal/paint"
)

// A merged release has figures of two times: the league lists those of its own time, and what the
// total is of is said.
func TestALeagueIsOfOneTime(t *testing.T) {
	set := units(t)
	r := release(set, 30)
	early := r.AsOf.AddDate(0, 0, -3)
	for i := 2; i < 30; i++ {
		r.Figures[i].AsOf = early
	}
	b, cells := printed(t, set, true, r)
	if len(b.Shown) != 2 || len(b.Older) != 28 || cells["row.2.name"].Text != "" || cells["tile."+r.Figures[5].Area.String()].Text != "" {
		t.Errorf("%d rows, %d older", len(b.Shown), len(b.Older))
	}
	if cells["missing"].Text != "28 đơn vị chưa có số liệu mới" || cells["cover"].Text != "2/30 đơn vị có số liệu mới" || cells["gauge.value"].Text != "6.000" {
		t.Errorf("it says %q, %q, %q", cells["missing"].Text, cells["cover"].Text, cells["gauge.value"].Text)
	}
	if !b.Oldest.Equal(early) {
		t.Errorf("its oldest figure is of %v", b.Oldest)
	}
	f := board.RowsOf(set, paint.Faces(), name, []figure.Release{r}, board.Rules{Ranks: true}, r.AsOf).In(facts())
	if f.Rows != 2 || f.Longest["cover.short"] != "44/44 đơn vị mới" || f.Longest["missing"] == "" {
		t.Errorf("the layout: %d rows, %v", f.Rows, f.Longest)
	}
}

// Below the coverage that is set there is no total, on no view; a figure of the whole needs none.
func TestATotalNeedsItsParts(t *testing.T) {
	set := units(t)
	for have, total := range map[int]bool{30: true, 24: true, 23: false, 1: false} {
		r := release(set, have)
		rows := board.RowsOf(set, paint.Faces(), name, []figure.Release{r}, board.Rules{Coverage: 80}, r.AsOf)
		if slices.Contains(rows.Views, content.Gauge) != total || rows.In(facts()).NoTotal == total || !slices.Contains(rows.Views, content.League) {
			t.Errorf("%d of 30: views %v", have, rows.Views)
		}
		b, _ := board.Of(set, []figure.Release{r}, parsed(t, name), board.Rules{Coverage: 80})
		if _, there := b.Cells()["gauge.value"]; there != total {
			t.Errorf("%d of 30: a total is printed: %v", have, there)
		}
	}
	r := release(set, 1)
	r.Figures = append(r.Figures, figure.Figure{Area: parsed(t, name).Parent, Measure: r.Measure, Value: 500, Target: 1000})
	slices.SortFunc(r.Figures, func(a, b figure.Figure) int { return a.Area.Compare(b.Area) })
	b, _ := board.Of(set, []figure.Release{r}, parsed(t, name), board.Rules{Coverage: 80})
	if cells := b.Cells(); cells["gauge.percent"].Text != "50,0 %" || cells["cover"].Text != "" {
		t.Errorf("with a figure of the city: %v", cells["gauge.percent"])
	}
}

// Where ranks are not public and nothing has moved, the areas come in the order of their list.
func TestNoRanksWithoutLeave(t *testing.T) {
	set := units(t)
	r := release(set, 30)
	for i := range r.Figures {
		r.Figures[i].Value = int64(100 + i)
	}
	b, _ := printed(t, set, false, r)
	if !slices.IsSortedFunc(b.Shown, func(x, y figure.Line) int { return x.Area.Compare(y.Area) }) || b.Shown[0].Short != "Ba Đình" {
		t.Errorf("they are listed from %s", b.Shown[0].Short)
	}
	if b, _ = printed(t, set, true, r); b.Shown[0].Value != 129 {
		t.Errorf("with ranks the first has %d", b.Shown[0].Value)
	}
}

// Figures that are too old are on no board.
func TestFiguresGoOff(t *testing.T) {
	set := units(t)
	r := release(set, 30)
	rules := board.Rules{Gone: 14 * 24 * time.Hour}
	for after, on := range map[time.Duration]bool{0: true, 14*24*time.Hour - 1: true, 14 * 24 * time.Hour: false} {
		rows := board.RowsOf(set, paint.Faces(), name, []figure.Release{r}, rules, r.AsOf.Add(after))
		if len(rows.Views) > 0 != on || !rows.Gone.Equal(r.AsOf.Add(14*24*time.Hour)) {
			t.Errorf("after %v: %v, gone at %v", after, rows.Views, rows.Gone)
		}
	}
}

// The mark of samples belongs to figures: typed on a slide it goes when real ones come.
func TestTheMarkBelongsToTheFigures(t *testing.T) {
	set := units(t)
	slide := content.Slide{Kind: content.Board, Sample: true, Words: content.Words{Head: "Tiến độ", Mark: "SỐ LIỆU MẪU"}}
	marked := func(sample bool, releases ...figure.Release) content.Slide {
		for i := range releases {
			releases[i].Sample = sample
		}
		return board.RowsOf(set, paint.Faces(), name, releases, board.Rules{}, time.Time{}).Marked(slide)
	}
	if s := marked(false, release(set, 30)); s.Sample || s.Words.Mark != "" {
		t.Errorf("real figures are marked: %v, %q", s.Sample, s.Words.Mark)
	}
	if s := marked(true, release(set, 30)); !s.Sample {
		t.Error("made-up figures are not marked")
	}
	if s := marked(false); !s.Sample || s.Words.Mark == "" {
		t.Error("without figures the slide's own mark is gone")
	}
	slide.Words.Mark = "THÍ ĐIỂM"
	if s := marked(false, release(set, 30)); s.Words.Mark != "THÍ ĐIỂM" {
		t.Errorf("another mark became %q", s.Words.Mark)
	}
}
