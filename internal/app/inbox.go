package app

import (
	"context"

	"ngatu/content/area"
	"ngatu/internal/inbox"
	"ngatu/internal/media"
	"ngatu/server/intake"
)

// openIntake makes the one way in for files and figures.
func (a *App) openIntake(context.Context) error {
	o := intake.Options{
		Store: a.store, Media: a.media, Importer: media.NewImporter(media.Limits{}), Areas: a.areas, Log: a.log, Root: a.cfg.Inbox,
	}
	if a.cfg.Demo { // what is dropped is seen at once; everything counts as made up, and of the campaign's districts
		o.InboxAtOnce, o.Sample, o.Period = true, true, area.Nov2024
	}
	a.intake = intake.New(o)
	a.onStop(func(context.Context) error { a.intake.Close(); return nil })
	return nil
}

// watchInbox begins to take in what lies in the inbox, and makes renditions that screens still lack.
func (a *App) watchInbox(ctx context.Context) error {
	known, err := a.intake.Known(ctx)
	if err != nil {
		return err
	}
	watcher, err := inbox.New(inbox.Config{Root: a.cfg.Inbox, Known: known, Tell: a.intake.Inbox})
	if err != nil {
		return err
	}
	a.inbox.Store(watcher)
	watcher.Start(ctx)
	a.onStop(func(context.Context) error { watcher.Stop(); return nil })
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.intake.Run(ctx, a.bus.Subscribe(ctx))
	}()
	a.onStop(func(context.Context) error { stop(); <-done; return nil })
	return nil
}
