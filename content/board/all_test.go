package board_test

import (
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/internal/paint"
)

// A board of all areas has a row for each: by code, or by rank where that is public; without a
// figure it says so and never zero.
func TestEveryAreaHasARow(t *testing.T) {
	set := units(t)
	r := release(set, 20)
	for i := range r.Figures {
		r.Figures[i].Value = int64(i)
	}
	of := parsed(t, name+"@all")
	cells := func(ranks bool) map[string]board.Cell {
		b, ok := board.Of(set, []figure.Release{r}, of, board.Rules{Ranks: ranks})
		if !ok || !slices.Equal(b.Views(), []content.View{content.Roll, content.Communes, content.Tiles}) {
			t.Fatalf("views: %v", b.Views())
		}
		return b.Cells()
	}
	got := cells(false)
	last := r.Figures[19].Area.Code
	for bind, want := range map[string]board.Cell{
		"row.0.name": {Text: "Ba Đình"}, "row.0.value": {Text: "0,0 %"}, "row.0.bar": {}, "row.1.value": {Text: "0,1 %"},
		"row.29.note": {Text: "chưa có số liệu"}, "asof.short": {Text: "Đến 26/11"},
	} {
		if got[bind] != want {
			t.Errorf("%s is %+v, want %+v", bind, got[bind], want)
		}
	}
	if _, bar := got["row.29.bar"]; bar || got["gauge.value"].Text != "" {
		t.Error("an area without a figure has a bar, or the board a total")
	}
	if top := cells(true)["row.0.value"].Text; top != "1,9 %" {
		t.Errorf("by rank, %s begins with %q", last, top)
	}
	communes := board.RowsOf(set, paint.Faces(), name+"@communes", []figure.Release{release(set, 1)}, board.Rules{}, time.Time{})
	if f := communes.In(facts()); f.Rows != 579 || len(communes.Views) != 0 {
		t.Errorf("%d communes, views %v of figures of districts", f.Rows, communes.Views)
	}
	rows := board.RowsOf(set, paint.Faces(), name+"@all", []figure.Release{r}, board.Rules{}, time.Time{}).In(facts())
	if rows.Rows != 30 || rows.Longest["row.note"] != "chưa có số liệu" {
		t.Errorf("the layout: %d rows, %q", rows.Rows, rows.Longest["row.note"])
	}
}

// Communes of one name are told apart by their districts.
func TestCommunesHaveNamesOfTheirOwn(t *testing.T) {
	set := units(t)
	r := release(set, 0)
	for _, c := range set.At(area.Nov2024, area.CommuneLevel) {
		r.Figures = append(r.Figures, figure.Figure{Area: c.Key(), Measure: r.Measure, Value: 10, Target: 40})
	}
	b, _ := board.Of(set, []figure.Release{r}, parsed(t, name+"@communes"), board.Rules{})
	seen := map[string]bool{}
	for _, l := range b.Shown {
		if seen[l.Short] || l.Short == "" {
			t.Errorf("two rows are called %q", l.Short)
		}
		seen[l.Short] = true
	}
	if len(seen) != 579 {
		t.Errorf("%d rows", len(seen))
	}
}
