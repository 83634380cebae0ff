package app

import (
	"context"
	"time"

	"ngatu/player/protocol"
)

// devLook is how often the page's files are looked at while somebody works on them.
const devLook = time.Second

// reloadPages has every page load itself anew when its files on disk change: for working on them, with --dev.
func (a *App) reloadPages(ctx context.Context) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		last := a.screens.Build()
		for tick := time.Tick(devLook); ; {
			select {
			case <-ctx.Done():
				return
			case <-tick:
			}
			if build := a.screens.Build(); build != last {
				last = build
				a.tellReload(build)
			}
		}
	}()
	a.onStop(func(context.Context) error { stop(); return nil })
}

// tellReload orders every page here to load itself anew; the order's name is the build, so it is obeyed once.
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
