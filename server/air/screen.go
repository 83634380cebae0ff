package air

import (
	"net/url"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/qr"
	"ngatu/player/protocol"
)

// PublicLink is the address of the install page that a screen's code leads to; "" while the public address is unset. It is
// in capitals: a QR code then needs a version less.
func PublicLink(publicAddress, screen string) string {
	base := strings.TrimRight(strings.TrimSpace(publicAddress), "/")
	if base == "" {
		return ""
	}
	return qr.Upper(base+"/i/"+screen, true)
}

// domainOf is the host of the public address as it is printed below a code.
func domainOf(publicAddress string) string {
	u, err := url.Parse(strings.TrimSpace(publicAddress))
	if err != nil {
		return ""
	}
	return u.Host
}

// screenFrame is the whole truth of one screen at a place.
func (a *Air) screenFrame(s content.Screen, p content.Place, audience content.Audience, g *gathered) protocol.Screen {
	f := protocol.Screen{
		Code: s.Code, Name: s.Name, Audience: audience.Key(), Street: audience.Street, Touch: p.Kind == content.Kiosk,
		Canvas: p.Canvas, Zone: audience.Zone, Areas: p.Areas,
		Fills: map[string]string{"screen.code": s.Code, "screen.hall": p.Hall},
		Left:  p.Left, Top: p.Top, Rotation: p.Rotation, Dimming: p.Dimming,
	}
	if len(p.Names) > 0 {
		f.Fills["screen.area"] = p.Names[0]
		f.Safe.Area = p.Names[0]
	}
	if link := PublicLink(g.library.Settings[content.SettingPublic], s.Code); link != "" {
		if code, err := qr.Encode(link); err == nil {
			f.Codes = map[string]protocol.Squares{"screen.code": {Text: link, Rows: code.Squares}}
		}
	}
	if !p.Open.Always() {
		f.Dark = dark(p.Open, g.from(audience.Zone), g.until(audience.Zone), g.zone(audience.Zone))
	}
	return f
}

// dark lists when a screen is closed on purpose within the window, in Unix milliseconds.
func dark(open hours.Set, from, until time.Time, zone *time.Location) [][2]int64 {
	out := [][2]int64{}
	at := from
	for _, s := range open.Open(from, until, zone) {
		if s.From.After(at) {
			out = append(out, [2]int64{at.UnixMilli(), s.From.UnixMilli()})
		}
		at = s.Until
	}
	if at.Before(until) {
		out = append(out, [2]int64{at.UnixMilli(), until.UnixMilli()})
	}
	return out
}
