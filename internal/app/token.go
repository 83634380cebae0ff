package app

import (
	"context"
	"log/slog"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// MakeToken makes a token at the place of a stopped server, which acts as whoever has the login,
// and gives its secret this once.
func MakeToken(ctx context.Context, at config.Place, login string, t store.Token) (secret string, err error) {
	units, err := area.Load(areas.Files)
	if err != nil {
		return "", err
	}
	err = inStopped(ctx, at, func(st *store.Store) error {
		door, err := signin.New(signin.Options{Store: st, Areas: units, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			return err
		}
		p, err := st.StaffByLogin(ctx, login)
		if err != nil {
			return err
		}
		t.By = p.ID
		secret, err = signin.NewToken(ctx, door, "operator", t)
		return err
	})
	return secret, err
}

// Tokens lists the tokens at the place of a stopped server, the newest first.
func Tokens(ctx context.Context, at config.Place) (all []store.Token, err error) {
	err = inStopped(ctx, at, func(st *store.Store) error {
		all, err = st.Tokens(ctx)
		return err
	})
	return all, err
}

// RevokeToken ends a token at the place of a stopped server.
func RevokeToken(ctx context.Context, at config.Place, id string) error {
	return inStopped(ctx, at, func(st *store.Store) error {
		_, err := st.Change(ctx, "operator", func(tx *store.Tx) error { return tx.DeleteToken(ctx, id) })
		return err
	})
}
