package gallery

import (
	"slices"
	"strings"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/board"
	"ngatu/content/figure"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// boardID names the gallery's board in its frames.
const boardID = "accounts@2024-11/01"

// figures are made-up releases of a look, and what its board makes of them as a server does.
type figures struct {
	frame protocol.Figures
	rows  board.Rows
	stand area.Key // where the screen stands
}

// figuresOf makes the figures that the slide of a look shows in a variant. Looks that are no board
// have those of a league: the kiosk lists them.
func figuresOf(units *area.Set, faces layout.Faces, slide content.Slide, v Variant) (f figures, err error) {
	f.frame = protocol.Figures{
		Board: boardID, AsOf: Now.Add(-time.Hour).UnixMilli(), Stale: Now.Add(47 * time.Hour).UnixMilli(), Cells: map[string]protocol.Cell{},
	}
	if v == Stale {
		f.frame.Stale = Now.Add(-30 * time.Minute).UnixMilli()
	}
	set := bodies(v).Units(units)
	name, err := board.ParseName(slide.BoardName())
	if err != nil {
		return f, err
	}
	var releases []figure.Release
	if v != Empty {
		releases = made(set, slide, name, v)
		f.stand = standing(set, releases[0], v)
	}
	rules := board.Rules{Ranks: v != Short}
	f.rows = board.RowsOf(set, faces, slide.BoardName(), releases, rules, Now)
	if b, ok := board.Of(set, releases, name, rules); ok {
		for bind, c := range b.Cells() {
			f.frame.Cells[bind] = protocol.Cell{T: c.Text, F: c.Fraction, L: c.Level}
		}
	}
	return f, nil
}

// bodies is the measure of some bodies, in the long variant with names for which LEDs have no room.
func bodies(v Variant) figure.Measure {
	names := []string{"Sở Y tế", "Sở Tư pháp", "Sở Nội vụ", "Sở Tài chính", "Sở Công thương", "Sở Ngoại vụ", "Sở Du lịch", "Sở Xây dựng", "Thanh tra", "Văn phòng UBND", "Sở TT&TT", "Sở VH&TT"}
	if v == Long {
		names = []string{
			"Văn phòng UBND thành phố", "Sở Y tế", "Sở Tư pháp", "Sở Nội vụ", "Sở Giáo dục và Đào tạo", "Sở Văn hóa và Thể thao", "Sở Thông tin và Truyền thông",
			"Sở Lao động - Thương binh và Xã hội", "Sở Nông nghiệp và Phát triển nông thôn", "Ban Quản lý các khu công nghiệp và chế xuất", "Thanh tra thành phố", "Sở Ngoại vụ",
		}
	}
	m, _, _ := figure.Staff.WithBodies(names)
	return m
}

// boardOf is the slide of a look with what it shows: for the long variant the wards with the longest
// names, and of the list of communes all 579.
func (l Look) boardOf(s content.Slide, v Variant) content.Slide {
	s.Measure, s.Area = figure.Accounts.ID, area.City(area.Nov2024).String()
	switch {
	case l.bodies:
		s.Measure, s.Area = figure.Staff.ID, area.City(bodies(v).Period()).String()
	case l.view == content.Communes && v != Long: // those of one district
		s.Area = area.Key{Period: area.Nov2024, Code: "271"}.String()
	case v == Long && l.view != content.Grid && l.view != content.Communes:
		s.Area = area.City(area.Jul2025).String()
	}
	if l.kind != content.Board {
		s.Kind, s.View = content.Board, content.League
	}
	return s
}

// made are the releases of a board, the newest first: of the long variant one that corrects another,
// where some units have no figure and some no target; of the short one three units with next to
// nothing; of the stale one some that kept the figure of before.
func made(set *area.Set, slide content.Slide, name board.Name, v Variant) (out []figure.Release) {
	units := set.Children(name.Parent)
	if name.What == content.AllCommunes && slide.Area == area.City(area.Nov2024).String() {
		units = set.At(area.Nov2024, area.CommuneLevel)
	}
	source := map[Variant]string{
		Long: "Công an thành phố Hà Nội, Tổ công tác Đề án 06 thành phố", Short: "Sở TT&TT",
	}[v]
	if source == "" {
		source = "Công an thành phố Hà Nội"
	}
	for back := range name.Releases() {
		r := figure.Release{Measure: name.Measure, AsOf: Now.Add(-time.Hour).AddDate(0, 0, -7*back), Source: source, Sample: v == Sample}
		for i, u := range units {
			f, there := one(slide, v, i, len(units), back)
			if f.Area, f.AsOf = u.Key(), r.AsOf; v == Stale && back == 0 && i%15 == 3 && slide.View != content.Pace {
				f.AsOf = r.AsOf.AddDate(0, 0, -7)
			}
			if there {
				r.Figures = append(r.Figures, f)
			}
		}
		out = append(out, r)
	}
	if v == Long {
		out[0].Corrects = "wrong"
	}
	return out
}

// one is the figure of one of several units, so many weeks back; false where there is none.
func one(slide content.Slide, v Variant, i, of, back int) (f figure.Figure, there bool) {
	whole := slide.View == content.Pace || slide.View == content.Trend
	if v == Short {
		return figure.Figure{Value: int64(max(0, 3-back) + i%2), Target: int64(2000 + 7*i)}, whole || i%11 == 0
	}
	f.Target = 6_100_957 / int64(of)
	if v == Sample && i == 0 {
		f.Target += 6_100_957 % int64(of)
	}
	part := max(4, 1000-int64(i*31%997)) - int64(20*back)
	f.Value = max(0, f.Target*part/1000)
	if v == Long && !whole {
		f.Denominator, f.DenominatorName, f.Target = f.Target, "người từ 15 tuổi trở lên có điện thoại thông minh", 0
		if i%4 == 1 {
			f.Denominator, f.DenominatorName = 0, ""
		}
		return f, i%17 != 5
	}
	return f, true
}

// standing is where a screen with the longest name stands, and for the short variant one without a
// figure.
func standing(set *area.Set, r figure.Release, v Variant) area.Key {
	units := set.At(r.Period(), area.CommuneLevel)
	if r.Period() != area.Jul2025 {
		units = set.At(r.Period(), area.DistrictLevel)
	}
	units = slices.DeleteFunc(units, func(a area.Area) bool {
		_, there := r.Figure(a.Key())
		return there == (v == Short)
	})
	if len(units) == 0 {
		return area.Key{}
	}
	return slices.MaxFunc(units, func(a, b area.Area) int { return len(a.Short) - len(b.Short) }).Key()
}

// own are a board's cells with those of where the screen stands under the binds of its own.
func (f figures) own() map[string]protocol.Cell {
	out := map[string]protocol.Cell{}
	for bind, c := range f.frame.Cells {
		if out[bind] = c; f.stand.Code != "" {
			if part, own := strings.CutPrefix(bind, "own."+f.stand.String()+"."); own {
				out["own."+part] = c
			}
		}
	}
	return out
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
func factsOf(faces layout.Faces, units *area.Set, made figures, v Variant, kind content.Kind, modules int) layout.Facts {
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
		return made.rows.In(f)
	}
	return f
}
