package draw

import (
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/player/protocol"
	"ngatu/server/air/crowd"
	"ngatu/server/air/gather"
)

// Screen is the whole truth of one screen at a place; Invalid where its time zone is unknown.
func (d *Drawer) Screen(s crowd.Stand, g *gather.State) (protocol.Screen, error) {
	p := s.Place
	zone, err := p.Local()
	if err != nil {
		return protocol.Screen{}, err
	}
	f := protocol.Screen{
		Code: s.Screen.Code, Name: s.Screen.Name, Audience: s.Key, Street: s.Audience.Street, Touch: p.Kind == content.Kiosk,
		Canvas: p.Canvas, Zone: s.Audience.Zone, Areas: p.Areas,
		Fills: map[string]string{"screen.code": s.Screen.Code, "screen.hall": p.Hall},
		Left:  p.Left, Top: p.Top, Rotation: p.Rotation, Fold: p.Fold, Dimming: p.Dimming,
	}
	if f.Touch {
		f.Guides = g.Offers.For(s.Audience, g.Now)
	}
	if len(p.Names) > 0 {
		f.Fills["screen.area"] = p.Names[0]
		f.Safe.Area = p.Names[0]
	}
	if code, ok := d.code(g, s.Screen.Code); ok {
		f.Codes = map[string]protocol.Squares{"screen.code": {Text: code.Text, Rows: code.Squares}}
	}
	if !p.Open.Always() {
		from, until, _ := Window(g.Now, zone, s.Key)
		f.Dark = dark(p.Open, from, until, zone)
	}
	return f, nil
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
