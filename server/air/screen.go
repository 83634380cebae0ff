package air

import (
	"net/url"
	"strings"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/qr"
	"ngatu/player/protocol"
)

// PublicLink is the address of the install page that a screen's code leads to; "" while the public address is unset or no
// web address. All but the code is in capitals, and codes are so as a rule: a QR code then needs a version less.
func PublicLink(publicAddress, screen string) string {
	u, err := url.Parse(strings.TrimSpace(publicAddress))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return qr.Upper(u.Scheme+"://"+u.Host+strings.TrimRight(u.EscapedPath(), "/")+"/i/", true) + url.PathEscape(screen)
}

// domainOf is the host of the public address as it is printed below a code.
func domainOf(publicAddress string) string {
	u, err := url.Parse(strings.TrimSpace(publicAddress))
	if err != nil {
		return ""
	}
	return u.Host
}

// code is the code that leads from a screen to its install page.
func (a *Air) code(g *gathered, screen string) (qr.Code, bool) {
	link := PublicLink(g.library.Settings[content.SettingPublic], screen)
	if link == "" {
		return qr.Code{}, false
	}
	return a.codes.of(link)
}

// codes keeps what was encoded, by link: encoding is the dearest part of a screen's frame, and links hardly change.
type codes struct {
	mu   sync.Mutex
	made map[string]qr.Code
}

// mostCodes bounds what is kept: beyond it all is encoded once more.
const mostCodes = 50_000

func (k *codes) of(link string) (qr.Code, bool) {
	k.mu.Lock()
	c, ok := k.made[link]
	k.mu.Unlock()
	if ok {
		return c, c.Size > 0
	}
	c, _ = qr.Encode(link) // none for a domain with marks: staff are told where they set it
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made == nil || len(k.made) >= mostCodes {
		k.made = map[string]qr.Code{}
	}
	k.made[link] = c
	return c, c.Size > 0
}

// screenFrame is the whole truth of one screen at a place.
func (a *Air) screenFrame(s stand, g *gathered) protocol.Screen {
	p := s.place
	f := protocol.Screen{
		Code: s.screen.Code, Name: s.screen.Name, Audience: s.key, Street: s.audience.Street, Touch: p.Kind == content.Kiosk,
		Canvas: p.Canvas, Zone: s.audience.Zone, Areas: p.Areas,
		Fills: map[string]string{"screen.code": s.screen.Code, "screen.hall": p.Hall},
		Left:  p.Left, Top: p.Top, Rotation: p.Rotation, Dimming: p.Dimming, Guides: g.guidesOf(s),
	}
	if len(p.Names) > 0 {
		f.Fills["screen.area"] = p.Names[0]
		f.Safe.Area = p.Names[0]
	}
	if code, ok := a.code(g, s.screen.Code); ok {
		f.Codes = map[string]protocol.Squares{"screen.code": {Text: code.Text, Rows: code.Squares}}
	}
	if !p.Open.Always() {
		from, until, _ := window(g.now, s.audience.Zone, s.key)
		f.Dark = dark(p.Open, from, until, zoneOf(s.audience.Zone))
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
