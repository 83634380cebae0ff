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
func (r Reader) Screen(ctx context.Context, code string) (content.Screen, error) {
	s, err := one(ctx, r, document[content.Screen], `SELECT doc FROM screens WHERE code = $1`, code)
	return s, orMissing(err, screenVi, screenEn, code)
}

// Screens lists screens by code: at most limit ([MaxPage] for 0) after the given code ("": from the start).
func (r Reader) Screens(ctx context.Context, after string, limit int) ([]content.Screen, error) {
	return list(ctx, r, document[content.Screen], `SELECT doc FROM screens WHERE code > $1 ORDER BY code LIMIT $2`, after, page(limit))
}

// AllScreens lists every screen by code, for what is reckoned of the whole fleet.
func (r Reader) AllScreens(ctx context.Context) ([]content.Screen, error) {
	return list(ctx, r, document[content.Screen], `SELECT doc FROM screens ORDER BY code`)
}

// CountScreens is how many there are.
func (r Reader) CountScreens(ctx context.Context) (n int, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT count(*) FROM screens`).Scan(&n)
	return n, r.told(err)
}

// PutScreen makes or changes a screen.
func (tx *Tx) PutScreen(ctx context.Context, s content.Screen) error {
	doc, err := written(s)
	if err != nil {
		return err
	}
	verb, err := tx.verb(ctx, `SELECT count(*) FROM screens WHERE code = $1`, s.Code)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO screens (code, doc) VALUES ($1, $2) ON CONFLICT (code) DO UPDATE SET doc = excluded.doc`, s.Code, doc)
	if err != nil {
		return err
	}
	return tx.did(ctx, verb, "screen", s.Code, s)
}

// DeleteScreen removes a screen with its credentials. What it was sent and what it showed stays.
func (tx *Tx) DeleteScreen(ctx context.Context, code string) error {
	gone, err := tx.exec(ctx, `DELETE FROM screens WHERE code = $1`, code)
	return tx.deleted(ctx, gone, err, "screen", screenVi, screenEn, code)
}

// verb is "create" where count finds nothing yet, else "change".
func (tx *Tx) verb(ctx context.Context, count, id string) (string, error) {
	var n int
	if err := plain(id); err != nil {
		return "", err
	}
	if err := tx.q.QueryRowContext(ctx, count, id).Scan(&n); err != nil {
		return "", tx.told(err)
	}
	if n == 0 {
		return "create", nil
	}
	return "change", nil
}
