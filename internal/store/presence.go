package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"
)

// Presence is whether a screen's players are here, and since when, or until when they were.
type Presence struct {
	Screen string
	Here   bool      // they were when this was written, and since At
	At     time.Time // where they are not: when they were last heard from
}

// Presences is every screen of which a player was ever here, by code.
func (r fleetReads) Presences(ctx context.Context) ([]Presence, error) {
	return list(ctx, r.conn, func(row scanner) (p Presence, err error) {
		var when int64
		err = row.Scan(&p.Screen, &p.Here, &when)
		p.At = at(when)
		return p, err
	}, `SELECT screen, here, at FROM presence ORDER BY screen`)
}

// PutPresences keeps who came and went; each screen once at most, and what is known later stays. It leaves no line in the log: ten
// thousand screens that come back after a power cut are no changes of anybody's.
func (s *Store) PutPresences(ctx context.Context, all []Presence) error {
	var rows []any
	for _, p := range all {
		rows = append(rows, p.Screen, p.Here, ms(p.At))
	}
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			return r.byRows(ctx, rows, 3, "", func(rows string) string {
				return `INSERT INTO presence (screen, here, at) VALUES ` + rows + ` ON CONFLICT (screen) DO UPDATE SET here = excluded.here, at = excluded.at WHERE presence.at <= excluded.at`
			}, func(r conn, text string, args []any) error {
				_, err := r.exec(ctx, text, args...)
				return err
			})
		})
	})
}

const awake = "awake" // key in meta

// Awake is when the server that ran last was surely awake; zero before the first. Whoever was here
// then was heard from until then.
func (r fleetReads) Awake(ctx context.Context) (time.Time, error) {
	value, err := r.metaValue(ctx, awake)
	if err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return time.Time{}, err
	}
	when, err := strconv.ParseInt(value, 10, 64)
	return at(when), err
}

// SayAwake notes that the server is awake.
func (s *Store) SayAwake(ctx context.Context, at time.Time) error {
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			_, err := r.exec(ctx, `INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
				awake, strconv.FormatInt(ms(at), 10))
			return err
		})
	})
}
