package app

import (
	"context"
	"time"

	"ngatu/player/protocol"
)

// devLook is the time between two looks at the page's files, with --dev.
const devLook = time.Second

// reloadPages makes every page reload when its files on disk change: for working on them, with
// --dev.
func (a *App) reloadPages(ctx context.Context) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		last := a.players.Build()
		for tick := time.Tick(devLook); ; {
			select {
			case <-ctx.Done():
				return
			case <-tick:
			}
			if build := a.players.Build(); build != last {
				last = build
				a.tellReload(build)
			}
		}
	}()
	a.onStop(func(context.Context) error { stop(); return nil })
}

// tellReload tells every page here to reload. The command's ID is the build, so each page obeys it
// once.
func (a *App) tellReload(build string) {
	now := a.clock.now()
	for _, p := range a.hub.Presence() {
		f, err := protocol.Seal(protocol.Frame{
			Type: protocol.TypeCommand, For: p.Screen, Number: now, From: now, Until: now + time.Minute.Milliseconds(),
		}, protocol.Command{ID: "dev-" + build, Kind: "reload"}, a.keys.working)
		if err == nil {
			err = a.hub.Tell(p.Screen, f)
		}
		if err != nil {
			a.log.Warn("a page could not be told to reload", "screen", p.Screen, "error", err)
		}
	}
}
