package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/reserve"
	"ngatu/internal/store"
	"ngatu/server/api"
	"ngatu/server/copies"
	"ngatu/server/press"
	"ngatu/server/signin"
	"ngatu/server/studio"
	"ngatu/server/studio/picture"
)

// openStudio adds what staff and their programs call.
func (a *App) openStudio(ctx context.Context) error {
	door, err := signin.New(signin.Options{Store: a.store, Areas: a.areas, Log: a.log, Secure: a.cfg.Secure, Edge: a.edge, Now: a.time})
	if err != nil {
		return err
	}
	a.signin = door
	if err := openBulletins(a); err != nil {
		return err
	}
	mail, err := letters(a.cfg)
	if err != nil {
		return err
	}
	pictures := picture.New(picture.Options{Store: a.store, Air: a.air, Media: a.media, Workers: a.workers, Areas: a.areas, Now: a.time})
	a.box.Check, a.box.CheckIn = pictures.Findings, pictures.FindingsIn // by the same checks as what is submitted
	a.check = pictures.FindingsOn
	presses, err := press.Open(press.Options{
		Folder: filepath.Join(a.cfg.Data, "presses"), Store: a.store, Air: a.air, SignIn: door, Areas: a.areas, Key: a.keys.working, Log: a.log,
	})
	if err != nil {
		return err
	}
	rooms, err := studio.New(studio.Options{
		Store: a.store, Intake: a.intake, Figures: a.figures, Air: a.air, Media: a.media, Pictures: pictures, Areas: a.areas, SignIn: door,
		Uploads: filepath.Join(a.cfg.Data, "uploads"), Shared: sharedBucket(a),
		Fleet: a.fleet, Presses: presses, Present: a.present.Present, Edge: a.edge, Now: a.time, Trouble: a.trouble,
		Feed: a.bulletins.Status, Pull: a.pulls.Status, Inside: a.bulletins.Inside, Dev: a.cfg.Dev, Mail: mail, Log: a.log,
	})
	if err != nil {
		return err
	}
	rooms.Routes(a.web)
	if err := rooms.Share(ctx); err != nil {
		return err
	}
	hourly(a, func(now time.Time) {
		rooms.Sweep(now)
		if err := rooms.Share(context.Background()); err != nil {
			a.log.Warn("style and scripts of the studio could not be kept for servers of other versions", "error", err)
		}
	})
	running(context.Background(), a, rooms.Resume)
	api.New(api.Options{
		Store: a.store, SignIn: door, Intake: a.intake, Figures: a.figures, Workers: a.workers, Edge: a.edge, Areas: a.areas, Now: a.time,
		Copies:   copies.New(copies.Options{Store: a.store, SignIn: door, Areas: a.areas, Now: a.time, Facts: pictures.Facts}),
		Snapshot: a.air.Snapshot, Fleet: a.fleet.Look, Log: a.log,
	}).Routes(a.web)
	return nil
}

// time is the server's time.
func (a *App) time() time.Time { return time.UnixMilli(a.clock.now()) }

// StudioLink is where staff begin: a secret one-time link while nobody has an account, afterwards
// the studio itself.
func (a *App) StudioLink(ctx context.Context) (link string, secret bool, err error) {
	path, err := a.signin.NewLink(ctx)
	at := a.Address()
	if len(a.cfg.Public) > 0 {
		at = strings.TrimRight(a.cfg.Public[0], "/")
	}
	return at + path, path != signin.PathStudio, err
}

// openStopped opens the database of a stopped server, whatever kind of folder it is.
func openStopped(ctx context.Context, at config.Place) (*store.Store, error) {
	at.Unseen = true
	if store.Remote(at.Database) {
		in, err := store.Inspect(ctx, at.Database)
		if err != nil { // an empty one, too: it stays that
			return nil, err
		}
		return openData(ctx, at, in.Meta.Kind, store.Beside{})
	}
	st, err := openData(ctx, at, store.Real, store.Beside{})
	if content.CodeOf(err) == content.Conflict { // or it is in use, which the second try says as well
		return openData(ctx, at, store.Demo, store.Beside{})
	}
	return st, err
}

// LetAlone lets whoever may approve do so for their own work until an instant, at the place of a
// stopped server; the zero time ends that.
func LetAlone(ctx context.Context, at config.Place, until time.Time) error {
	return inStopped(ctx, at, func(st *store.Store) error {
		_, err := st.Change(ctx, "operator", func(tx *store.Tx) error { return tx.LetAlone(ctx, until) })
		return err
	})
}

// Link makes a one-time link for the place of a stopped server: for the first account if
// there is none, otherwise a new password for this login. It is a path below the server's address.
func Link(ctx context.Context, at config.Place, login string) (path string, err error) {
	err = inStopped(ctx, at, func(st *store.Store) error {
		door, err := signin.New(signin.Options{Store: st, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			return err
		}
		if login != "" {
			path, err = door.ResetLink(ctx, "operator", login)
		} else {
			path, err = door.NewLink(ctx)
		}
		return err
	})
	return path, err
}

// inStopped does something in the database of a stopped server.
func inStopped(ctx context.Context, at config.Place, do func(*store.Store) error) (err error) {
	spare := reserve.Open(at.Data)
	st, err := openStopped(ctx, at)
	if err != nil {
		return err
	}
	st.Spare(spare)
	defer func() {
		if closeErr := st.Close(); err == nil {
			err = closeErr
		}
		spare.Close()
	}()
	return do(st)
}
