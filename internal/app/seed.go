package app

import (
	"context"
	"errors"
	"time"

	"ngatu/assets/starter"
	"ngatu/internal/store"
	"ngatu/server/demo"
	"ngatu/server/intake"
)

// seed gives a new folder its starter campaign: approved in a demonstration, as drafts otherwise.
func (a *App) seed(ctx context.Context) error {
	if a.demo != nil {
		var s intake.Starter
		if n, err := a.store.CountScreens(ctx); err != nil {
			return err
		} else if n == 0 { // a later start needs no room on a disk, and no S3
			if s, err = a.starter(ctx, demo.Deadline(time.Now())); err != nil {
				return err
			}
		}
		a.say("Dựng chiến dịch mẫu · setting up the sample campaign")
		return a.demo.Seed(ctx, s)
	}
	all, err := a.store.Campaigns(ctx)
	if err != nil || len(all) > 0 || !a.store.Nodes.Making() {
		return err
	}
	s, err := a.starter(ctx, time.Time{})
	if err != nil {
		return err
	}
	_, err = a.store.Change(ctx, "starter", func(tx *store.Tx) error {
		return errors.Join(putMeasures(ctx, tx), s.Put(ctx, tx))
	})
	return err
}

// starter is the starter campaign with its guides, whose documents are in the folder of media then.
func (a *App) starter(ctx context.Context, deadline time.Time) (intake.Starter, error) {
	s, err := intake.ReadStarter(starter.Campaigns, deadline)
	if err != nil {
		return s, err
	}
	return s, s.Keep(ctx, a.media, starter.Guides)
}
