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

// canvases are the five shapes of the campaign.
var canvases = []content.Canvas{
	{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
	{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20},
	{Width: 320, Height: 160, PitchMM: 4, DistanceM: 10},
	{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3},
	{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7},
}

// Figures that take the place of wrong ones say so on every view and canvas, also once they are old
// where there is room; those after them do not.
func TestACorrectionSaysSo(t *testing.T) {
	set := units(t)
	until := time.Date(2024, 12, 1, 0, 0, 0, 0, area.Local)
	views := []content.View{content.Gauge, content.League, content.Grid, content.Roll, content.Tiles, content.Communes, content.Own, content.Trend, content.Pace}
	for _, view := range views {
		slide := content.Slide{ID: "b", Kind: content.Board, Measure: "accounts", Area: "2024-11/01", View: view, Deadline: until, Words: content.Words{Head: "Tiến độ cài đặt iHanoi"}}
		before := release(set, 30, func(f *figure.Figure) { f.Value = 100 })
		before.AsOf = before.AsOf.AddDate(0, 0, -1)
		now := release(set, 30)
		if view == content.Communes {
			now, before = communes(set, now), communes(set, before)
		}
		for _, corrects := range []string{"", "r-wrong"} {
			now.Corrects = corrects
			releases := []figure.Release{now, before}
			b, _ := board.Of(set, releases, parsed(t, slide.BoardName()), board.Rules{})
			cells := b.Cells()
			rows := board.RowsOf(set, facts().Faces, slide.BoardName(), releases, board.Rules{}, now.AsOf)
			for _, on := range canvases {
				l, err := layout.Lay(slide, on, rows.In(withTiles(set)))
				if err != nil && view == content.Communes && on.Width < 200 {
					continue // the longest names of communes have no room there
				}
				if err != nil {
					t.Fatalf("%s on %v: %v", view, on, err)
				}
				fresh, old := said(l, cells)
				if got := strings.Contains(strings.ToLower(fresh), "đính chính"); got != (corrects != "") {
					t.Errorf("%s on %d×%d, correction %q, says:%s", view, on.Width, on.Height, corrects, fresh)
				}
				if !strings.Contains(old, layout.OldMark) || on.Height >= 200 && corrects != "" && !strings.Contains(old, "đã đính chính") {
					t.Errorf("%s on %d×%d, old, says:%s", view, on.Width, on.Height, old)
				}
			}
		}
	}
}

// communes has figures of all communes in place of a release's.
func communes(set *area.Set, r figure.Release) figure.Release {
	one := r.Figures[0]
	r.Figures = nil
	for _, a := range set.At(area.Nov2024, area.CommuneLevel) {
		one.Area = a.Key()
		r.Figures = append(r.Figures, one)
	}
	return r
}

func withTiles(set *area.Set) layout.Facts {
	f := facts()
	for _, d := range set.At(area.Nov2024, area.DistrictLevel) {
		tile, _ := set.Tile(d.Key())
		f.Tiles = append(f.Tiles, layout.GridTile{Key: d.Key().String(), Abbr: tile.Abbr, Row: tile.Row, Col: tile.Col})
	}
	return f
}

// said is what the texts of a layout say beside its rows, as long as the figures are new and once
// they are old, as the page reads it.
func said(l layout.Layout, cells map[string]board.Cell) (fresh, old string) {
	for _, e := range l.Elements {
		text := e.T
		if c, there := cells[e.Bind]; there {
			text = c.Text
		}
		if fresh += " " + text; e.Old != "" {
			text = e.Old
		} else if e.Bind == "mark" {
			text = layout.OldMark
		}
		old += " " + text
	}
	return fresh, old
}
