package gallery

import (
	"fmt"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// board is what the made-up figures of a variant say, and what a layout must know of them.
type board struct {
	figures  protocol.Figures
	names    []string // of all rows that a release could have
	reported int      // how many of them have a figure
}

// boardID names the gallery's board.
const boardID = "accounts@2024-11/01"

// boards are the made-up figures of the districts, and for the long variant of the wards with the
// longest names.
func boards(units *area.Set, v Variant) board {
	city := area.Key{Period: area.Nov2024, Code: "01"}
	all := units.Children(city)
	cells := map[string]protocol.Cell{
		"asof": {T: "Tính đến 8:00 19/12/2026"}, "asof.short": {T: "Đến 19/12"}, "source": {T: "Nguồn: Công an thành phố Hà Nội"},
		"gauge.value": {T: "1.633.840"}, "gauge.target": {T: "/ 6.100.957"}, "gauge.percent": {T: "26,8 %"}, "gauge.bar": {F: 2678},
		"gauge.of": {T: "người từ 15 tuổi trở lên"},
	}
	b := board{figures: protocol.Figures{
		Board: boardID, AsOf: Now.Add(-time.Hour).UnixMilli(), Stale: Now.Add(47 * time.Hour).UnixMilli(), Cells: cells,
	}}
	for _, a := range all {
		b.names = append(b.names, a.Short)
		if v != Empty {
			i := len(b.names) - 1
			cells["tile."+a.Key().String()] = protocol.Cell{L: (i*7 + i*i) % 5}
		}
	}
	reported := len(b.names)
	switch v {
	case Long:
		b.names = nil
		for _, a := range units.At(area.Jul2025, area.CommuneLevel) {
			b.names = append(b.names, a.Short)
		}
		cells["gauge.value"], cells["gauge.target"] = protocol.Cell{T: "6.099.876"}, protocol.Cell{T: "/ 6.100.957"}
		cells["gauge.percent"], cells["gauge.bar"] = protocol.Cell{T: figure.FormatShare(6_099_876, 6_100_957)}, protocol.Cell{F: 9998}
		cells["source"] = protocol.Cell{T: "Nguồn: Văn phòng UBND thành phố Hà Nội"}
		reported = 30
		sortLongest(b.names)
	case Short:
		cells["gauge.value"], cells["gauge.percent"], cells["gauge.bar"] = protocol.Cell{T: "7"}, protocol.Cell{T: figure.FormatShare(7, 6_100_957)}, protocol.Cell{F: 0}
		reported = 3 // the others have sent nothing yet
		cells["missing"] = protocol.Cell{T: "27 đơn vị chưa có số liệu"}
	case Empty:
		b.figures.Cells = map[string]protocol.Cell{}
		return b
	case Stale:
		b.figures.Stale = Now.Add(-30 * time.Minute).UnixMilli()
	}
	trend(cells, v)
	pace(cells, v)
	b.reported = reported
	for i := range reported {
		part := figure.Tenths(max(4, 1000-int64(i)*31))
		row := fmt.Sprintf("row.%d.", i)
		cells[row+"name"] = protocol.Cell{T: b.names[i]}
		cells[row+"value"] = protocol.Cell{T: figure.FormatPercent(part)}
		cells[row+"bar"] = protocol.Cell{F: int(part) * 10}
		cells[row+"delta"] = protocol.Cell{T: "+" + figure.FormatCount(int64(41_234/(i+1)))}
	}
	return b
}

// trend puts the line of the releases so far: a year of them, or the two that a line needs at the least.
func trend(cells map[string]protocol.Cell, v Variant) {
	points := 12
	if v == Short {
		points = 2
	}
	for i := range points {
		x := i * 10_000 / (points - 1)
		cells[fmt.Sprint("trend.", i)] = protocol.Cell{L: x, F: 2000 + x*3/4 - (i%3)*200}
	}
	cells["trend.from"], cells["trend.until"], cells["trend.first"] = protocol.Cell{T: "31/10"}, protocol.Cell{T: "19/12"}, protocol.Cell{T: "1.043.724"}
	if v == Short {
		cells["trend.first"] = protocol.Cell{T: "3"}
	}
}

// pace puts what has to come on each day; nothing once the deadline of the stale variant has passed.
func pace(cells map[string]protocol.Cell, v Variant) {
	need, short, now := "Cần thêm 372.261 mỗi ngày", "Cần 372.261/ngày", "Đang tăng 31.189 mỗi ngày"
	switch v {
	case Short:
		need, short, now = "Cần thêm 9 mỗi ngày", "Cần 9/ngày", "Đang tăng 1 mỗi ngày"
	case Stale:
		return
	}
	cells["pace.need"], cells["pace.short"], cells["pace.now"] = protocol.Cell{T: need}, protocol.Cell{T: short}, protocol.Cell{T: now}
}

// sortLongest puts the longest names first.
func sortLongest(names []string) {
	for i := range names { // few, and only here
		for j := i + 1; j < len(names); j++ {
			if len(names[j]) > len(names[i]) {
				names[i], names[j] = names[j], names[i]
			}
		}
	}
}

// loadAreas reads the units of the city.
func loadAreas() (*area.Set, error) { return area.Load(areas.Files) }

// tiles is the grid of the districts.
func tiles(units *area.Set) []layout.GridTile {
	var out []layout.GridTile
	for _, d := range units.At(area.Nov2024, area.DistrictLevel) {
		if t, ok := units.Tile(d.Key()); ok {
			out = append(out, layout.GridTile{Key: d.Key().String(), Abbr: t.Abbr, Row: t.Row, Col: t.Col})
		}
	}
	return out
}

// factsOf are what the layouts of a variant depend on, computed as the server does it.
func factsOf(faces layout.Faces, units *area.Set, b board, v Variant, kind content.Kind, modules int) layout.Facts {
	f := layout.Facts{
		Faces: faces, App: "iHanoi", Hotline: "1022 nhánh 8", Modules: modules, Domain: domain, Tiles: tiles(units), Zone: zone,
		Longest: map[string]string{},
	}
	switch kind {
	case content.Install:
		if v == Empty { // before the city has set its link
			f.Modules, f.Domain = 0, ""
		}
	case content.Board:
		f.Rows = b.reported
		f.Longest["row.name"] = faces.Widest(800, b.names...)
		for _, bind := range []string{"source", "gauge.of", "missing"} {
			if c, ok := b.figures.Cells[bind]; ok {
				f.Longest[bind] = c.T
			}
		}
	}
	return f
}
