package store

import (
	"context"
	"time"
)

// Typed is what somebody is typing in a form and has not sent yet.
type Typed struct {
	Place  string // the form, as its page names it
	At     time.Time
	Fields string // as a query
}

// Limits of what is kept of a person's typing.
const (
	MaxTyped   = 128 << 10           // bytes of one form: a guide of many pages in two languages
	mostPlaces = 20                  // forms of one person; the oldest go first
	typedFor   = 30 * 24 * time.Hour // after which it is forgotten
)

// KeepTyped keeps what somebody has typed so far. It is no change: the log does not name it, and
// nobody else sees it.
func KeepTyped(ctx context.Context, s *Store, who string, t Typed) error {
	if err := plain(t.Place + t.Fields); err != nil {
		return err
	}
	return s.write(ctx, func(r Reader) error {
		if _, err := r.exec(ctx, `INSERT INTO typed (who, place, at, fields) VALUES ($1, $2, $3, $4)
			ON CONFLICT (who, place) DO UPDATE SET at = excluded.at, fields = excluded.fields`, who, t.Place, ms(t.At), t.Fields); err != nil {
			return err
		}
		if _, err := r.exec(ctx, `DELETE FROM typed WHERE at < $1`, ms(t.At.Add(-typedFor))); err != nil {
			return err
		}
		_, err := r.exec(ctx, `DELETE FROM typed WHERE who = $1 AND place NOT IN (SELECT place FROM typed WHERE who = $1 ORDER BY at DESC, place LIMIT $2)`, who, mostPlaces)
		return err
	})
}

// DropTyped forgets it: it was sent, or thrown away.
func DropTyped(ctx context.Context, s *Store, who, place string) error {
	return s.write(ctx, func(r Reader) error {
		_, err := r.exec(ctx, `DELETE FROM typed WHERE who = $1 AND place = $2`, who, place)
		return err
	})
}

// TypedAt is what somebody was typing in a form; NotFound where nothing is kept.
func (r shelfReads) TypedAt(ctx context.Context, who, place string) (Typed, error) {
	t, err := one(ctx, r.conn, func(row scanner) (t Typed, err error) {
		var when int64
		err = row.Scan(&t.Place, &when, &t.Fields)
		t.At = at(when)
		return t, err
	}, `SELECT place, at, fields FROM typed WHERE who = $1 AND place = $2`, who, place)
	return t, orMissing(err, "phần đang soạn", "typing", place)
}
