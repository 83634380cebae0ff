package air

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/air/scene"
	"ngatu/server/hub"
)

// Of several nodes one is the maker: it resolves, signs and stores. The others relay what it has
// stored, word for word. They gather all the same, so that they know who stands where, can go on
// while the database is away, and can be the maker from one moment to the next.

// relay is an Air as a node has it that is not the maker. Its methods hold the Air's mu.
type relay struct{ *Air }

// takeIn takes in what has changed, as the maker or as a node beside it.
func takeIn(ctx context.Context, a *Air) error {
	if !a.store.Nodes.Making() {
		return relay{a}.look(ctx)
	}
	if a.relays { // from now on it is the maker: it goes on from the last that was stored
		if err := (relay{a}).look(ctx); err != nil {
			return err
		}
		a.mu.Lock()
		relay{a}.end()
		a.mu.Unlock()
	}
	return a.refresh(store.AsMaker(ctx))
}

// end has the first refresh look at everything.
func (a relay) end() {
	a.relays, a.seq, a.scene, a.alarm = false, -1, nil, time.Time{}
	clear(a.audiences) // what is there is not resolved here: as after a start, the hub knows that players have it
}

// look hands to the hub what the maker has stored since the last look; at the first, after too
// long an absence and after a person has continued, all that is newest.
func (a relay) look(ctx context.Context) (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer a.show()
	taken := false
	defer func() {
		if store.Silent(err) {
			outlast(a.Air)
		}
		if err != nil && (taken || !store.Silent(err)) { // what was touched is known no more: the next look reads everything
			a.seq, a.scene = -1, nil
		}
	}()
	began := time.Now()
	number, err := a.store.Nodes.Look(ctx)
	if err = errors.Join(err, recordLate(ctx, a.Air)); err != nil {
		return err
	}
	if number, err = enterHere(ctx, a.Air, number); err != nil {
		return err
	}
	t := scene.NewTouched()
	if a.scene == nil || number != a.scene.State.Number || !a.alarm.IsZero() && !began.Before(a.alarm) {
		taken = true
		if t, err = a.take(ctx); err != nil {
			return err
		}
		a.alarm = time.Time{}
		a.touchByTime(t)
	}
	things, seq, ok, err := a.store.Nodes.Outbox(ctx, a.seq)
	if err != nil {
		return err
	}
	if a.relays = true; !ok || a.renewed {
		taken = true
		if things, err = a.newestThings(ctx); err != nil {
			return err
		}
	}
	if len(things) > 0 || !t.Empty() {
		err = a.handOn(ctx, things, t)
	}
	if err == nil {
		a.seq, a.renewed = seq, false
		err = settleHere(a.Air)
	}
	return err
}

// newestThings are the things of which players are sent the newest, but for programmes and figures:
// these follow from the screens'.
func (a relay) newestThings(ctx context.Context) ([]store.Thing, error) {
	things, err := a.store.TakeoversHolding(ctx)
	for _, code := range slices.Sorted(maps.Keys(a.scene.Crowds.Stands)) {
		things = append(things, store.Thing{Type: protocol.TypeScreen, For: code})
	}
	return things, err
}

// relayed is what one look has read for players.
type relayed struct {
	air    relay
	known  map[store.Thing]bool
	frames map[protocol.Type][]protocol.Frame
}

// read reads the newest frames of things that were not read yet.
func (r *relayed) read(ctx context.Context, things []store.Thing) error {
	things = slices.DeleteFunc(things, func(one store.Thing) bool {
		was := r.known[one]
		r.known[one] = true
		return was
	})
	return r.air.store.NewestFrames(ctx, things, func(some []store.SentFrame) error {
		for _, f := range some {
			r.frames[f.Type] = append(r.frames[f.Type], today(r.air.Air, f.Frame))
		}
		return nil
	})
}

// handOn reads the newest frames of things and hands them on in the order of [Air.publish]:
// takeovers, programmes, figures, screens. What a screen or a programme newly names is read too.
func (a relay) handOn(ctx context.Context, things []store.Thing, t *scene.Touched) error {
	r := &relayed{a, map[store.Thing]bool{}, map[protocol.Type][]protocol.Frame{}}
	if err := r.read(ctx, things); err != nil {
		return err
	}
	screens, err := openScreens(r.frames[protocol.TypeScreen])
	if err != nil {
		return err
	}
	var more []store.Thing
	for _, s := range screens {
		if a.audiences[s.Audience] == nil {
			more = append(more, store.Thing{Type: protocol.TypeProgramme, For: s.Audience})
		}
	}
	if err := r.read(ctx, more); err != nil {
		return err
	}
	moved, more, err := a.noteAudiences(r.frames[protocol.TypeProgramme])
	if err != nil {
		return err
	}
	if err := r.read(ctx, more); err != nil {
		return err
	}
	own := a.noteScreens(screens, r.frames[protocol.TypeScreen])
	posts, err := a.noteTakeovers(r.frames[protocol.TypeTakeover], own, t)
	for _, f := range r.frames[protocol.TypeProgramme] {
		posts = append(posts, hub.Post{Topic: audienceTopic(f.For), Frame: f})
	}
	for _, f := range r.frames[protocol.TypeFigures] {
		a.boards[f.For] = f.Hash
		posts = append(posts, hub.Post{Topic: boardTopic(f.For), Frame: f})
	}
	posts = slices.DeleteFunc(append(posts, own...), func(p hub.Post) bool { // while the server is held nothing old is sent
		return p.Frame.Number < a.heldBy.Load()
	})
	batch, failed := a.hub.Encode(posts)
	if failed == nil {
		batch.Send()
		a.stats.Frames += int64(len(posts))
	}
	a.retopic(screens, moved)
	a.forgetGone(t, len(screens) > 0 || len(moved) > 0)
	return errors.Join(err, failed)
}

func openScreens(frames []protocol.Frame) ([]protocol.Screen, error) {
	screens := make([]protocol.Screen, len(frames))
	for i, f := range frames {
		if err := f.Open(&screens[i]); err != nil {
			return nil, err
		}
	}
	return screens, nil
}

// boardMark is in the body of every programme that shows a board: most show none, and are not
// parsed here.
var boardMark = []byte(`"board":`)

// noteAudiences notes what audiences have. moved are those whose screens listen to other boards
// from now on, more the boards whose figures nobody here has.
func (a relay) noteAudiences(frames []protocol.Frame) (moved map[string]bool, more []store.Thing, err error) {
	moved = map[string]bool{}
	for _, f := range frames {
		on := &onAir{frame: f}
		on.frame.Body = nil
		if bytes.Contains(f.Body, boardMark) {
			var p content.Programme
			if err := f.Open(&p); err != nil {
				return nil, nil, err
			}
			on.boards = protocol.Boards(p)
		}
		if last := a.audiences[f.For]; last == nil || !slices.Equal(last.boards, on.boards) {
			moved[audienceTopic(f.For)] = true
		}
		a.audiences[f.For] = on
		for _, id := range on.boards {
			if a.boards[id] == "" {
				more = append(more, store.Thing{Type: protocol.TypeFigures, For: id})
			}
		}
	}
	return moved, more, nil
}

// noteScreens notes where screens stand and what they have, and gives their frames.
func (a relay) noteScreens(screens []protocol.Screen, frames []protocol.Frame) (own []hub.Post) {
	for _, s := range screens {
		a.draw.Learn(s)
	}
	a.seen.Lock()
	defer a.seen.Unlock()
	for i, s := range screens {
		last := a.screens[s.Code]
		place := &content.Place{Canvas: s.Canvas, Areas: s.Areas}
		if stand, stands := a.scene.Crowds.Stands[s.Code]; stands {
			if in := stand.In(); in.Canvas == s.Canvas && slices.Equal(in.Areas, s.Areas) {
				place = in // which this node has in any case
			}
		}
		a.screens[s.Code] = &sentScreen{hash: frames[i].Hash, topics: []string{audienceTopic(s.Audience)}, place: place}
		if last == nil || last.hash != frames[i].Hash {
			own = append(own, hub.Post{Screen: s.Code, Frame: frames[i]})
		}
	}
	return own
}

// retopic has the players of screens that were named, and of audiences that show other boards,
// listen to what they need.
func (a relay) retopic(screens []protocol.Screen, audiences map[string]bool) {
	codes := map[string]bool{}
	for _, s := range screens {
		codes[s.Code] = true
	}
	if len(audiences) > 0 {
		for code, s := range a.screens {
			codes[code] = codes[code] || audiences[s.topics[0]]
		}
	}
	for code, some := range codes {
		if !some {
			continue
		}
		last := a.screens[code]
		now := &sentScreen{hash: last.hash, topics: last.topics[:1:1], place: last.place}
		for _, id := range a.boardsOf(strings.TrimPrefix(last.topics[0], audienceTopic(""))) {
			now.topics = append(now.topics, boardTopic(id))
		}
		a.seen.Lock()
		a.screens[code] = now
		a.seen.Unlock()
		a.hub.Retopic(code, now.topics)
	}
}

// forgetGone drops the players of screens that are gone, and what nobody listens to any more.
func (a relay) forgetGone(t *scene.Touched, moved bool) {
	for code := range t.Screens {
		if _, ok := a.scene.Crowds.Stands[code]; ok || a.screens[code] == nil {
			continue
		}
		moved = true
		a.seen.Lock()
		delete(a.screens, code)
		a.seen.Unlock()
		a.hub.Drop(code, "the screen was removed")
	}
	if !moved {
		return
	}
	inUse := map[string]bool{}
	for _, s := range a.screens {
		for _, topic := range s.topics {
			inUse[topic] = true
		}
	}
	for key := range a.audiences {
		if !inUse[audienceTopic(key)] {
			delete(a.audiences, key)
			a.hub.Forget(audienceTopic(key))
		}
	}
	for id := range a.boards {
		if !inUse[boardTopic(id)] {
			delete(a.boards, id)
			a.hub.Forget(boardTopic(id))
		}
	}
}
