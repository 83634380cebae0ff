package app

import (
	"context"
	"errors"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/internal/grounds"
)

// Grounds checks by the log why everything that is live may be on air, by a copy of the database of
// a server that may be running. NotFound where there is no database.
func Grounds(ctx context.Context, database string) (found grounds.Report, err error) {
	st, done, err := copied(ctx, database)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, done()) }()
	units, err := area.Load(areas.Files)
	if err != nil {
		return found, err
	}
	return grounds.Check(ctx, st, units)
}
