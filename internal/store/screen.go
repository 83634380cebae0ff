package store

import (
	"context"

	"ngatu/content"
)

const (
	screenVi = "màn hình"
	screenEn = "screen"
)

// Screen is the one with a code.
func (r fleetReads) Screen(ctx context.Context, code string) (content.Screen, error) {
	s, err := one(ctx, r.conn, document[content.Screen], `SELECT doc FROM screens WHERE code = $1`, code)
	return s, orMissing(err, screenVi, screenEn, code)
}

// Screens lists screens by code: at most limit ([MaxPage] for 0) after the given code
// ("": from the start).
func (r fleetReads) Screens(ctx context.Context, after string, limit int) ([]content.Screen, error) {
	return list(ctx, r.conn, document[content.Screen], `SELECT doc FROM screens WHERE code > $1 ORDER BY code LIMIT $2`, after, page(limit))
}

// AllScreens lists every screen by code, for what is computed of the whole fleet.
func (r fleetReads) AllScreens(ctx context.Context) ([]content.Screen, error) {
	return list(ctx, r.conn, document[content.Screen], `SELECT doc FROM screens ORDER BY code`)
}

// CountScreens is how many there are.
func (r fleetReads) CountScreens(ctx context.Context) (n int, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT count(*) FROM screens`).Scan(&n)
	return n, r.explain(err)
}

// PutScreen makes or changes a screen. Hours of a place that has begun hold from now on: the former
// ones are kept, see [Reader.Openings].
func (tx fleetWrites) PutScreen(ctx context.Context, s content.Screen) error {
	doc, err := written(s)
	if err != nil {
		return err
	}
	if err := plain(s.Code); err != nil {
		return err
	}
	verb := "change"
	before, err := tx.Screen(ctx, s.Code)
	if content.CodeOf(err) == content.NotFound {
		verb, err = "create", nil
	}
	if err != nil {
		return err
	}
	if err := tx.dateHours(ctx, before, s); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO screens (code, doc) VALUES ($1, $2) ON CONFLICT (code) DO UPDATE SET doc = excluded.doc`, s.Code, doc)
	if err != nil {
		return err
	}
	tx.stands = nil
	if err := tx.noteSurfaces(ctx, before, s); err != nil {
		return err
	}
	return tx.did(ctx, verb, NounScreen, s.Code, s)
}

// DeleteScreen removes a screen with its credentials. What it was sent and what it showed stays.
func (tx fleetWrites) DeleteScreen(ctx context.Context, code string) error {
	tx.stands = nil
	gone, err := tx.exec(ctx, `DELETE FROM screens WHERE code = $1`, code)
	return tx.deleted(ctx, gone, err, NounScreen, screenVi, screenEn, code)
}

// verb is "create" where count finds nothing yet, else "change".
func (tx *change) verb(ctx context.Context, count, id string) (string, error) {
	var n int
	if err := plain(id); err != nil {
		return "", err
	}
	if err := tx.q.QueryRowContext(ctx, count, id).Scan(&n); err != nil {
		return "", tx.explain(err)
	}
	if n == 0 {
		return "create", nil
	}
	return "change", nil
}
