package app

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
)

// unused removes media that nothing has referred to for the grace time: their rows first, their
// bytes a day later.
type unused struct {
	store *store.Store
	media blob.Bucket
	grace time.Duration // 0: never
	wait  time.Duration // [mostDeleting], but for tests
	log   *slog.Logger

	files atomic.Int64 // media that were removed since the start
	freed atomic.Int64 // bytes that were
}

// mostClearing is how long bytes are removed at once: S3 may be slow.
const mostClearing = 2 * time.Second

// mostDeleting is how long the removal of one file may take. The database waits for it, and ends a
// transaction in which nothing moves for 5 s.
const mostDeleting = 3 * time.Second

// sweep does so once. A server that is held removes nothing: what its data do not name may be named
// by those that were lost.
func (u *unused) sweep(ctx context.Context, now time.Time) error {
	if u.grace == 0 || !u.store.Nodes.Making() {
		return nil
	}
	if _, held, err := u.store.Held(ctx); err != nil || held {
		return err
	}
	files, err := store.SweepMedia(ctx, u.store, now, u.grace)
	if err != nil {
		return err
	}
	u.files.Add(int64(files))
	var bytes int64
	began := time.Now()
	var refused error // what is gone is noted all the same
	err = store.ClearLeftovers(ctx, u.store, now, func(d content.Digest) (bool, error) {
		if time.Since(began) > mostClearing { // the rest comes next time: nothing else is written meanwhile
			return false, nil
		}
		one, stop := context.WithTimeout(ctx, u.wait)
		defer stop()
		size, gone, err := u.media.DeleteOld(one, d, time.Now().Add(-store.LeftoverFor)) // the time of the disk
		if gone {
			bytes += size
		} else if err != nil {
			refused = err
		}
		return gone, ctx.Err()
	})
	err = errors.Join(err, refused)
	u.freed.Add(bytes)
	if files > 0 || bytes > 0 {
		u.log.Info("media that nothing refers to were removed", "media", files, "freed_bytes", bytes)
	}
	return err
}

// openUnused has them removed once an hour.
func openUnused(a *App) error {
	grace, err := a.cfg.MediaGrace()
	if err != nil {
		return err
	}
	a.unused = &unused{store: a.store, media: a.media, grace: grace, wait: mostDeleting, log: a.log}
	ctx, stop := context.WithCancel(store.AsMaker(context.Background()))
	hourly(a, func(time.Time) {
		if err := a.unused.sweep(ctx, a.time()); err != nil && ctx.Err() == nil {
			a.log.Warn("media that nothing refers to could not be removed", "error", err)
		}
	})
	a.onStop(func(context.Context) error { stop(); return nil })
	return nil
}
