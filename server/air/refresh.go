package air

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"ngatu/internal/store"
)

// refresh takes in what has changed and hands every frame that differs to the hub. Where it fails, what is on stays on, and
// the next look reads everything.
func (a *Air) refresh(ctx context.Context) (err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer func() {
		a.show()
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
	a.shelf.recheck()
	a.knowRows()
	r := a.newRound()
	keys := slices.Sorted(a.stillThere(t))
	before := make([][]string, len(keys))
	for i, key := range keys {
		before[i] = a.boardsOf(key)
	}
	err := errors.Join(a.tellTakeovers(ctx, r.gathered, a.ruledAnew(t)), a.programmes(ctx, r, keys))
	for i, key := range keys { // where a programme shows other boards than before, its screens listen to others
		if !slices.Equal(before[i], a.boardsOf(key)) {
			for code := range a.fleet.crowds[key].members {
				t.screens[code] = true
			}
		}
	}
	inUse := a.boardsInUse()
	var boards, screens []string
	for id := range inUse {
		if _, sent := a.boards[id]; t.boards[id] || !sent {
			boards = append(boards, id)
		}
	}
	slices.Sort(boards)
	err = errors.Join(err, a.tellBoards(ctx, r, boards))
	for code := range t.screens {
		if _, ok := a.fleet.stands[code]; ok {
			screens = append(screens, code)
		}
	}
	slices.Sort(screens)
	if err := errors.Join(err, a.tellScreens(ctx, r, screens)); err != nil {
		return err
	}
	a.forget(t, inUse)
	return nil
}

// stillThere are the audiences touched that have a screen.
func (a *Air) stillThere(t *touched) iter.Seq[string] {
	return func(yield func(string) bool) {
		for key := range t.audiences {
			if _, ok := a.fleet.crowds[key]; ok && !yield(key) {
				return
			}
		}
	}
}

// across calls do for 0 to n-1, by all processors.
func across(n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	all.Wait()
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
		a.seen.Lock()
		delete(a.screens, code)
		delete(a.overs, code)
		a.seen.Unlock()
		a.hub.Drop(code, "the screen was removed")
	}
}
