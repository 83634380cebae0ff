package store

import (
	"context"
	"time"
)

// Standing is a standing approval: a named person lets what is dropped into a folder of
// the inbox go on air.
type Standing struct {
	ID       string
	Folder   string // path below the inbox; "": the inbox itself
	By       string // staff ID of who approved
	At       time.Time
	Document string    // number of the paper that it rests on
	Until    time.Time // zero: until it is ended
}

const standingColumns = `id, folder, who, at, document, until_ms`

func scanStanding(row scanner) (Standing, error) {
	var s Standing
	var when, until int64
	err := row.Scan(&s.ID, &s.Folder, &s.By, &when, &s.Document, &until)
	s.At, s.Until = at(when), at(until)
	return s, err
}

// Standings lists all, newest first, at most [MaxPage]; also those whose time is over.
func (r libraryReads) Standings(ctx context.Context) ([]Standing, error) {
	return list(ctx, r.conn, scanStanding, `SELECT `+standingColumns+` FROM standings ORDER BY at DESC, id LIMIT $1`, MaxPage)
}

// StandingFor is the newest approval of exactly this folder that holds now, by the database's time;
// NotFound where none does.
func (r libraryReads) StandingFor(ctx context.Context, folder string) (Standing, error) {
	s, err := one(ctx, r.conn, scanStanding, `SELECT `+standingColumns+` FROM standings
		WHERE folder = $1 AND (until_ms = 0 OR until_ms > `+r.dialect.now+`) ORDER BY at DESC, id LIMIT 1`, folder)
	return s, orMissing(err, "phê duyệt thường trực của thư mục", "standing approval of the folder", folder)
}

// PutStanding makes or changes a standing approval.
func (tx libraryWrites) PutStanding(ctx context.Context, s Standing) error {
	_, err := tx.exec(ctx, `INSERT INTO standings (`+standingColumns+`) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET folder = excluded.folder, who = excluded.who, at = excluded.at,
			document = excluded.document, until_ms = excluded.until_ms`, s.ID, s.Folder, s.By, ms(s.At), s.Document, ms(s.Until))
	if err != nil {
		return err
	}
	return tx.did(ctx, "approve", NounStanding, s.ID, s)
}

// DeleteStanding ends a standing approval.
func (tx libraryWrites) DeleteStanding(ctx context.Context, id string) error {
	gone, err := tx.exec(ctx, `DELETE FROM standings WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounStanding, "phê duyệt thường trực", "standing approval", id)
}
