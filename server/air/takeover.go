package air

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/air/crowd"
	"ngatu/server/air/draw"
	"ngatu/server/air/gather"
	"ngatu/server/air/scene"
	"ngatu/server/hub"
)

// A takeover is a small programme of its own that pre-empts the other. Its frame is for all screens
// of a canvas in an area; of several that are on at once a player lets the gravest rule. Players of
// earlier versions do not, and are sent the one that rules their screen.

// touchTakeoversByTime touches takeovers where one that is on has come to its end, and sets the
// alarm for the next end.
func (a *Air) touchTakeoversByTime(t *scene.Touched) {
	g := a.scene.State
	for _, one := range g.Takeovers {
		if one.On(g.Now) {
			a.wakeAt(one.Until().Add(time.Millisecond))
		}
	}
	if last := heard(a); a.takeovers.Load() == nil || !sameRoll(last.on, rollOf(g, g.CountingTakeovers())) {
		t.Takeovers = true
	}
}

// sendTakeovers hands out the frames of takeovers where they differ, and the roll. They go out
// before anything else of a change, and wait for nothing.
func (a *Air) sendTakeovers(ctx context.Context, g *gather.State, t *scene.Touched) error {
	before := heard(a)
	if !t.Takeovers && !a.renewed && (len(before.each) == 0 || len(t.Screens) == 0) {
		return nil
	}
	now := &takeoverState{all: g.CountingTakeovers(), now: g.Now, number: g.Number, each: map[takeoverKind]laidOver{}}
	screens, err := a.layAll(a.scene.Crowds.Stands, g, now, before, t.Takeovers)
	var posts []hub.Post
	for kind, one := range now.each {
		to := screens[kind]
		if before.each[kind].frame.Hash == one.frame.Hash && !a.renewed {
			to = slices.DeleteFunc(to, func(code string) bool { return !t.Screens[code] })
		}
		if len(to) > 0 {
			posts = append(posts, hub.Post{Screens: to, Frame: one.frame})
		}
	}
	roll, failed := a.rollFor(g, now, before)
	if err = errors.Join(err, failed); roll != nil {
		posts = append(posts, hub.Post{Screens: roll, Frame: now.roll}) // behind the others: between two takeovers nothing shows through
	}
	alone, failed := a.tellAlone(now, before, t)
	failed = errors.Join(failed, a.hand(ctx, append(posts, alone...), func(int) { hear(a, now) }))
	if hear(a, now); failed != nil {
		hear(a, before)
	}
	return errors.Join(err, failed)
}

// rollFor makes the roll where it says something else than before, and gives the screens that are
// sent it: where nothing has ended they need not be.
func (a *Air) rollFor(g *gather.State, now, before *takeoverState) (screens []string, err error) {
	now.on, now.roll = rollOf(g, now.all), before.roll
	if before.roll.Hash != "" && !a.renewed && sameRoll(now.on, before.on) && !entersAfter(now.all, before.roll.Number) {
		now.on = before.on
		return nil, nil
	}
	var borders []time.Time
	for _, one := range now.all {
		borders = append(borders, one.Begun, one.Until())
	}
	head := protocol.Frame{Type: protocol.TypeTakeover, For: protocol.RollName, Number: g.Number, From: latest(g.Now, borders...)}
	if now.roll, err = protocol.Seal(head, protocol.Takeover{Roll: &now.on}, a.key); err != nil {
		return nil, err
	}
	ended := before.roll.Hash == "" || a.renewed || endsSome(before.on, now.on)
	if ended {
		for code := range a.scene.Crowds.Stands {
			screens = append(screens, code)
		}
	}
	return screens, nil
}

// layAll lays out what is on for every kind of screen that it reaches, and gives the screens of
// each. What was laid out before is taken where nothing of takeovers has changed.
func (a *Air) layAll(stands map[string]crowd.Stand, g *gather.State, now, before *takeoverState, changed bool) (screens map[takeoverKind][]string, err error) {
	screens = map[takeoverKind][]string{}
	for _, one := range now.all {
		if !one.On(g.Now) {
			continue
		}
		for code, s := range stands {
			if one.Reaches(s.Place) {
				kind := kindOf(one, s.Place)
				screens[kind] = append(screens[kind], code)
			}
		}
	}
	var errs []error
	for _, one := range now.all {
		for kind := range screens {
			if kind.press != one.PressID() {
				continue
			}
			if last, known := before.each[kind]; known && !changed && !a.renewed {
				now.each[kind] = last
				continue
			}
			laid, err := layOver(a.draw, a.key, g, one, kind)
			if content.CodeOf(err) == content.Invalid { // what was on goes on; staff saw it when they prepared it
				a.log.Warn("a takeover does not fit a canvas and is not shown there", "takeover", one.PressID(), "canvas", kind.canvas, "error", err)
				continue
			}
			if err != nil {
				errs = append(errs, err)
				continue
			}
			if last := before.each[kind]; last.frame.Hash == laid.frame.Hash && !a.renewed {
				laid.frame = last.frame // what screens have, by its number
			}
			now.each[kind] = laid
		}
	}
	return screens, errors.Join(errs...)
}

// layOver lays a takeover out for a kind of screen, with its layout inside its frame.
func layOver(d *draw.Drawer, key ed25519.PrivateKey, g *gather.State, t content.Takeover, kind takeoverKind) (out laidOver, err error) {
	l, err := d.Takeover(g, t, kind.canvas)
	if err != nil {
		return out, err
	}
	if out.layout, err = json.Marshal(l); err != nil {
		return out, err
	}
	out.drawn = content.Ref{Digest: content.DigestOf(out.layout), Type: content.LayoutType, Size: int64(len(out.layout))}
	p, err := t.Programme(content.Audience{Canvas: kind.canvas, Zone: content.DefaultZone}, out.drawn)
	if err != nil {
		return out, err
	}
	out.frame, err = protocol.Seal(protocol.Frame{
		Type: protocol.TypeTakeover, For: kind.name(), Number: g.Number, From: t.Begun.UnixMilli(), Until: p.Until,
	}, protocol.Takeover{
		ID: t.PressID(), Drill: t.Drill, Rank: t.Rank(), Reach: &protocol.Reach{Area: kind.area, Canvas: kind.canvas},
		Programme: &p, Layouts: map[content.Digest]json.RawMessage{out.drawn.Digest: out.layout},
	}, key)
	return out, err
}

// tellAlone are the frames for the players that do not rank, where they differ.
func (a *Air) tellAlone(now, before *takeoverState, t *scene.Touched) (posts []hub.Post, err error) {
	var errs []error
	for _, code := range a.hub.Unranked() {
		place, stands := placeOf(a, code)
		if !stands {
			continue
		}
		f, some, err := now.alone(code, place)
		if errs = append(errs, err); !some {
			continue
		}
		if last, known, _ := before.alone(code, place); known && last.Hash == f.Hash && !t.Screens[code] && !a.renewed {
			continue
		}
		f.Key = a.keyName
		posts = append(posts, hub.Post{Screen: code, Frame: f})
	}
	sign(a.key, posts) // also at a node beside the maker, which keeps none
	return posts, errors.Join(errs...)
}

// Takeovers is what a screen that joins with these hashes of frames is sent of takeovers beside its
// programme: to a player that ranks those that concern it, and the roll where it may hold one that
// has ended; to another the one that rules, or that none does any more. Nothing where that is what
// it has.
func (a *Air) Takeovers(ctx context.Context, code string, has map[string]string, ranks bool) ([]protocol.Frame, error) {
	now := a.takeovers.Load()
	a.seen.RLock()
	screen := a.screens[code]
	a.seen.RUnlock()
	if now == nil || screen == nil || screen.place == nil {
		return nil, nil
	}
	if !ranks {
		return a.takeoverAlone(ctx, now, code, *screen.place, has[protocol.Frame{Type: protocol.TypeTakeover, For: code}.Thing()])
	}
	var out []protocol.Frame
	for _, one := range now.reaching(*screen.place) {
		out = append(out, one.frame)
	}
	holds := len(out) > 0
	for thing := range has {
		holds = holds || strings.HasPrefix(thing, string(protocol.TypeTakeover)+"/")
	}
	if holds {
		out = append(out, rolls(a, now)...)
	}
	return protocol.Lacks(has, out...), nil
}

// takeoverAlone is what a player that does not rank lacks. What it shows is kept for the record, as
// what all others show was when it was sent.
func (a *Air) takeoverAlone(ctx context.Context, now *takeoverState, code string, p content.Place, has string) ([]protocol.Frame, error) {
	f, some, err := now.alone(code, p)
	if err != nil || !some || f.Hash == has || f.Until == 0 && has == "" {
		return nil, err
	}
	f.Key, f.Sig = a.keyName, nil
	f.Sig = ed25519.Sign(a.key, f.SigningText())
	return []protocol.Frame{f}, record(ctx, a, f)
}

// SettleTakeovers sends a player that has just joined with these hashes of frames what has become
// of takeovers since.
func (a *Air) SettleTakeovers(ctx context.Context, code string, has map[string]string, ranks bool) error {
	frames, err := a.Takeovers(ctx, code, has, ranks)
	for _, f := range frames {
		err = errors.Join(err, a.hub.Tell(code, f))
	}
	return err
}
