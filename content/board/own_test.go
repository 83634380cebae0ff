package board_test

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/content/layout"
)

// Every area has figures of its own, or says that there are none; the whole stands for screens that
// are in no part of it.
func TestOwnFigures(t *testing.T) {
	set := units(t)
	r := release(set, 29)
	b, _ := board.Of(set, []figure.Release{r}, parsed(t, name+"@own"), board.Rules{})
	cells := b.Cells()
	last := set.Children(parsed(t, name).Parent)[29].Key().String()
	for bind, want := range map[string]string{
		"own.2024-11/001.name": "Ba Đình", "own.2024-11/001.percent": "20,0 %", "own.2024-11/001.target": "/ 1.000", "own.2024-11/001.note": "",
		"own." + last + ".note": "Chưa có số liệu", "own." + last + ".percent": "", "own." + last + ".value": "", "own.2024-11/01.value": "5.800",
	} {
		if cells[bind].Text != want {
			t.Errorf("%s is %q, want %q", bind, cells[bind].Text, want)
		}
	}
	named := func(bind string) bool { return cells[bind].Text != "" }
	for _, tt := range []struct {
		bind  string
		areas []string
		want  string
	}{
		{"own.percent", []string{"2024-11/00001", "2024-11/001", "2024-11/01"}, "own.2024-11/001.percent"},
		{"own.percent", []string{"2024-11/01"}, "own.2024-11/01.percent"},
		{"own.percent", []string{"2025-07/00004"}, "own.percent"},
		{"asof", []string{"2024-11/001"}, "asof"},
	} {
		if got := board.OwnBind(tt.bind, tt.areas, named); got != tt.want {
			t.Errorf("%s in %v is %s, want %s", tt.bind, tt.areas, got, tt.want)
		}
	}
}

// Where there is no target the number itself stands large, and has room.
func TestOwnFiguresWithoutATarget(t *testing.T) {
	set := units(t)
	r := release(set, 30, func(f *figure.Figure) { f.Value, f.Target = 115_104, 0 })
	of := parsed(t, name+"@own")
	b, _ := board.Of(set, []figure.Release{r}, of, board.Rules{})
	cells := b.Cells()
	if cells["own.2024-11/001.percent"].Text != "115.104" || cells["own.2024-11/001.value"].Text != "" || cells["own.2024-11/01.percent"].Text != "3.453.120" {
		t.Errorf("%v, %v", cells["own.2024-11/001.percent"], cells["own.2024-11/01.percent"])
	}
	f := board.RowsOf(set, facts().Faces, name+"@own", []figure.Release{r}, board.Rules{}, r.AsOf).In(facts())
	if f.Longest["own.percent"] != "4.444.444" {
		t.Errorf("room for %q", f.Longest["own.percent"])
	}
}

// A long source has two lines where one has no room; another stays on one.
func TestALongSource(t *testing.T) {
	set := units(t)
	r := release(set, 30)
	r.Source = "Công an thành phố Hà Nội, Tổ công tác Đề án 06 thành phố"
	_, cells := printed(t, set, true, r)
	if cells["source.first"].Text != "Nguồn: Công an thành phố Hà Nội," || cells["source.rest"].Text != "Tổ công tác Đề án 06 thành phố" {
		t.Errorf("%q, %q", cells["source.first"].Text, cells["source.rest"].Text)
	}
	for _, one := range []string{"Công an thành phố Hà Nội", ""} {
		r.Source = one
		if _, cells := printed(t, set, true, r); cells["source.first"].Text != "" {
			t.Errorf("%q is cut: %q", one, cells["source.first"].Text)
		}
	}
	r.Source = "Công an thành phố Hà Nội, Tổ công tác Đề án 06 thành phố"
	slide := content.Slide{ID: "b", Kind: content.Board, Measure: "accounts", Area: "2024-11/01", View: content.Gauge, Words: content.Words{Head: "Tiến độ"}}
	rows := board.RowsOf(set, facts().Faces, slide.BoardName(), []figure.Release{r}, board.Rules{}, r.AsOf)
	for _, on := range canvases {
		l, err := layout.Lay(slide, on, rows.In(withTiles(set)))
		if err != nil {
			t.Fatalf("%d×%d: %v", on.Width, on.Height, err)
		}
		if shown, _ := said(l, cells); on.Height > 400 && !strings.Contains(shown, "Đề án 06 thành phố") {
			t.Errorf("%d×%d says %q", on.Width, on.Height, shown)
		}
	}
}

// What is needed a day is rounded up, counted in days of the city, and gone once the target is
// reached.
func TestThePaceThatIsNeeded(t *testing.T) {
	set := units(t)
	until := time.Date(2024, 12, 1, 0, 0, 0, 0, area.Local) // 24:00 of 30 November
	slide := content.Slide{Kind: content.Board, Measure: "accounts", Area: "2024-11/01", View: content.Pace, Deadline: until}
	cells := func(change ...func(*figure.Figure)) map[string]board.Cell {
		before := release(set, 30)
		before.AsOf = before.AsOf.AddDate(0, 0, -2)
		now := release(set, 30, append([]func(*figure.Figure){func(f *figure.Figure) { f.Value = 300 }}, change...)...)
		b, ok := board.Of(set, []figure.Release{now, before}, parsed(t, slide.BoardName()), board.Rules{})
		if !ok || len(b.Views()) != 1 {
			t.Fatalf("views %v", b.Views())
		}
		return b.Cells()
	}
	got := cells() // 9.000 of 30.000 on the evening of 25 November by its midnight; five days to go
	for bind, want := range map[string]string{
		"pace.need": "Cần thêm 4.200 mỗi ngày", "pace.short": "Cần 4.200/ngày", "pace.now": "Đang tăng 1.500 mỗi ngày", "gauge.percent": "30,0 %",
	} {
		if got[bind].Text != want {
			t.Errorf("%s is %q, want %q", bind, got[bind].Text, want)
		}
	}
	if done := cells(func(f *figure.Figure) { f.Value = 1000 }); done["pace.need"].Text != "Đã đạt chỉ tiêu" || done["pace.now"].Text != "" {
		t.Errorf("with the target reached: %q, %q", done["pace.need"].Text, done["pace.now"].Text)
	}
	until = time.Date(2024, 11, 20, 0, 0, 0, 0, area.Local)
	slide.Deadline = until
	if late := cells(); late["pace.need"].Text != "" {
		t.Errorf("after the deadline it says %q", late["pace.need"].Text)
	}
	if _, err := board.ParseName("accounts@2024-11/01@pace.x"); err == nil {
		t.Error("a name that counts to nothing is read")
	}
}
