// Package cover has the checks look at live slides on kinds of screen that came after their
// approval: where these find nothing new the approval covers the screen too, and elsewhere the slide
// stays off it.
//
// It owns what is new. It must not draw or read a file, which the checks do that it is handed, and it
// decides nothing about an approval: what follows from a look is content's.
package cover

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/internal/bus"
	"ngatu/internal/store"
)

// Check gives what the checks find of a stored slide on surfaces. ready is false where somebody has
// to enter something before the slide can be on air at all.
type Check func(ctx context.Context, s content.Slide, on []content.Surface) (found []preflight.Finding, ready bool, err error)

// Options are the parts of a Looker.
type Options struct {
	Store *store.Store
	Check Check
	Log   *slog.Logger
}

// Looker looks at slides. It is one goroutine's. The first look is at everything.
type Looker struct {
	Options
	read  int64     // the last change that was read
	anew  bool      // what keeps slides off is looked at again: a setting changed, or the server started
	again time.Time // when what is not done yet is tried once more; zero: nothing is
	more  bool      // slides that no screen waits for were left to the next look
	swept time.Time // when surfaces without a screen were last forgotten
}

// by is who the log says has looked.
const by = "cover"

const (
	lookEvery  = 2 * time.Second // a ring may be lost
	againAfter = 10 * time.Second
	sweepEvery = 10 * time.Minute
	flushAfter = time.Second // what was found so far is kept by then: screens wait for it
	restFor    = time.Second // of a look, for slides that no screen waits for
)

// Begin notes the surfaces of a folder in which nobody looked before: what is live covers them. Call
// it before anybody can add a screen.
func Begin(ctx context.Context, s *store.Store) error {
	_, err := s.Change(ctx, by, func(tx *store.Tx) error { return tx.BeginSurfaces(ctx) })
	return err
}

// Run looks at what has to be, until ctx ends.
func Run(ctx context.Context, o Options, rings <-chan struct{}) {
	l := Looker{Options: o}
	for ok := true; ok; ok = bus.Wait(ctx, rings, lookEvery) {
		if err := l.Look(ctx); err != nil && ctx.Err() == nil {
			l.Log.Error("slides could not be looked at for new kinds of screen; they stay off these until they are", "error", err)
			l.again = time.Now().Add(againAfter)
		}
	}
}

// Look looks where the log names a surface, and once more at what was not done the last time. What
// keeps slides off is looked at again once a setting has changed.
func (l *Looker) Look(ctx context.Context) error {
	named, err := l.named(ctx)
	if err != nil {
		return err
	}
	if time.Since(l.swept) > sweepEvery {
		if err := l.sweep(ctx); err != nil {
			return err
		}
		l.swept = time.Now()
	}
	if !named && (l.again.IsZero() || time.Now().Before(l.again)) {
		return nil
	}
	all, err := l.Store.Surfaces(ctx)
	if err != nil {
		return err
	}
	l.again, l.more = time.Time{}, false
	if !slices.ContainsFunc(all, content.Coverage.Any) {
		l.anew = false
		return nil
	}
	on, err := l.onAir(ctx, all)
	if err != nil {
		return err
	}
	for _, one := range all {
		if !one.Any() {
			continue
		}
		if err := l.surface(ctx, one, on); err != nil {
			return err
		}
	}
	if l.again.IsZero() {
		l.anew = false
		if l.more {
			l.again = time.Now()
		}
	}
	return nil
}

// named says whether the log names a surface, or a setting, since the last look.
func (l *Looker) named(ctx context.Context) (yes bool, err error) {
	for {
		if l.read == 0 { // the first look is at everything
			l.anew = true
			l.read, err = l.Store.LastChange(ctx)
			return true, err
		}
		lines, err := l.Store.Changes(ctx, l.read, store.MaxPage)
		if err != nil || len(lines) == 0 {
			return yes, err
		}
		for _, line := range lines {
			l.anew = l.anew || line.Noun == store.NounSetting
			yes = yes || l.anew || line.Noun == store.NounSurface && line.Who != by
		}
		l.read = lines[len(lines)-1].Number
	}
}

// sweep forgets surfaces that no screen has, or will have: one that comes back is new.
func (l *Looker) sweep(ctx context.Context) error {
	_, err := l.Store.Change(ctx, by, func(tx *store.Tx) error {
		all, err := tx.Surfaces(ctx)
		if err != nil || len(all) == 0 {
			return err
		}
		screens, err := tx.AllScreens(ctx)
		if err != nil {
			return err
		}
		used := map[content.Surface]bool{}
		for _, s := range screens {
			for _, one := range s.SurfacesFrom(tx.Time()) {
				used[one] = true
			}
		}
		for _, one := range all {
			if used[one.Surface] {
				continue
			}
			if err := tx.DropSurface(ctx, one.Surface); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
