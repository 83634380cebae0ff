package preflight_test

import (
	"encoding/json"
	"testing"
	"time"

	"ngatu/assets/starter"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/content/preflight"
	"ngatu/internal/paint"
)

// The starter campaign has no error at the five canvases, with the settings that the city would
// have.
func TestStarterHasNoError(t *testing.T) {
	var doc struct{ Slides []content.Slide }
	if err := json.Unmarshal(starter.Campaigns, &doc); err != nil || len(doc.Slides) < 10 {
		t.Fatal(len(doc.Slides), err)
	}
	look := layout.Facts{Faces: paint.Faces(), App: "iHanoi", Hotline: "1022 nhánh 8", Modules: 29, Domain: "ihanoi.hanoi.gov.vn", Rows: 30, Zone: hanoi}
	for _, d := range units.At(area.Nov2024, area.DistrictLevel) {
		if tile, ok := units.Tile(d.Key()); ok {
			look.Tiles = append(look.Tiles, layout.GridTile{Key: d.Key().String(), Abbr: tile.Abbr, Row: tile.Row, Col: tile.Col})
		}
	}
	for _, s := range doc.Slides {
		if s.Kind == content.Countdown {
			s.Deadline = time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC)
		}
		f := facts("")
		f.Slide = s
		for _, c := range []content.Canvas{junction, small, {Width: 320, Height: 160, PitchMM: 4, DistanceM: 10}, lobby, kiosk} {
			v, err := preflight.View{Canvas: c, Street: c.PitchMM > 2}.Laid(s, look, nil)
			if err != nil {
				t.Fatal(err)
			}
			f.Views = append(f.Views, v)
		}
		for _, one := range preflight.Of(preflight.Error, preflight.Check(f)) {
			t.Errorf("%s on %v: %s", s.ID, one.Canvas, one.En)
		}
	}
}
