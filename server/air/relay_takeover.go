package air

import (
	"maps"
	"slices"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/air/scene"
	"ngatu/server/hub"
)

// noteTakeovers takes in frames of takeovers, and gives whom they concern: each its screens, those
// among them that stand elsewhere from now on, and the roll every screen where something has ended.
func (a relay) noteTakeovers(frames []protocol.Frame, moved []hub.Post, t *scene.Touched) (posts []hub.Post, err error) {
	before := heard(a.Air)
	if len(frames) == 0 && len(moved) == 0 && !t.Takeovers && len(t.Screens) == 0 {
		return nil, nil
	}
	g := a.scene.State
	now := &takeoverState{relayed: true, all: g.CountingTakeovers(), now: g.Now, number: g.Number, roll: before.roll, on: before.on, each: maps.Clone(before.each)}
	if now.each == nil {
		now.each, now.on.On = map[takeoverKind]laidOver{}, map[string]int64{}
	}
	for _, f := range frames {
		if f.Number < a.heldBy.Load() { // nothing old is sent, to those who join neither
			continue
		}
		var body protocol.Takeover
		if err := f.Open(&body); err != nil {
			return nil, err
		}
		switch {
		case body.Roll != nil:
			now.roll, now.on = f, *body.Roll
		case body.Reach != nil && body.Programme != nil:
			one := laidOver{frame: f}
			for digest, l := range body.Layouts {
				one.layout, one.drawn = l, content.Ref{Digest: digest, Type: content.LayoutType, Size: int64(len(l))}
			}
			now.each[takeoverKind{body.ID, body.Reach.Area, body.Reach.Canvas}] = one
		}
	}
	maps.DeleteFunc(now.each, func(kind takeoverKind, one laidOver) bool {
		return now.on.Ends(kind.press, one.frame.From, one.frame.Number)
	})
	fresh := map[string]bool{}
	for kind, one := range now.each {
		if before.each[kind].frame.Hash == one.frame.Hash {
			continue
		}
		fresh[one.frame.For] = true
		if codes := a.standing(func(p *content.Place) bool {
			return p.Canvas == kind.canvas && (kind.area == "" || slices.Contains(p.Areas, kind.area))
		}); len(codes) > 0 {
			posts = append(posts, hub.Post{Screens: codes, Frame: one.frame})
		}
	}
	if now.roll.Hash != before.roll.Hash && a.apart == nil { // a roll is stored only where something has ended
		if codes := a.standing(func(*content.Place) bool { return true }); len(codes) > 0 {
			posts = append(posts, hub.Post{Screens: codes, Frame: now.roll})
		}
	}
	for _, p := range moved {
		t.Screens[p.Screen] = true
		for _, one := range now.reaching(*a.screens[p.Screen].place) {
			if !fresh[one.frame.For] { // else it is among those above
				posts = append(posts, hub.Post{Screen: p.Screen, Frame: one.frame})
			}
		}
	}
	alone, err := a.tellAlone(now, before, t)
	hear(a.Air, now)
	return append(posts, alone...), err
}

// standing lists the screens whose place is one of some.
func (a relay) standing(is func(*content.Place) bool) (codes []string) {
	for code, s := range a.screens {
		if s.place != nil && is(s.place) {
			codes = append(codes, code)
		}
	}
	return codes
}

// placeOf is where a screen stands, as it was told last.
func placeOf(a *Air, code string) (content.Place, bool) {
	if a.scene != nil && !a.relays {
		s, stands := a.scene.Crowds.Stands[code]
		return s.Place, stands
	}
	s := a.screens[code]
	if s == nil || s.place == nil {
		return content.Place{}, false
	}
	return *s.place, true
}
