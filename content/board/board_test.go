package board_test

import (
	"slices"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

const name = "accounts@2024-11/01"

func units(t *testing.T) *area.Set {
	t.Helper()
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// release has figures of the first n districts, 200 of 1,000 each, or what change makes of them.
func release(set *area.Set, n int, change ...func(*figure.Figure)) figure.Release {
	r := figure.Release{Measure: figure.Accounts.ID, AsOf: time.Date(2024, 11, 26, 0, 0, 0, 0, area.Local), Source: "Công an thành phố"}
	for _, d := range set.At(area.Nov2024, area.DistrictLevel)[:n] {
		f := figure.Figure{Area: d.Key(), Measure: r.Measure, Value: 200, Target: 1000}
		for _, c := range change {
			c(&f)
		}
		r.Figures = append(r.Figures, f)
	}
	return r
}

func parsed(t *testing.T, name string) board.Name {
	t.Helper()
	n, err := board.ParseName(name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func facts() layout.Facts { return layout.Facts{Faces: paint.Faces(), Rows: 30} }

// printed are the cells of the board of some releases, the newest first.
func printed(t *testing.T, set *area.Set, ranks bool, releases ...figure.Release) (board.Board, map[string]board.Cell) {
	t.Helper()
	b, ok := board.Of(set, releases, parsed(t, name), board.Rules{Ranks: ranks})
	if !ok {
		t.Fatal("there is no board")
	}
	return b, b.Cells()
}

func TestCells(t *testing.T) {
	set := units(t)
	before := release(set, 30, func(f *figure.Figure) { f.Value = 100 })
	before.AsOf = before.AsOf.AddDate(0, 0, -1)
	b, cells := printed(t, set, true, release(set, 30), before)
	for bind, want := range map[string]board.Cell{
		"gauge.value": {Text: "6.000"}, "gauge.target": {Text: "/ 30.000"}, "gauge.percent": {Text: "20,0 %"}, "gauge.bar": {Fraction: 2000},
		"gauge.of": {Text: "chỉ tiêu giao"}, "source": {Text: "Nguồn: Công an thành phố"}, "row.0.bar": {Fraction: 2000}, "row.0.value": {Text: "20,0 %"},
		"row.0.delta": {Text: "+100"}, "tile.2024-11/001": {Level: 1, Text: "20,0 %"}, "asof.short": {Text: "Đến 26/11"},
	} {
		if cells[bind] != want {
			t.Errorf("%s is %+v, want %+v", bind, cells[bind], want)
		}
	}
	if got := b.Views(); !slices.Equal(got, []content.View{content.Gauge, content.League, content.Grid}) {
		t.Errorf("there are figures for %v", got)
	}
}

// Few areas have reported: the board is laid out for them and says how many are missing.
func TestTheRowsThatThereAre(t *testing.T) {
	set, faces := units(t), paint.Faces()
	rows := func(says string, releases ...figure.Release) (board.Rows, layout.Facts) {
		t.Helper()
		if len(releases) > 0 {
			if _, cells := printed(t, set, true, releases...); cells["missing"].Text != says {
				t.Errorf("it says %q, want %q", cells["missing"].Text, says)
			}
		}
		r := board.RowsOf(set, faces, name, releases, board.Rules{Ranks: true}, time.Time{})
		return r, r.In(layout.Facts{})
	}
	none, noneIn := rows("")
	three, threeIn := rows("27 đơn vị chưa có số liệu", release(set, 3))
	full, fullIn := rows("", release(set, 30))
	if noneIn.Rows != 30 || threeIn.Rows != 3 || fullIn.Rows != 30 {
		t.Errorf("rows: %d, %d, %d", noneIn.Rows, threeIn.Rows, fullIn.Rows)
	}
	if threeIn.Longest["missing"] != "44 đơn vị chưa có số liệu" || fullIn.Longest["missing"] != "" {
		t.Errorf("missing: %q, %q", threeIn.Longest["missing"], fullIn.Longest["missing"])
	}
	if none.Sum == three.Sum || three.Sum == full.Sum {
		t.Error("the layouts are taken to be the same")
	}
	if len(none.Views) != 0 {
		t.Errorf("without figures there are views: %v", none.Views)
	}
}

// The percentage is of the districts that have both a figure and a target, and the board says how
// many these are; where they are too few there is none.
func TestThePercentageIsOfThoseWithATarget(t *testing.T) {
	set := units(t)
	without := func(n int) func(*figure.Figure) {
		return func(f *figure.Figure) {
			if n--; n >= 0 {
				f.Target, f.Value = 0, 900
			}
		}
	}
	b, cells := printed(t, set, false, release(set, 30, without(2)))
	for bind, want := range map[string]string{
		"gauge.value": "7.400", "gauge.percent": "20,0 %", "gauge.target": "", "cover": "Tỷ lệ tính trên 28/30 đơn vị",
		"cover.short": "% của 28/30 đơn vị", "cover.tiny": "28/30", "gauge.of": "chỉ tiêu giao", "tile.2024-11/001": "",
	} {
		if cells[bind].Text != want {
			t.Errorf("%s is %q, not %q", bind, cells[bind].Text, want)
		}
	}
	if cells["gauge.bar"].Fraction != 2000 || !slices.Contains(b.Views(), content.Gauge) {
		t.Errorf("the bar: %+v, views %v", cells["gauge.bar"], b.Views())
	}
	_, cells = printed(t, set, false, release(set, 29, without(2)))
	if cells["cover"].Text != "Số liệu 29/30, tỷ lệ 27/30 đơn vị" || cells["gauge.percent"].Text != "20,0 %" {
		t.Errorf("with a gap it says %q of %q", cells["cover"].Text, cells["gauge.percent"].Text)
	}
	for lack, share := range map[int]bool{6: true, 7: false, 30: false} {
		r := release(set, 30, without(lack))
		b, _ := board.Of(set, []figure.Release{r}, parsed(t, name), board.Rules{Coverage: 80})
		rows := board.RowsOf(set, paint.Faces(), name, []figure.Release{r}, board.Rules{Coverage: 80}, r.AsOf)
		cells := b.Cells()
		if (cells["gauge.percent"].Text != "") != share || slices.Contains(rows.Views, content.Gauge) != share || cells["gauge.value"].Text == "" {
			t.Errorf("%d have no target: %+v, %v", lack, cells["gauge.percent"], rows.Views)
		}
		if (rows.In(facts()).Longest["cover"] != "") != share {
			t.Errorf("%d have no target: no room for %q", lack, cells["cover"].Text)
		}
	}
}

func TestRoomForWideFigures(t *testing.T) {
	set, faces := units(t), paint.Faces()
	r := figure.Release{Source: "Sở Thông tin và Truyền thông", Figures: []figure.Figure{{Value: 12_345_678, DenominatorName: "người từ 15 tuổi"}}}
	others := layout.Facts{Longest: map[string]string{"screen.area": "Quận Đống Đa"}}
	f := board.RowsOf(set, faces, name, []figure.Release{r}, board.Rules{}, time.Time{}).In(others)
	if f.Rows != 30 || f.Longest["row.name"] == "" || f.Longest["source"] != "Nguồn: "+r.Source ||
		f.Longest["gauge.value"] != "44.444.444" || f.Longest["gauge.of"] != "người từ 15 tuổi" || f.Longest["screen.area"] == "" {
		t.Errorf("%d rows, %+v", f.Rows, f.Longest)
	}
	if _, there := others.Longest["row.name"]; there {
		t.Error("the facts of other slides depend on a board")
	}
	if w := faces.Widest(800, f.Longest["row.name"], "Hai Bà Trưng", "Nam Từ Liêm"); w != f.Longest["row.name"] {
		t.Errorf("%s is wider than %s", w, f.Longest["row.name"])
	}
	if f := (board.Rows{}).In(others); f.Rows != 0 {
		t.Error("what is no board has rows")
	}
}

// Figures of all communes make the board of the districts; a district that lacks one is missing.
func TestCommunesMakeTheBoardOfDistricts(t *testing.T) {
	set := units(t)
	r := release(set, 0)
	for _, c := range set.At(area.Nov2024, area.CommuneLevel) {
		r.Figures = append(r.Figures, figure.Figure{Area: c.Key(), Measure: r.Measure, Value: 10, Target: 40})
	}
	slices.SortFunc(r.Figures, func(a, b figure.Figure) int { return a.Area.Compare(b.Area) })
	b, cells := printed(t, set, true, r)
	if len(b.Lines) != 30 || b.Sum != 5790 || cells["gauge.percent"].Text != "25,0 %" || cells["gauge.target"].Text != "/ 23.160" {
		t.Errorf("%d districts, sum %d, %q of %q", len(b.Lines), b.Sum, cells["gauge.percent"].Text, cells["gauge.target"].Text)
	}
	r.Figures = r.Figures[1:]
	if b, cells = printed(t, set, true, r); len(b.Lines) != 29 || cells["missing"].Text != "1 đơn vị chưa có số liệu" {
		t.Errorf("without one commune: %d districts, %q", len(b.Lines), cells["missing"].Text)
	}
}
