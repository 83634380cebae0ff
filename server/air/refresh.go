package air

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"ngatu/internal/store"
	"ngatu/server/air/crowd"
	"ngatu/server/air/gather"
	"ngatu/server/air/scene"
)

// refresh takes in what has changed and hands every frame that differs to the hub. Where it fails,
// what is on stays on, and the next look reads everything.
func (a *Air) refresh(ctx context.Context) (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	began := time.Now()
	number, err := a.store.Nodes.Look(ctx)
	if store.Silent(err) {
		outlast(a)
		return err
	}
	defer func() {
		a.show()
		if store.Silent(err) {
			outlast(a)
		}
		if err != nil { // an alarm that has gone off must not ring on and on
			a.scene, a.alarm = nil, time.Time{}
		}
	}()
	if err = errors.Join(err, recordLate(ctx, a)); err != nil {
		return err
	}
	if number, err = enterHere(ctx, a, number); err != nil {
		return err
	}
	if a.scene != nil && number == a.scene.State.Number && (a.alarm.IsZero() || began.Before(a.alarm)) {
		return settleHere(a)
	}
	t, err := a.take(ctx)
	if err != nil {
		return err
	}
	a.alarm = time.Time{}
	a.touchByTime(t)
	if err := a.publish(ctx, t); err != nil {
		return err
	}
	a.stats.Took = time.Since(began)
	return settleHere(a)
}

// take reads what the log says has changed, or else everything, and gives what that touches.
func (a *Air) take(ctx context.Context) (*scene.Touched, error) {
	t := scene.NewTouched()
	if a.scene != nil {
		g := a.scene.State.Clone() // while the database is away people and players go by what was gathered
		d, ok, err := g.CatchUp(ctx, a.store)
		if store.Silent(err) {
			return nil, err
		}
		if err == nil && ok {
			a.scene.State = g
			a.scene.Follow(d, t)
			a.gathered.Store(g)
			return t, nil
		}
	}
	a.scene = nil
	g, err := gather.Read(ctx, a.store)
	if err != nil {
		return nil, err
	}
	a.stats.Gathered++
	a.noticeHeld(g)
	a.scene = scene.New(g, a.draw, t)
	a.gathered.Store(g)
	for code := range a.screens { // also those that are gone
		t.Screens[code] = true
	}
	return t, nil
}

// touchByTime touches what time alone has altered since the last look, and sets the alarm for the
// next time.
func (a *Air) touchByTime(t *scene.Touched) {
	if at := a.scene.TouchByTime(t); !at.IsZero() {
		a.wakeAt(at)
	}
	for key := range a.waiting {
		t.Audiences[key] = true
	}
	a.touchTakeoversByTime(t)
}

// publish hands out programmes first, for they are what is waited for, then figures, then screens:
// a board's figures go out before a screen that newly listens to them is sent there. What fails for
// one does not keep the others.
func (a *Air) publish(ctx context.Context, t *scene.Touched) error {
	a.draw.Recheck()
	a.scene.Prepare()
	r := newRound(a.scene)
	keys := slices.Sorted(stillThere(t, a.scene.Crowds))
	before := make([][]string, len(keys))
	for i, key := range keys {
		before[i] = a.boardsOf(key)
	}
	failed := a.sendTakeovers(ctx, r.State, t)
	if failed == nil {
		a.renewed = false
	}
	err := errors.Join(failed, a.programmes(ctx, r, keys))
	for i, key := range keys { // where a programme shows other boards than before, its screens listen to others
		if !slices.Equal(before[i], a.boardsOf(key)) {
			for code := range a.scene.Crowds.ByKey[key].Members {
				t.Screens[code] = true
			}
		}
	}
	inUse := a.boardsInUse()
	var boards, screens []string
	for id := range inUse {
		if _, sent := a.boards[id]; t.Boards[id] || !sent {
			boards = append(boards, id)
		}
	}
	slices.Sort(boards)
	err = errors.Join(err, a.sendBoards(ctx, r, boards))
	for code := range t.Screens {
		if _, ok := a.scene.Crowds.Stands[code]; ok {
			screens = append(screens, code)
		}
	}
	slices.Sort(screens)
	if err := errors.Join(err, a.sendScreens(ctx, r, screens)); err != nil {
		return err
	}
	a.forget(t, inUse)
	return nil
}

// stillThere are the audiences touched that have a screen.
func stillThere(t *scene.Touched, c *crowd.Crowds) iter.Seq[string] {
	return func(yield func(string) bool) {
		for key := range t.Audiences {
			if _, ok := c.ByKey[key]; ok && !yield(key) {
				return
			}
		}
	}
}

// boardsOf are the boards of an audience's programme.
func (a *Air) boardsOf(key string) []string {
	if on, ok := a.audiences[key]; ok {
		return on.boards
	}
	return nil
}

// boardsInUse are the boards of all programmes.
func (a *Air) boardsInUse() map[string]bool {
	inUse := map[string]bool{}
	for key := range a.scene.Crowds.ByKey {
		for _, id := range a.boardsOf(key) {
			inUse[id] = true
		}
	}
	return inUse
}

// forget drops what nobody listens to any more.
func (a *Air) forget(t *scene.Touched, boards map[string]bool) {
	for key := range a.audiences {
		if _, ok := a.scene.Crowds.ByKey[key]; !ok {
			delete(a.audiences, key)
			delete(a.waiting, key)
			a.hub.Forget(audienceTopic(key))
		}
	}
	for id := range a.boards {
		if !boards[id] {
			delete(a.boards, id)
			a.hub.Forget(boardTopic(id))
		}
	}
	for code := range t.Screens {
		if _, ok := a.scene.Crowds.Stands[code]; ok || a.screens[code] == nil {
			continue
		}
		a.seen.Lock()
		delete(a.screens, code)
		a.seen.Unlock()
		a.hub.Drop(code, "the screen was removed")
	}
}
