package draw

import (
	"net/url"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/server/air/crowd"
	"ngatu/server/air/gather"
)

// nameWeight is the weight at which names are compared: the heaviest that layouts set them in.
const nameWeight = 800

// Facts gathers what the layouts of an audience depend on beside slide and canvas. What differs
// among its screens is laid out at its longest.
func (d *Drawer) Facts(g *gather.State, members []crowd.Stand) layout.Facts {
	s := g.Library.Settings
	f := layout.Facts{
		Faces: d.faces, App: s[content.SettingApp], Hotline: s[content.SettingHotline],
		Domain: domainOf(s[content.SettingPublic]), Longest: map[string]string{}, Tiles: d.tiles,
	}
	if f.Zone, _ = content.Zone(members[0].Audience.Zone); f.Zone == nil {
		f.Zone = time.UTC // no programme is made for an unknown zone
	}
	areas, halls, codes := []string{}, []string{}, []string{}
	for _, m := range members {
		if len(m.Place.Names) > 0 {
			areas = append(areas, m.Place.Names[0])
		}
		halls, codes = append(halls, m.Place.Hall), append(codes, m.Screen.Code)
		f.Modules = max(f.Modules, d.modules(g, m.Screen.Code))
	}
	for bind, texts := range map[string][]string{"screen.area": areas, "screen.hall": halls, "screen.code": codes} {
		if widest := d.faces.Widest(nameWeight, texts...); widest != "" {
			f.Longest[bind] = widest
		}
	}
	return f
}

// domainOf is the host of the public address as it is printed below a code.
func domainOf(publicAddress string) string {
	u, err := url.Parse(strings.TrimSpace(publicAddress))
	if err != nil {
		return ""
	}
	return u.Host
}

// Tiles is the grid of the 30 districts of the campaign's months; for later periods there is
// none.
func Tiles(areas *area.Set) []layout.GridTile {
	var out []layout.GridTile
	for _, d := range areas.At(area.Nov2024, area.DistrictLevel) {
		if t, ok := areas.Tile(d.Key()); ok {
			out = append(out, layout.GridTile{Key: d.Key().String(), Abbr: strings.TrimSpace(t.Abbr), Row: t.Row, Col: t.Col})
		}
	}
	return out
}
