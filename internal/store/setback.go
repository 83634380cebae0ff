package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"ngatu/content"
)

// Why a server is held.
const (
	BehindWitness = "witness"  // the witness beside the keys knows of later changes
	ChangeGone    = "change"   // a change that was acknowledged is not in the log, although later ones are
	LossAccepted  = "accepted" // somebody started it with --accept-loss
	Restored      = "restore"  // `ngatu restore` put a backup back
	ShownByScreen = "screen"   // a screen has a frame under today's key from a change that the log does not have
)

// SetBack is one time at which the database was found to be older than what was given out. The
// server is held from then until a person continues: nothing that follows from the old state is
// sent, for screens may have newer.
type SetBack struct {
	Number    int64 // of the change that noted it; above every number known to have been given out
	At        time.Time
	Because   string
	From      string // the screen, or the folder of the backup; "" where it is neither
	Known     int64  // number of the last change that was not lost
	Highest   int64  // highest number known to have been given out; 0: not known
	Continued int64  // number of the change by which a person went on; 0: the server is held
}

const setBackColumns = `number, at, because, origin, known, highest, continued`

func scanSetBack(row scanner) (SetBack, error) {
	var b SetBack
	var when int64
	err := row.Scan(&b.Number, &when, &b.Because, &b.From, &b.Known, &b.Highest, &b.Continued)
	b.At = at(when)
	return b, err
}

// SetBacks lists all times at which the database was set back, the newest first.
func (r recordReads) SetBacks(ctx context.Context) ([]SetBack, error) {
	return list(ctx, r.conn, scanSetBack, `SELECT `+setBackColumns+` FROM set_backs ORDER BY number DESC`)
}

// Held tells why the server is held; ok is false where it is not.
func (r recordReads) Held(ctx context.Context) (b SetBack, ok bool, err error) {
	b, err = one(ctx, r.conn, scanSetBack, `SELECT `+setBackColumns+` FROM set_backs WHERE continued = 0 ORDER BY number DESC LIMIT 1`)
	if errors.Is(err, sql.ErrNoRows) {
		return SetBack{}, false, nil
	}
	return b, err == nil, err
}

// HasChange says whether a change with this number is in the log.
func (r recordReads) HasChange(ctx context.Context, number int64) (bool, error) {
	var n int64
	err := r.q.QueryRowContext(ctx, `SELECT COUNT(*) FROM changes WHERE number = $1 AND line = 1`, number).Scan(&n)
	return n > 0, r.explain(err)
}

// ChangeAbove is the number of the first change above a number; that number where there is none.
func (r recordReads) ChangeAbove(ctx context.Context, number int64) (first int64, err error) {
	err = r.q.QueryRowContext(ctx, `SELECT COALESCE(MIN(number), $1) FROM changes WHERE number > $1`, number).Scan(&first)
	return first, r.explain(err)
}

// Hold holds the server. From now on all numbers are above b.Highest. Where it is held already,
// only a higher Highest changes anything.
func (s *Store) Hold(ctx context.Context, b SetBack) error {
	_, err := s.Change(ctx, "ngatu", func(tx *Tx) error {
		now, held, err := tx.Held(ctx)
		if err != nil || held && now.Highest >= b.Highest {
			return err
		}
		known := now.Known
		if !held {
			err := tx.q.QueryRowContext(ctx, `SELECT COALESCE(MAX(number), 0) FROM changes`).Scan(&known)
			if err != nil {
				return tx.explain(err)
			}
		}
		if err := tx.raise(ctx, b.Highest); err != nil {
			return err
		}
		if held {
			_, err = tx.exec(ctx, `UPDATE set_backs SET highest = $1 WHERE continued = 0`, b.Highest)
		} else {
			_, err = tx.exec(ctx, `INSERT INTO set_backs (number, at, because, origin, known, highest, continued) VALUES ($1, $2, $3, $4, $5, $6, 0)`,
				tx.number, tx.now, b.Because, b.From, known, b.Highest)
		}
		if err != nil {
			return err
		}
		return tx.did(ctx, "hold", NounSetBack, b.Because, map[string]any{"from": b.From, "known": known, "highest": b.Highest})
	})
	return err
}

// raise gives this change a number above one that was given out. It comes before the first line.
func (tx recordWrites) raise(ctx context.Context, above int64) error {
	if tx.number > above {
		return nil
	}
	tx.number = above + 1
	_, err := tx.exec(ctx, `UPDATE clock SET number = $1 WHERE id = 1`, tx.number)
	return err
}

// Continue ends the held state: a person has seen what is lost. Conflict where the server is not
// held, or where it was set back again after the state that the person saw (number is
// [SetBack.Number]).
func (tx recordWrites) Continue(ctx context.Context, number int64) error {
	b, held, err := tx.Held(ctx)
	if err != nil {
		return err
	}
	if !held || b.Number != number {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Máy chủ không còn ở trạng thái tạm giữ này. Hãy tải lại trang.",
			En:   "The server is no longer held for this reason. Reload the page.",
		}
	}
	if err := tx.raise(ctx, b.Highest); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `UPDATE set_backs SET continued = $1 WHERE continued = 0`, tx.number); err != nil {
		return err
	}
	return tx.did(ctx, "continue", NounSetBack, b.Because, map[string]any{"known": b.Known, "highest": b.Highest})
}
