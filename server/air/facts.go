package air

import (
	"maps"
	"math"
	"strconv"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/layout"
)

// facts gathers what the layouts of an audience depend on beside slide and canvas. What differs among its screens is laid
// out at its longest.
func (a *Air) facts(g *gathered, members []stand) layout.Facts {
	s := g.library.Settings
	f := layout.Facts{
		Faces: a.faces, App: s[content.SettingApp], Hotline: s[content.SettingHotline],
		Domain: domainOf(s[content.SettingPublic]), Longest: map[string]string{}, Tiles: a.tiles(),
		Zone: zoneOf(members[0].audience.Zone),
	}
	areas, halls, codes := []string{}, []string{}, []string{}
	for _, m := range members {
		if len(m.place.Names) > 0 {
			areas = append(areas, m.place.Names[0])
		}
		halls, codes = append(halls, m.place.Hall), append(codes, m.screen.Code)
		if code, ok := a.code(g, m.screen.Code); ok {
			f.Modules = max(f.Modules, code.Size)
		}
	}
	for bind, texts := range map[string][]string{"screen.area": areas, "screen.hall": halls, "screen.code": codes} {
		if widest := a.faces.Widest(bindWeight, texts...); widest != "" {
			f.Longest[bind] = widest
		}
	}
	return f
}

// bindWeight is the weight at which texts are compared: the heaviest that layouts set them in.
const bindWeight = 800

// boardFacts adds what the look of a board depends on beside its values: the names of its rows, and the words that stand
// beside the figures. Values count by their digits alone, so that a new release does not change the layout.
func (a *Air) boardFacts(f layout.Facts, s content.Slide, newest figure.Release) layout.Facts {
	_, parent, err := boardOf(boardID(s))
	if err != nil {
		return f
	}
	f.Longest = maps.Clone(f.Longest)
	var names []string
	for _, child := range a.areas.Children(parent) {
		names = append(names, child.Short)
	}
	f.Rows = len(names)
	f.Longest["row.name"] = a.faces.Widest(bindWeight, names...)
	digits := 7 // what layouts reckon with by themselves
	of := ""
	for _, one := range newest.Figures {
		for _, n := range []int64{one.Value, one.Target, one.Denominator} {
			digits = max(digits, len(strconv.FormatInt(n, 10)))
		}
		of = a.faces.Widest(bindWeight, of, one.DenominatorName)
	}
	if digits > 7 {
		count := figure.FormatCount(int64(4 * (math.Pow10(digits) - 1) / 9)) // 444…: 4 is the widest digit
		f.Longest["gauge.value"], f.Longest["gauge.target"] = count, targetText(count)
	}
	if newest.Source != "" {
		f.Longest["source"] = sourceText(newest.Source)
	}
	if of != "" {
		f.Longest["gauge.of"] = of
	}
	return f
}

// tiles is the grid of the 30 districts of the campaign's months; for later periods there is none.
func (a *Air) tiles() []layout.GridTile {
	var out []layout.GridTile
	for _, d := range a.areas.At(area.Nov2024, area.DistrictLevel) {
		if t, ok := a.areas.Tile(d.Key()); ok {
			out = append(out, layout.GridTile{Key: d.Key().String(), Abbr: strings.TrimSpace(t.Abbr), Row: t.Row, Col: t.Col})
		}
	}
	return out
}
