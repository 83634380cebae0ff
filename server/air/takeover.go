package air

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// A takeover is a small programme of its own that lies over the other. It is reckoned for each screen, because of several that are
// on at once each screen has the one that rules it; what screens of one canvas are told differs in the head of the frame alone.

// readTakeovers reads those that may be on.
func (g *gathered) readTakeovers(ctx context.Context, r store.Reader) (err error) {
	g.takeovers, err = r.TakeoversOn(ctx)
	return err
}

// againTakeovers reads them again where the log names one.
func (g *gathered) againTakeovers(ctx context.Context, r store.Reader, n news, d *difference) error {
	if len(n.takeovers) == 0 {
		return nil
	}
	before := g.takeovers
	if err := g.readTakeovers(ctx, r); err != nil {
		return err
	}
	for _, all := range [][]content.Takeover{before, g.takeovers} {
		for _, t := range all {
			if n.takeovers[t.ID] {
				d.takeovers = append(d.takeovers, t)
			}
		}
	}
	return nil
}

// touchTakeovers touches the screens that any of these may rule.
func (a *Air) touchTakeovers(some []content.Takeover, t *touched) {
	for code, s := range a.fleet.stands {
		if slices.ContainsFunc(some, func(one content.Takeover) bool { return one.Reaches(s.place) }) {
			t.overs[code] = true
		}
	}
}

// touchTakeoversByTime touches what a takeover rules that has come to its end, and sets the alarm for the next end.
func (a *Air) touchTakeoversByTime(t *touched) {
	for code, f := range a.overs {
		if f.Until > 0 && a.gathered.now.UnixMilli() >= f.Until {
			t.overs[code] = true
		}
	}
	for _, one := range a.gathered.takeovers {
		if one.On(a.gathered.now) {
			a.wake(one.Until().Sub(a.gathered.now) + time.Millisecond)
		}
	}
}

// ruledAnew are the screens that another takeover may rule: those touched, and those that stand elsewhere now.
func (a *Air) ruledAnew(t *touched) []string {
	var codes []string
	for _, some := range []map[string]bool{t.overs, t.screens} {
		for code := range some {
			if _, stands := a.fleet.stands[code]; stands && (len(a.gathered.takeovers) > 0 || len(a.overs) > 0) {
				codes = append(codes, code)
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// lookOver names what screens with one canvas are told of one takeover.
type lookOver struct {
	id     string
	canvas content.Canvas
	zone   string
	street bool
}

// laidOver is the body of a takeover's frame for screens of one kind.
type laidOver struct {
	body  json.RawMessage
	hash  string
	from  int64
	until int64
	err   error
}

// tellTakeovers hands every screen of codes the takeover that rules it now, or the end of the one that did. They go out before
// anything else of a change, and wait for nothing.
func (a *Air) tellTakeovers(ctx context.Context, g *gathered, codes []string) error {
	bodies, errs := map[lookOver]*laidOver{}, []error{}
	var posts []hub.Post
	for _, code := range codes {
		s := a.fleet.stands[code]
		rules, some := content.TakeoverAt(g.takeovers, s.place, g.now)
		last, had := a.overs[code]
		if !some && !had {
			continue
		}
		key := keyOver(rules, s)
		body := bodies[key]
		if body == nil {
			body = a.layOver(rules, s)
			bodies[key] = body
			errs = append(errs, body.err)
		}
		if body.err != nil || had && last.Hash == body.hash {
			continue
		}
		posts = append(posts, hub.Post{Screen: code, Frame: protocol.Frame{
			Type: protocol.TypeTakeover, For: code, Number: g.number, From: body.from, Until: body.until,
			Body: body.body, Hash: body.hash, Key: a.keyName,
		}})
	}
	errs = append(errs, a.hand(ctx, posts, func(i int) {
		f := posts[i].Frame
		a.seen.Lock()
		a.overs[f.For] = f
		a.seen.Unlock()
	}))
	return errors.Join(errs...)
}

func keyOver(t content.Takeover, s stand) lookOver {
	return lookOver{t.ID, s.place.Canvas, s.audience.Zone, s.audience.Street}
}

// layOver resolves a takeover for a canvas, with its layout inside. The zero takeover lays nothing over. One that cannot be read
// on a canvas is not shown there: what was on goes on, and the log tells; staff were told when they prepared it.
func (a *Air) layOver(t content.Takeover, s stand) *laidOver {
	out, told := &laidOver{}, protocol.Takeover{ID: t.ID, Drill: t.Drill}
	if t.ID != "" {
		l, err := a.drawOver(a.gathered, t, s.place.Canvas)
		if content.CodeOf(err) == content.Invalid {
			a.log.Warn("a takeover does not fit a screen and is not shown there", "takeover", t.ID, "canvas", s.place.Canvas, "error", err)
			return a.layOver(content.Takeover{}, s)
		}
		text, err := json.Marshal(l)
		if err != nil {
			out.err = err
			return out
		}
		d := content.DigestOf(text)
		p, err := t.Programme(s.audience, content.Ref{Digest: d, Type: content.LayoutType, Size: int64(len(text))})
		if err != nil {
			out.err = err
			return out
		}
		told.Programme, told.Layouts = &p, map[content.Digest]json.RawMessage{d: text}
		out.from, out.until = p.From, p.Until
	}
	if out.body, out.err = json.Marshal(told); out.err == nil {
		out.hash = string(content.DigestOf(out.body))
	}
	return out
}

// drawOver lays a takeover out.
func (a *Air) drawOver(g *gathered, t content.Takeover, canvas content.Canvas) (layout.Layout, error) {
	settings := g.library.Settings
	return layout.LayTakeover(t, canvas, layout.Facts{Faces: a.faces, App: settings[content.SettingApp], Hotline: settings[content.SettingHotline]})
}

// Over is what a screen that joins with this hash of a takeover frame is told beside its programme: the takeover that rules it,
// or that none does any more. Nothing where that is what it has.
func (a *Air) Over(ctx context.Context, code, has string) ([]protocol.Frame, error) {
	a.seen.RLock()
	last, known := a.overs[code]
	a.seen.RUnlock()
	if known && last.Hash != has {
		return []protocol.Frame{last}, nil
	}
	if known || has == "" {
		return nil, nil
	}
	// It kept one that ended before this server began.
	number, err := a.store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	f, err := protocol.Seal(protocol.Frame{Type: protocol.TypeTakeover, For: code, Number: number}, protocol.Takeover{}, a.key)
	if err != nil || f.Hash == has {
		return nil, err
	}
	return []protocol.Frame{f}, nil
}

// SettleOver tells a player that has just joined with this hash of a takeover frame what has become of it since.
func (a *Air) SettleOver(ctx context.Context, code, has string) error {
	frames, err := a.Over(ctx, code, has)
	for _, f := range frames {
		err = errors.Join(err, a.hub.Tell(code, f))
	}
	return err
}
