package page

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"pgregory.net/rapid"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// The page turns pages as Go does, and shows the same rows on them.
func TestThePagesAreGos(t *testing.T) {
	t.Parallel()
	p := newTab(t, 432, 216, "").open(newOrigin(t), "?screen="+code)
	rapid.Check(t, func(rt *rapid.T) {
		type question struct {
			Paging layout.Paging `json:"paging"`
			Nth    int64         `json:"nth"`
			Begin  int64         `json:"begin"`
			MS     int64         `json:"ms"`
			T      int64         `json:"t"`
			Bind   string        `json:"bind"`
		}
		type answer struct {
			Page int    `json:"page"`
			Bind string `json:"bind"`
		}
		var asked []question
		var want []answer
		for range 30 {
			q := question{
				Paging: layout.Paging{Rows: rapid.IntRange(1, 40).Draw(rt, "rows"), Of: rapid.IntRange(1, 600).Draw(rt, "of"), Every: rapid.Int64Range(1, 20_000).Draw(rt, "every")},
				Nth:    rapid.Int64Range(-100, 10_000_000).Draw(rt, "nth"), Begin: rapid.Int64Range(1_600_000_000_000, 1_900_000_000_000).Draw(rt, "begin"),
				MS: rapid.Int64Range(0, 120_000).Draw(rt, "dwell"), Bind: fmt.Sprintf("row.%d.name", rapid.IntRange(0, 40).Draw(rt, "row")),
			}
			q.T = q.Begin + rapid.Int64Range(-10_000, 200_000).Draw(rt, "after")
			page := q.Paging.Page(content.Slot{Begin: q.Begin, Nth: q.Nth}, q.MS, q.T)
			bind, there := q.Paging.Row(q.Bind, page)
			if !there {
				bind = ""
			}
			asked, want = append(asked, q), append(want, answer{page, bind})
		}
		var got []answer
		err := chromedp.Run(p.ctx, chromedp.Evaluate(fmt.Sprintf(`(%s).map(function (q) {
			var page = Ngatu.paging.page(q.paging, q, q.t), e = Ngatu.paging.element({ op: 'text', b: q.bind }, q.paging, page);
			return { page: page, bind: e ? e.b : '' };
		})`, must(json.Marshal(asked))), &got))
		if err != nil {
			rt.Fatal(err)
		}
		for i := range want {
			if got[i] != want[i] {
				rt.Fatalf("%+v: the page says %+v, Go %+v", asked[i], got[i], want[i])
			}
		}
	})
}

// On the glass the pages follow each other within a slot and over slots, with no slide between
// them.
func TestPagesTurnOnTheGlass(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	l := layout.Layout{Width: 432, Height: 216, Ground: "#000000", Pages: &layout.Paging{Rows: 1, Of: 3, Every: 1000}, Elements: []layout.Element{
		{Op: layout.Tile, X: 0, Y: 0, W: 300, H: 200, C: "#000000", Scale: []string{"#c81e1e", "#14a03c", "#1e3cc8"}, Bind: "row.0.bar"},
		{Op: layout.Text, X: 420, Y: 60, W: 100, Size: 30, Weight: 800, C: "#ffffff", Align: layout.End, Bind: "page"},
	}}
	board := o.laid("board", content.Board, 2000, l) // two pages a slot
	board.Board = "b1"
	o.programme(o.looping(board))
	o.say(protocol.Frame{Type: protocol.TypeFigures, For: "b1"}, protocol.Figures{
		Board: "b1", AsOf: o.now(), Stale: o.now() + 3_600_000,
		Cells: map[string]protocol.Cell{"row.0.bar": {L: 0}, "row.1.bar": {L: 1}, "row.2.bar": {L: 2}},
	})
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("board")
	for range 2 {
		p.seen(100, 100, red)
		p.seen(100, 100, green)
		p.seen(100, 100, blue)
	}
}

// Of the areas that hold a screen, the narrowest that the board knows is its own; Go's test has the
// same table (content/board).
func TestTheScreensOwnArea(t *testing.T) {
	t.Parallel()
	p := newTab(t, 432, 216, "").open(newOrigin(t), "?screen="+code)
	got := eval[[]string](p, `[['2024-11/00001', '2024-11/001', '2024-11/01'], ['2024-11/01'], ['2025-07/00004']].map(function (areas) {
		var v = new Ngatu.Values({ areas: areas }, { cells: {
			'own.2024-11/001.name': { t: 'Ba Đình' }, 'own.2024-11/001.percent': { t: '20,0 %' },
			'own.2024-11/01.name': { t: 'Hà Nội' }, 'own.2024-11/01.percent': { t: '19,3 %' }
		} });
		return v.text({ b: 'own.percent', t: '–' }) + v.text({ b: 'asof', t: '?' });
	})`)
	if want := []string{"20,0 %?", "19,3 %?", "–?"}; !slices.Equal(got, want) {
		t.Errorf("the screens show %q, want %q", got, want)
	}
}
