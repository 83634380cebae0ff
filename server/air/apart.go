package air

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/air/answer"
	"ngatu/server/air/gather"
	"ngatu/server/air/scene"
	"ngatu/server/hub"
)

// While the database is away somebody may put a prepared takeover on at this server, for the screens
// that are connected to it. Such a press stands apart from what everybody hears: its frames are made
// as all others are and stored by nobody. Once the database is back it enters there, and the maker
// makes the same frames with higher numbers: screens keep what they show.

// Here is what is put on and ended at this server alone, and where it enters. Both are called while
// Air is at work, so they must not call it.
type Here struct {
	// Presses lists what has not entered yet, each press as a takeover of its own: those that were put
	// on here, and those of before that were ended here.
	Presses func() []content.Takeover
	// Enter stores them, before anything is made of what the store holds, and gives the presses that have
	// entered or were refused, each as a takeover of its own. Those for which it fails stay.
	Enter func(context.Context) (entered []content.Takeover, err error)
}

// UseHere has Air show what is put on here. It is called before Start.
func UseHere(a *Air, h Here) { a.here = h }

// apart is what this server alone shows.
type apart struct {
	heard  *takeoverState   // what players would hear without it
	known  *answer.Snapshot // what people would see without it
	number int64            // of its newest frame
	state  *gather.State
	own    map[takeoverKind]laidOver
	on     protocol.Roll // of its presses alone: it cannot know of others
	roll   protocol.Frame

	entered time.Time // by the machine's clock; zero: not yet
}

// heard is what players heard last, but for what this server alone shows.
func heard(a *Air) *takeoverState {
	if a.apart != nil {
		return a.apart.heard
	}
	if last := a.takeovers.Load(); last != nil {
		return last
	}
	return &takeoverState{}
}

// hear notes what players hear from now on, beside what this server alone shows.
func hear(a *Air, now *takeoverState) {
	if a.apart != nil {
		a.apart.heard, now = now, a.apart.over(now)
	}
	a.takeovers.Store(now)
}

// unhear forgets what players heard.
func unhear(a *Air) {
	if a.apart != nil {
		a.apart.heard = &takeoverState{}
	}
	a.takeovers.Store(nil)
}

// over lays what this server alone shows over what players hear otherwise.
func (p *apart) over(heard *takeoverState) *takeoverState {
	out := *heard
	if out.number < p.number {
		out.all, out.now, out.number = p.state.CountingTakeovers(), p.state.Now, p.number
	}
	out.each = maps.Clone(p.own)
	for kind, one := range heard.each { // what has entered, and the maker has made, goes before
		if !p.on.Ends(kind.press, one.frame.From, one.frame.Number) {
			out.each[kind] = one
		}
	}
	out.earlier, out.roll, out.on = heard.roll, p.roll, p.on
	return &out
}

// Apart is the newest that is known while the database is away; nil: nothing was gathered.
func Apart(a *Air) *answer.Snapshot {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.apart == nil {
		outlast(a)
	}
	return a.answers.Known()
}

// NextNumber is above every number that this server has seen or given out, and the instant of it by
// the database's clock.
func NextNumber(a *Air) (number int64, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.answers.Known() == nil {
		outlast(a)
	}
	last, now := a.floor.Load(), time.Time{}
	if s := a.answers.Known(); s != nil {
		g, _ := answer.Gathered(s)
		last, now = max(last, g.Number), g.Now.Add(time.Since(g.Read))
	}
	if a.scene != nil {
		last = max(last, a.scene.State.Number)
	}
	by := heard(a)
	for _, one := range by.each {
		last = max(last, one.frame.Number)
	}
	if last = max(last, by.roll.Number); a.apart != nil {
		last = max(last, a.apart.number)
	}
	return max(last+1, now.UnixMilli()), time.UnixMilli(now.UnixMilli()).UTC()
}

// ShowHere has the screens that are connected to this server show what it alone has on, and end what
// it alone has ended, by frames of a number from [NextNumber].
func ShowHere(a *Air, number int64) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.apart == nil {
		outlast(a)
		s := a.answers.Known()
		if s == nil {
			return comeBack()
		}
		a.apart = &apart{heard: heard(a), known: s}
	}
	p, before := a.apart, heardHere(a)
	p.number = max(p.number, number)
	g, stands := answer.Gathered(p.known)
	presses := a.here.Presses()
	seen := gather.WithPresses(g, presses)
	sent := *seen
	sent.Number, p.state = p.number, &sent

	own := &takeoverState{all: presses, now: sent.Now, number: p.number, each: map[takeoverKind]laidOver{}}
	screens, err := a.layAll(stands, &sent, own, before, false)
	p.own = own.each
	var posts []hub.Post
	for kind, one := range own.each {
		if before.each[kind].frame.Hash != one.frame.Hash {
			posts = append(posts, hub.Post{Screens: screens[kind], Frame: one.frame})
		}
	}
	roll, failed := rollHere(a, p, presses, 0)
	if err = errors.Join(err, failed); roll {
		posts = append(posts, hub.Post{Screens: slices.Collect(maps.Keys(stands)), Frame: p.roll})
	}
	now := p.over(p.heard)
	alone, failed := a.tellAlone(now, before, scene.NewTouched())
	batch, unsent := a.hub.Encode(append(posts, alone...))
	a.takeovers.Store(now)
	if unsent == nil {
		batch.Send()
		a.stats.Frames += int64(len(posts) + len(alone))
		a.show()
	}
	return errors.Join(err, failed, unsent, a.answers.Show(seen))
}

// heardHere is what players hear at this server.
func heardHere(a *Air) *takeoverState {
	if last := a.takeovers.Load(); last != nil {
		return last
	}
	return &takeoverState{}
}

// rollHere makes the roll of what this server alone shows: it ends by name, and nothing that it does
// not name. It says whether screens have to be told, for something has ended.
func rollHere(a *Air, p *apart, presses []content.Takeover, from int64) (ends bool, err error) {
	on := protocol.Roll{Number: p.number, On: map[string]int64{}, Partly: true}
	for _, t := range presses {
		if on.On[t.PressID()] = 0; t.On(p.state.Now) {
			on.On[t.PressID()] = t.Begun.UnixMilli()
		}
		begun, spoken := p.on.On[t.PressID()]
		ends = ends || !t.On(p.state.Now) && (!spoken || begun != 0)
	}
	if p.roll.Hash != "" && !ends && sameRoll(on, p.on) {
		return false, nil
	}
	p.on = on
	head := protocol.Frame{Type: protocol.TypeTakeover, For: protocol.RollName, Number: p.number, From: from}
	p.roll, err = protocol.Seal(head, protocol.Takeover{Roll: &on}, a.key)
	return ends, err
}

// rolls are the rolls that a player is sent who may hold a takeover that has ended, the newest last.
func rolls(a *Air, now *takeoverState) (out []protocol.Frame) {
	all := []protocol.Frame{now.earlier, now.roll}
	if ended := a.ended.Load(); ended != nil && time.Since(time.UnixMilli(ended.Number)) < content.MaxTakeover {
		all = append(all, *ended)
	}
	for _, f := range all {
		if f.Hash != "" { // a node beside the maker, held, may have none
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b protocol.Frame) int { return int(a.Number - b.Number) })
	return out
}

// entersAfter says whether a press that one server alone had put on has entered after a number: what
// that ended, other servers' screens may hold.
func entersAfter(all []content.Takeover, number int64) bool {
	return slices.ContainsFunc(all, func(t content.Takeover) bool { return t.Entered.UnixMilli() > number && !t.Entered.IsZero() })
}
