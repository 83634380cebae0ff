package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"ngatu/internal/store"
	"ngatu/server/api"
	"ngatu/server/signin"
	"ngatu/server/studio"
)

// openStudio adds what staff and their programs call.
func (a *App) openStudio() error {
	door, err := signin.New(signin.Options{Store: a.store, Log: a.log, Secure: a.cfg.Secure, Now: a.time})
	if err != nil {
		return err
	}
	a.signin = door
	rooms, err := studio.New(studio.Options{
		Store: a.store, Intake: a.intake, Air: a.air, Media: a.media, Areas: a.areas, SignIn: door,
		Present: a.hub.Presence, Now: a.time, Dev: a.cfg.Dev, Log: a.log,
	})
	if err != nil {
		return err
	}
	rooms.Routes(a.web)
	api.New(api.Options{Store: a.store, Intake: a.intake, Now: a.time, Log: a.log}).Routes(a.web)
	return nil
}

// time is the server's time.
func (a *App) time() time.Time { return time.UnixMilli(a.clock.now()) }

// StudioLink is where staff begin: a one-time link while nobody has an account, afterwards the studio itself.
func (a *App) StudioLink(ctx context.Context) (string, error) {
	path, err := a.signin.NewLink(ctx)
	return a.Address() + path, err
}

// Link makes a one-time link for the data folder of a server that is stopped: a new way in where nobody has an account, or
// a new password for the person who signs in as login. It is the path below the server's address.
func Link(ctx context.Context, data, login string) (path string, err error) {
	st, err := store.Open(ctx, filepath.Join(data, "ngatu.db"))
	if err != nil {
		return "", err
	}
	defer func() {
		if closeErr := st.Close(); err == nil {
			err = closeErr
		}
	}()
	door, err := signin.New(signin.Options{Store: st, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", err
	}
	if login != "" {
		return door.ResetLink(ctx, "operator", login)
	}
	return door.NewLink(ctx)
}
