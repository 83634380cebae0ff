package store

import (
	"context"
	"time"

	"ngatu/content/area"
)

// Drafts lists the releases that wait for a person or for their time, the newest first, at most
// [MaxPage].
func (r ledgerReads) Drafts(ctx context.Context) ([]Release, error) {
	return list(ctx, r.conn, scanRelease, `SELECT `+releaseColumns+` FROM releases WHERE state = 'held' ORDER BY number DESC LIMIT $1`, MaxPage)
}

// LatestDraft is the newest draft of a measure; NotFound where none waits.
func (r ledgerReads) LatestDraft(ctx context.Context, measure string, period area.Period) (Release, error) {
	found, err := one(ctx, r.conn, scanRelease, `SELECT `+releaseColumns+` FROM releases
		WHERE measure = $1 AND period = $2 AND state = 'held' ORDER BY as_of DESC, number DESC LIMIT 1`, measure, string(period))
	return found, orNoRelease(err, measure)
}

// NextDue is when the next draft with a set time is to be released; zero where none is.
func (r ledgerReads) NextDue(ctx context.Context) (time.Time, error) {
	due, err := one(ctx, r.conn, func(row scanner) (due int64, err error) { return due, row.Scan(&due) },
		`SELECT COALESCE(MIN(due), 0) FROM releases WHERE state = 'held' AND due > 0`)
	return at(due), err
}

// Supersede ends the drafts of a sender for a measure and period that a newer file takes the place
// of. Those with a set time stay: a person decided on them.
func (tx ledgerWrites) Supersede(ctx context.Context, sender, measure string, period area.Period) error {
	old, err := list(ctx, tx.conn, scanRelease, `SELECT `+releaseColumns+` FROM releases
		WHERE state = 'held' AND due = 0 AND sender = $1 AND measure = $2 AND period = $3`, sender, measure, string(period))
	if err != nil {
		return err
	}
	for _, r := range old {
		if err := tx.changeRelease(ctx, "supersede", r.ID, `UPDATE releases SET state = 'superseded' WHERE id = $1 AND state = 'held'`); err != nil {
			return err
		}
	}
	return nil
}

// ReleaseDraft lets a draft out, in the name of who releases it, with what was decided. NotFound
// where it waits no more.
func (tx ledgerWrites) ReleaseDraft(ctx context.Context, id, by string, record Record) error {
	doc, err := written(record)
	if err != nil {
		return err
	}
	return tx.changeRelease(ctx, "release", id, `UPDATE releases SET state = 'released', number = $2, at = $3, who = $4, doc = $5, due = 0
		WHERE id = $1 AND state = 'held'`, tx.number, tx.now, by, doc)
}

// SetDraft keeps what was decided about a draft that stays one: its time, and what it is compared
// with now.
func (tx ledgerWrites) SetDraft(ctx context.Context, r Release) error {
	doc, err := written(r.Record)
	if err != nil {
		return err
	}
	return tx.changeRelease(ctx, "set", r.ID, `UPDATE releases SET due = $2, base = $3, who = $4, doc = $5 WHERE id = $1 AND state = 'held'`,
		ms(r.Due), r.Base, r.By, doc)
}

// DiscardDraft throws a draft away; its figures are kept, and shown nowhere.
func (tx ledgerWrites) DiscardDraft(ctx context.Context, id string) error {
	return tx.changeRelease(ctx, "discard", id, `UPDATE releases SET state = 'discarded' WHERE id = $1 AND state = 'held'`)
}

// RecordRelease keeps what became known of a release, such as why it was withdrawn.
func (tx ledgerWrites) RecordRelease(ctx context.Context, id string, record Record) error {
	doc, err := written(record)
	if err != nil {
		return err
	}
	return tx.changeRelease(ctx, "record", id, `UPDATE releases SET doc = $2 WHERE id = $1`, doc)
}

// changeRelease carries out a statement whose first value is the ID. NotFound where it changes
// nothing.
func (tx ledgerWrites) changeRelease(ctx context.Context, verb, id, query string, args ...any) error {
	changed, err := tx.exec(ctx, query, append([]any{id}, args...)...)
	if err != nil {
		return err
	}
	if changed == 0 {
		return missing("đợt số liệu", "release of figures", id)
	}
	return tx.did(ctx, verb, NounFigures, id, nil)
}
