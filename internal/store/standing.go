package store

import (
	"context"
	"encoding/json"
	"fmt"

	"ngatu/content"
)

const (
	standingVi = "phê duyệt thường trực"
	standingEn = "standing approval"
)

const standingColumns = `id, folder, who, at, document, until_ms, doc`

func scanStanding(row scanner) (content.Standing, error) {
	var s content.Standing
	var when, until int64
	var doc string
	if err := row.Scan(&s.ID, &s.Folder, &s.By, &when, &s.Document, &until, &doc); err != nil {
		return s, err
	}
	s.At, s.Until = at(when), at(until)
	if doc == "" { // as old as the columns
		return s, nil
	}
	if err := json.Unmarshal([]byte(doc), &s); err != nil {
		return s, fmt.Errorf("read the standing approval %s: %w", s.ID, err)
	}
	return s, nil
}

// Standings lists all, newest first, at most [MaxPage]; also those whose time is over.
func (r libraryReads) Standings(ctx context.Context) ([]content.Standing, error) {
	return list(ctx, r.conn, scanStanding, `SELECT `+standingColumns+` FROM standings ORDER BY at DESC, id LIMIT $1`, MaxPage)
}

// Standing is the one with an ID.
func (r libraryReads) Standing(ctx context.Context, id string) (content.Standing, error) {
	s, err := one(ctx, r.conn, scanStanding, `SELECT `+standingColumns+` FROM standings WHERE id = $1`, id)
	return s, orMissing(err, standingVi, standingEn, id)
}

// StandingFor is the newest approval of exactly this folder that holds now, by the database's time;
// NotFound where none does.
func (r libraryReads) StandingFor(ctx context.Context, folder string) (content.Standing, error) {
	s, err := one(ctx, r.conn, scanStanding, `SELECT `+standingColumns+` FROM standings
		WHERE folder = $1 AND from_ms <= `+r.dialect.now+` AND (until_ms = 0 OR until_ms > `+r.dialect.now+`) ORDER BY at DESC, id LIMIT 1`, folder)
	return s, orMissing(err, standingVi+" của thư mục", standingEn+" of the folder", folder)
}

// PutStanding makes or changes a standing approval.
func (tx libraryWrites) PutStanding(ctx context.Context, s content.Standing) error {
	doc, err := written(s)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO standings (id, folder, who, at, document, from_ms, until_ms, doc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET folder = excluded.folder, who = excluded.who, at = excluded.at,
			document = excluded.document, from_ms = excluded.from_ms, until_ms = excluded.until_ms, doc = excluded.doc`,
		s.ID, s.Folder, s.By, ms(s.At), s.Document, ms(s.From), ms(s.Until), doc)
	if err != nil {
		return err
	}
	return tx.did(ctx, "approve", NounStanding, s.ID, s)
}

// DeleteStanding ends a standing approval.
func (tx libraryWrites) DeleteStanding(ctx context.Context, id string) error {
	gone, err := tx.exec(ctx, `DELETE FROM standings WHERE id = $1`, id)
	return tx.deleted(ctx, gone, err, NounStanding, standingVi, standingEn, id)
}

// StandingDrafts lists the standing approvals that wait for an approver, by ID.
func (r libraryReads) StandingDrafts(ctx context.Context) ([]content.DraftOf[content.Standing], error) {
	return drafts[content.Standing](ctx, r.conn, NounStanding)
}

// StandingDraft is one that waits; NotFound where it does not.
func (r libraryReads) StandingDraft(ctx context.Context, id string) (content.DraftOf[content.Standing], error) {
	return draft[content.Standing](ctx, r.conn, NounStanding, id)
}

// PutStandingDraft keeps one that waits.
func (tx libraryWrites) PutStandingDraft(ctx context.Context, d content.DraftOf[content.Standing]) error {
	return putDraft(ctx, tx.change, "submit", NounStanding, content.Submitted, d, "")
}
