package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/paint"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
	"ngatu/server/air/draw"
)

// On answers what is on at an instant, by a copy of the database of a server that may be running:
// nothing there is changed. NotFound where there is no database or no such screen;
// Invalid where the instant cannot be read.
func On(ctx context.Context, database, screen, at string) (found answer.Moments, err error) {
	st, done, err := copied(ctx, database)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, done()) }()
	dir, err := os.MkdirTemp("", "ngatu-on-")
	if err != nil {
		return found, err
	}
	defer os.RemoveAll(dir)
	layouts, err := blob.Open(filepath.Join(dir, "media"))
	if err != nil {
		return found, err
	}
	units, err := area.Load(areas.Files)
	if err != nil {
		return found, err
	}
	s, err := answer.New(st, draw.New(units, paint.Faces(), layouts)).Snapshot(ctx)
	if err != nil {
		return found, err
	}
	return s.Ask(ctx, screen, at)
}

// copied opens a copy of the database of a server that may be running: nothing there is changed.
// done closes it and takes it away.
func copied(ctx context.Context, database string) (st *store.Store, done func() error, err error) {
	dir, err := os.MkdirTemp("", "ngatu-copy-")
	if err != nil {
		return nil, nil, err
	}
	to := filepath.Join(dir, "ngatu.db")
	if err = store.BackupFile(ctx, database, to); err == nil {
		st, err = store.Open(ctx, to)
	}
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return st, func() error { return errors.Join(st.Close(), os.RemoveAll(dir)) }, nil
}
