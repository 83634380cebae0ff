package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
)

// GroundsAfter is the number of the change after which every live version has its ground in the
// log.
func (r Reader) GroundsAfter(ctx context.Context) (int64, error) {
	value, err := r.metaValue(ctx, "grounds_after")
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(value, 10, 64)
}

// EachSent visits every frame of a type that was kept, thing by thing and in order, until visit
// gives an error.
func (r recordReads) EachSent(ctx context.Context, about string, visit func(SentFrame) error) error {
	rows, err := r.q.QueryContext(ctx, `SELECT `+sentColumns+` FROM sent s JOIN bodies b ON b.hash = s.hash
		WHERE s.type = $1 ORDER BY s.thing, s.number, s.at`, about)
	if err != nil {
		return r.explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		f, err := scanSent(rows)
		if err != nil {
			return r.explain(err)
		}
		if err := visit(f); err != nil {
			return err
		}
	}
	return r.explain(rows.Err())
}
