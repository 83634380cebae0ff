package air

import (
	"context"
	"errors"
	"slices"
	"time"

	"ngatu/internal/store"
)

// refresh takes in what has changed and hands every frame that differs to the hub. Where it fails, what is on stays on, and
// the next look reads everything.
func (a *Air) refresh(ctx context.Context) (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer func() {
		if err != nil { // an alarm that has gone off must not ring on and on
			a.gathered, a.alarm = nil, time.Time{}
		}
	}()
	began := time.Now()
	number, err := a.store.LastChange(ctx)
	if err != nil {
		return err
	}
	if a.gathered != nil && number == a.gathered.number && (a.alarm.IsZero() || began.Before(a.alarm)) {
		return nil
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
	return nil
}

// take reads what the log says has changed, or else everything, and tells what that touches.
func (a *Air) take(ctx context.Context) (*touched, error) {
	t := newTouched()
	if g := a.gathered; g != nil {
		var d difference
		var ok bool
		err := a.store.View(ctx, func(r store.Reader) (err error) {
			d, ok, err = g.catchUp(ctx, r)
			return err
		})
		if err == nil && ok {
			a.touch(d, t)
			return t, nil
		}
	}
	a.gathered = nil
	g, err := a.gather(ctx)
	if err != nil {
		return nil, err
	}
	a.gathered = g
	a.stats.Gathered++
	a.touchEverything(t)
	return t, nil
}

// publish hands out programmes first, for they are what is waited for, then figures, then screens: a board's figures go out
// before a screen that newly listens to them is told to. What fails for one does not keep the others.
func (a *Air) publish(ctx context.Context, t *touched) error {
	var errs []error
	a.shelf.recheck()
	r := &round{gathered: a.gathered, resolved: map[planSum]*resolved{}, urgent: map[[2]string]bool{}}
	for key := range t.audiences {
		errs = append(errs, a.touchedAudience(ctx, r, key, t))
	}
	boards := a.boardsInUse()
	for id := range boards {
		if _, sent := a.boards[id]; t.boards[id] || !sent {
			errs = append(errs, a.board(ctx, a.gathered, id))
		}
	}
	for code := range t.screens {
		if s, ok := a.fleet.stands[code]; ok {
			errs = append(errs, a.screen(ctx, a.gathered, s))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	a.forget(t, boards)
	return nil
}

// touchedAudience reckons an audience's programme. Where that shows other boards than before, its screens listen to others.
func (a *Air) touchedAudience(ctx context.Context, r *round, key string, t *touched) error {
	c, ok := a.fleet.crowds[key]
	if !ok {
		return nil // its last screen has left
	}
	before := a.boardsOf(key)
	err := a.programme(ctx, r, key, c)
	if !slices.Equal(before, a.boardsOf(key)) {
		for code := range c.members {
			t.screens[code] = true
		}
	}
	return err
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
	for key := range a.fleet.crowds {
		for _, id := range a.boardsOf(key) {
			inUse[id] = true
		}
	}
	return inUse
}

// forget drops what nobody listens to any more.
func (a *Air) forget(t *touched, boards map[string]bool) {
	for key := range a.audiences {
		if _, ok := a.fleet.crowds[key]; !ok {
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
	for code := range t.screens {
		if _, ok := a.fleet.stands[code]; ok || a.screens[code] == nil {
			continue
		}
		delete(a.screens, code)
		a.hub.Drop(code, "the screen was removed")
	}
}
