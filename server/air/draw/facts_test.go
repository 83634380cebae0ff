package draw

import (
	"testing"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/paint"
	"ngatu/internal/qr"
	"ngatu/server/air/crowd"
	"ngatu/server/air/gather"
)

func TestFactsAreTheWidest(t *testing.T) {
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	const address = "https://ihanoi.example.vn"
	g := gather.NewState()
	g.Library.Settings[content.SettingPublic] = address
	var members []crowd.Stand
	for code, name := range map[string]string{"HK-1": "Phường lilili tít", "HK-WWW-2": "Phường MƯỜNG MỘM", "hk-3": "Xã A"} {
		p := content.Place{Names: []string{name}, Hall: "Sảnh " + code, Zone: content.DefaultZone}
		members = append(members, crowd.Stand{Screen: content.Screen{Code: code}, Place: p, Audience: content.AudienceOf(p, nil)})
	}
	f := New(units, paint.Faces(), nil).Facts(g, members)
	if f.Longest["screen.area"] != "Phường MƯỜNG MỘM" || f.Longest["screen.code"] != "HK-WWW-2" || f.Longest["screen.hall"] != "Sảnh HK-WWW-2" {
		t.Errorf("widest by the font's own widths: %+v", f.Longest)
	}
	most := 0
	for _, m := range members {
		c, err := qr.Encode(gather.InstallLink(address, m.Screen.Code))
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, c.Size)
	}
	if f.Modules != most || f.Domain != "ihanoi.example.vn" || len(f.Tiles) != 30 {
		t.Errorf("modules %d (want %d), domain %q, %d tiles", f.Modules, most, f.Domain, len(f.Tiles))
	}
}
