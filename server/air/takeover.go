package air

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/air/crowd"
	"ngatu/server/air/gather"
	"ngatu/server/air/scene"
	"ngatu/server/hub"
)

// A takeover is a small programme of its own that pre-empts the other. It is worked out for each
// screen, because of several that are on at once each screen has the one that rules it; the frames
// of screens of one kind differ in their heads alone.

// touchTakeoversByTime touches what a takeover rules that has come to its end, and sets the alarm
// for the next end.
func (a *Air) touchTakeoversByTime(t *scene.Touched) {
	g := a.scene.State
	for code, f := range a.takeovers {
		if f.Until > 0 && g.Now.UnixMilli() >= f.Until {
			t.Takeovers[code] = true
		}
	}
	for _, one := range g.Takeovers {
		if one.On(g.Now) {
			a.wakeAt(one.Until().Add(time.Millisecond))
		}
	}
}

// maybeRuled are the screens that another takeover may rule: those touched, and those that stand
// elsewhere now.
func (a *Air) maybeRuled(t *scene.Touched) []string {
	var codes []string
	for _, some := range []map[string]bool{t.Takeovers, t.Screens} {
		for code := range some {
			if _, stands := a.scene.Crowds.Stands[code]; stands && (len(a.scene.State.Takeovers) > 0 || len(a.takeovers) > 0 || a.renewed) {
				codes = append(codes, code)
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// takeoverKind names what screens of one kind are sent of one takeover.
type takeoverKind struct {
	id     string
	canvas content.Canvas
	zone   string
	street bool
}

func kindOf(t content.Takeover, s crowd.Stand) takeoverKind {
	return takeoverKind{t.ID, s.Place.Canvas, s.Audience.Zone, s.Audience.Street}
}

// takeoverBody is the body of a takeover's frame for screens of one kind.
type takeoverBody struct {
	body  json.RawMessage
	hash  string
	until int64
	err   error
}

// sendTakeovers hands every screen of codes the takeover that rules it now, or the end of the one
// that did. They go out before anything else of a change, and wait for nothing.
func (a *Air) sendTakeovers(ctx context.Context, g *gather.State, codes []string) error {
	bodies, errs, all := map[takeoverKind]*takeoverBody{}, []error{}, g.CountingTakeovers()
	var posts []hub.Post
	for _, code := range codes {
		s := a.scene.Crowds.Stands[code]
		rules, some := content.TakeoverAt(all, s.Place, g.Now)
		last, had := a.takeovers[code]
		if !some && !had && !a.renewed && (g.Held == nil || takeoverSince(all, s.Place, g.Now) == latest(g.Now, s.Place.From)) {
			continue
		}
		kind := kindOf(rules, s)
		body := bodies[kind]
		if body == nil {
			body = a.bodyOf(rules, s)
			bodies[kind] = body
			errs = append(errs, body.err)
		}
		if body.err != nil || had && last.Hash == body.hash {
			continue
		}
		posts = append(posts, hub.Post{Screen: code, Frame: protocol.Frame{
			Type: protocol.TypeTakeover, For: code, Number: g.Number, From: takeoverSince(all, s.Place, g.Now), Until: body.until,
			Body: body.body, Hash: body.hash, Key: a.keyName,
		}})
	}
	errs = append(errs, a.hand(ctx, posts, func(i int) {
		f := posts[i].Frame
		a.seen.Lock()
		a.takeovers[f.For] = f
		a.seen.Unlock()
	}))
	return errors.Join(errs...)
}

// bodyOf resolves a takeover for a screen, with its layout inside; the zero takeover is the end of
// one. A takeover that cannot be read on a canvas is not shown there: what was on goes on, and the
// log says so; staff saw it when they prepared it.
func (a *Air) bodyOf(t content.Takeover, s crowd.Stand) *takeoverBody {
	out, frame := &takeoverBody{}, protocol.Takeover{ID: t.ID, Drill: t.Drill}
	if t.ID != "" {
		l, err := a.draw.Takeover(a.scene.State, t, s.Place.Canvas)
		if content.CodeOf(err) == content.Invalid {
			a.log.Warn("a takeover does not fit a screen and is not shown there", "takeover", t.ID, "canvas", s.Place.Canvas, "error", err)
			return a.bodyOf(content.Takeover{}, s)
		}
		text, err := json.Marshal(l)
		if err != nil {
			out.err = err
			return out
		}
		d := content.DigestOf(text)
		p, err := t.Programme(s.Audience, content.Ref{Digest: d, Type: content.LayoutType, Size: int64(len(text))})
		if err != nil {
			out.err = err
			return out
		}
		frame.Programme, frame.Layouts = &p, map[content.Digest]json.RawMessage{d: text}
		out.until = p.Until
	}
	if out.body, out.err = json.Marshal(frame); out.err == nil {
		out.hash = string(content.DigestOf(out.body))
	}
	return out
}

// Takeover is what a screen that joins with this hash of a takeover frame is sent beside its
// programme: the takeover that rules it, or that none does any more. Nothing where that is what it
// has.
func (a *Air) Takeover(ctx context.Context, code, has string) ([]protocol.Frame, error) {
	a.seen.RLock()
	last, known := a.takeovers[code]
	a.seen.RUnlock()
	if known && last.Hash != has {
		return []protocol.Frame{last}, nil
	}
	if known || has == "" || a.Held() {
		return nil, nil
	}
	f, err := a.noTakeover(ctx, code)
	if err != nil || f.Hash == has {
		return nil, err
	}
	return []protocol.Frame{f}, nil
}

// SettleTakeover sends a player that has just joined with this hash of a takeover frame what has
// become of it since.
func (a *Air) SettleTakeover(ctx context.Context, code, has string) error {
	frames, err := a.Takeover(ctx, code, has)
	for _, f := range frames {
		err = errors.Join(err, a.hub.Tell(code, f))
	}
	return err
}
