package air

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/air/gather"
)

// takeoverState is what players hear of takeovers, as of one look at what was gathered. It does not
// change once it is made.
type takeoverState struct {
	all    []content.Takeover // presses that count
	now    time.Time
	number int64
	roll   protocol.Frame
	on     protocol.Roll
	each   map[takeoverKind]laidOver

	relayed bool           // the frames are the maker's: of what has none yet nothing is known
	earlier protocol.Frame // the roll before, where this one is of a server that cannot know of others
}

// TakeoversOn says whether players are shown a takeover somewhere.
func TakeoversOn(a *Air) bool {
	now := a.takeovers.Load()
	return now != nil && len(now.each) > 0
}

// takeoverKind names what screens of one canvas in one area are sent of one press of a takeover.
type takeoverKind struct {
	press, area string
	canvas      content.Canvas
}

func kindOf(t content.Takeover, p content.Place) takeoverKind {
	return takeoverKind{t.PressID(), t.AreaAt(p), p.Canvas}
}

// name is what the frame of a kind is for.
func (k takeoverKind) name() string {
	return protocol.Reach{Area: k.area, Canvas: k.canvas}.Name(k.press)
}

// laidOver is a takeover laid out for a canvas, and its frame.
type laidOver struct {
	drawn  content.Ref
	layout json.RawMessage
	frame  protocol.Frame // signed
}

// reaching are the kinds that concern a screen at a place, by name.
func (d *takeoverState) reaching(p content.Place) (out []laidOver) {
	for kind, one := range d.each {
		if kind.canvas == p.Canvas && (kind.area == "" || slices.Contains(p.Areas, kind.area)) {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b laidOver) int {
		if a.frame.For < b.frame.For {
			return -1
		}
		return 1
	})
	return out
}

// rollOf is which of all presses are on. While the server is held it does not know of others.
func rollOf(g *gather.State, all []content.Takeover) protocol.Roll {
	r := protocol.Roll{Number: g.Number, On: map[string]int64{}, Partly: g.Held != nil}
	for _, t := range all {
		switch {
		case t.On(g.Now):
			r.On[t.PressID()] = t.Begun.UnixMilli()
		case r.Partly:
			r.On[t.PressID()] = 0
		}
	}
	return r
}

// sameRoll says whether two rolls tell the same.
func sameRoll(a, b protocol.Roll) bool { return a.Partly == b.Partly && maps.Equal(a.On, b.On) }

// endsSome says whether what was on by one roll is not on, or anew, by another; or ends by name what
// that did not speak of, as a server does that is held.
func endsSome(before, now protocol.Roll) bool {
	if now.Partly != before.Partly {
		return true
	}
	for id, begun := range before.On {
		if now.On[id] != begun {
			return true
		}
	}
	for id, begun := range now.On {
		if _, spoken := before.On[id]; begun == 0 && !spoken {
			return true
		}
	}
	return false
}

// alone is the frame for a player that does not rank, without its signature: the takeover that
// rules a place, or that none does. It reports false where nothing is known of takeovers there,
// because the server is held.
func (d *takeoverState) alone(code string, p content.Place) (f protocol.Frame, ok bool, err error) {
	rules, some := content.TakeoverAt(d.all, p, d.now)
	since := takeoverSince(d.all, p, d.now)
	if !some && d.on.Partly && since == latest(d.now, p.From) {
		return f, false, nil
	}
	if _, drawn := d.each[kindOf(rules, p)]; some && !drawn && d.relayed {
		return f, false, nil
	}
	var body protocol.Takeover
	if one, drawn := d.each[kindOf(rules, p)]; some && drawn {
		shown, err := rules.Programme(content.AudienceOf(p, nil), one.drawn)
		if err != nil {
			return f, false, err
		}
		body = protocol.Takeover{
			ID: rules.PressID(), Drill: rules.Drill, Programme: &shown, Layouts: map[content.Digest]json.RawMessage{one.drawn.Digest: one.layout},
		}
		f.Until = shown.Until
	}
	f.Type, f.For, f.Number, f.From = protocol.TypeTakeover, code, d.number, since
	f, err = protocol.Seal(f, body, nil)
	return f, err == nil, err
}
