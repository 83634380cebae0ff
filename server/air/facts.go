package air

import (
	"strings"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/internal/qr"
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
	longest := ""
	for _, m := range members {
		if len(m.place.Names) > 0 {
			longer(f.Longest, "screen.area", m.place.Names[0])
		}
		longer(f.Longest, "screen.hall", m.place.Hall)
		longer(f.Longest, "screen.code", m.screen.Code)
		if link := PublicLink(s[content.SettingPublic], m.screen.Code); len(link) > len(longest) {
			longest = link
		}
	}
	if longest != "" {
		if code, err := qr.Encode(longest); err == nil {
			f.Modules = code.Size
		}
	}
	return f
}

func longer(m map[string]string, bind, text string) {
	if utf8.RuneCountInString(text) > utf8.RuneCountInString(m[bind]) {
		m[bind] = text
	}
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
