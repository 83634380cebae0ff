package store

import (
	"context"
	"encoding/json"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
)

// Openings lists since when the places of a screen have which opening hours, the oldest first: what
// [content.Screen.Closed] takes. A place whose hours never changed has none.
func (r fleetReads) Openings(ctx context.Context, screen string) ([]content.Opening, error) {
	return list(ctx, r.conn, func(row scanner) (o content.Opening, err error) {
		var place, from int64
		var open string
		if err := row.Scan(&place, &from, &open); err != nil {
			return o, err
		}
		o.Place, o.From = at(place), at(from)
		return o, json.Unmarshal([]byte(open), &o.Open)
	}, `SELECT place, from_ms, open FROM opening_hours WHERE screen = $1 ORDER BY place, from_ms`, screen)
}

// dateHours notes which places of a screen get other hours by this change: from now on, and not
// before.
func (tx fleetWrites) dateHours(ctx context.Context, before, after content.Screen) error {
	for _, p := range after.Places {
		for _, old := range before.Places {
			if !old.From.Equal(p.From) || !p.From.Before(tx.Time()) {
				continue // another place, or one that has not begun
			}
			same, err := sameHours(old.Open, p.Open)
			if err != nil {
				return err
			}
			if same {
				continue
			}
			for _, line := range []struct {
				from time.Time
				open hours.Set
			}{{open: old.Open}, {tx.Time(), p.Open}} {
				if err := tx.putOpening(ctx, after.Code, p.From, line.from, line.open); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// sameHours compares hours as they are kept: an empty list and none are the same.
func sameHours(a, b hours.Set) (bool, error) {
	x, err := written(a)
	if err != nil {
		return false, err
	}
	y, err := written(b)
	return x == y, err
}

// putOpening keeps the hours of a place from an instant on. Those of its beginning are kept once,
// before they change first.
func (tx fleetWrites) putOpening(ctx context.Context, screen string, place, from time.Time, open hours.Set) error {
	doc, err := written(open)
	if err != nil {
		return err
	}
	conflict := `DO UPDATE SET open = excluded.open`
	if from.IsZero() {
		conflict = `DO NOTHING`
	}
	_, err = tx.exec(ctx, `INSERT INTO opening_hours (screen, place, from_ms, open) VALUES ($1, $2, $3, $4)
		ON CONFLICT (screen, place, from_ms) `+conflict, screen, ms(place), ms(from), doc)
	return err
}
