package layout_test

import (
	"fmt"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// Slots of a slide show its pages one after the other, each for its time, whatever the dwell.
func TestPagesTakeTurns(t *testing.T) {
	g := &layout.Paging{Rows: 8, Of: 30, Every: 6000}
	if g.Pages() != 4 || g.Says(1) != "2/4" || (&layout.Paging{Rows: 30, Of: 30}).Says(0) != "" {
		t.Errorf("%d pages, %q", g.Pages(), g.Says(1))
	}
	for dwell, perSlot := range map[int64]int{6000: 1, 8000: 1, 12_500: 2, 60_000: 10, 1000: 1} {
		var seen []int
		for nth := range int64(8) {
			slot := content.Slot{Begin: 1_000_000 + nth*40_000, Nth: nth - 3} // before Epoch too
			last := -1
			for at := slot.Begin - 500; at < slot.Begin+dwell; at += 100 {
				if now := g.Page(slot, dwell, at); now != last {
					seen, last = append(seen, now), now
				}
			}
		}
		if len(seen) != 8*perSlot {
			t.Errorf("dwell %d: %d pages in 8 slots, want %d", dwell, len(seen), 8*perSlot)
		}
		for i := 1; i < len(seen); i++ {
			if seen[i] != (seen[i-1]+1)%4 {
				t.Fatalf("dwell %d: page %d came after %d", dwell, seen[i], seen[i-1])
			}
		}
	}
	if n := (*layout.Paging)(nil).Page(content.Slot{Nth: 9}, 8000, 0); n != 0 {
		t.Errorf("without pages page %d is on", n)
	}
}

func TestRowsOfAPage(t *testing.T) {
	g := &layout.Paging{Rows: 8, Of: 30}
	for _, tt := range []struct {
		bind  string
		page  int
		want  string
		there bool
	}{
		{"row.0.name", 0, "row.0.name", true},
		{"row.5.bar", 3, "row.29.bar", true},
		{"row.6.bar", 3, "row.30.bar", false},
		{"asof", 3, "asof", true},
	} {
		if got, there := g.Row(tt.bind, tt.page); got != tt.want || there != tt.there {
			t.Errorf("%s on page %d: %s, %v", tt.bind, tt.page, got, there)
		}
	}
}

// However many areas there are, with the longest names and with areas that have no figure, the
// pages together show each once, on every canvas, and all is legible.
func TestEveryAreaIsOnAPage(t *testing.T) {
	for _, rows := range []int{1, 2, 30, 126, 579} {
		for _, view := range []content.View{content.Roll, content.Tiles} {
			for _, value := range []string{"", "chưa có số liệu"} {
				for _, mark := range []string{"", "SỐ LIỆU MẪU"} {
					s := content.Slide{Kind: content.Board, View: view, Words: content.Words{Head: "Tiến độ cài đặt iHanoi", Brief: "Tiến độ iHanoi", Mark: mark}}
					for _, c := range canvases {
						f := facts()
						f.Rows = rows
						f.Longest = map[string]string{"row.name": "Văn Miếu - Quốc Tử Giám"}
						if value != "" {
							f.Longest["row.note"] = value
						}
						what := fmt.Sprintf("%s of %d on %s %s%s", view, rows, c, value, mark)
						l, err := layout.Lay(s, c, f)
						if err != nil {
							t.Errorf("%s: %v", what, err)
							continue
						}
						for _, fault := range faults(l, c, f) {
							t.Errorf("%s: %s", what, fault)
						}
						checkPages(t, what, l, rows)
					}
				}
			}
		}
	}
}

// checkPages looks for every row on the pages of a layout.
func checkPages(t *testing.T, what string, l layout.Layout, rows int) {
	t.Helper()
	seen := map[string]int{}
	for page := range l.Pages.Pages() {
		n := 0
		for _, e := range l.Elements {
			if bind, there := l.Pages.Row(e.Bind, page); there && strings.HasPrefix(bind, "row.") && strings.HasSuffix(bind, ".name") {
				seen[bind]++
				n++
			}
		}
		if n == 0 {
			t.Errorf("%s: page %d of %d is empty", what, page+1, l.Pages.Pages())
		}
	}
	if len(seen) != rows {
		t.Errorf("%s: %d rows are shown on %d pages of %d", what, len(seen), l.Pages.Pages(), l.Pages.Rows)
	}
	if l.Pages.Every < 6000 || l.Pages.Every < int64(l.Pages.Rows)*700 {
		t.Errorf("%s: %d rows are to be read in %d ms", what, l.Pages.Rows, l.Pages.Every)
	}
}

// A page is painted with its own rows, and nothing where there are no more.
func TestAPageIsPainted(t *testing.T) {
	l := layout.Layout{Width: 10, Height: 10, Ground: "#000000", Pages: &layout.Paging{Rows: 2, Of: 3, Every: 6000}, Elements: []layout.Element{
		{Op: layout.Fill, X: 0, Y: 0, W: 5, H: 10, C: "#ff0000", Bind: "row.0.bar"},
		{Op: layout.Tile, X: 5, Y: 0, W: 5, H: 10, C: "#0000ff", Scale: []string{"#111111", "#00ff00"}, Bind: "row.1.bar"},
	}}
	v := paint.Values{Levels: map[string]int{"row.1.bar": 1}}
	if img := paint.Paint(l, v); img.RGBAAt(7, 5).G != 255 {
		t.Errorf("the first page: %v", img.RGBAAt(7, 5))
	}
	v.Page = 1
	if img := paint.Paint(l, v); img.RGBAAt(7, 5).G != 0 || img.RGBAAt(7, 5).B != 0 || img.RGBAAt(2, 5).R != 255 {
		t.Errorf("the last page: %v, %v", img.RGBAAt(2, 5), img.RGBAAt(7, 5))
	}
}
