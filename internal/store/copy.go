package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"ngatu/content"
)

// Copy copies the database at one address, which a running server may have open, to another, where
// none may be yet but the very same. Both may be of either kind. It reads a snapshot: what was
// committed before it begins is in the copy. Every row is read back there and compared before the
// copy is committed; after an error there is none. A database of a later version, which this one can
// use, is copied whole: with what this one does not know.
//
// Errors beside those of [Open]: Conflict where there is another database already, or where the
// first is of an older version of Ngatu, NotFound where there is none to copy.
func Copy(ctx context.Context, from, to string) error {
	source, steps, done, err := look(ctx, from)
	if err != nil {
		return err
	}
	defer done()
	dest, discard, err := begin(ctx, to, steps)
	if err != nil {
		return err
	}
	if _, none := dest.Meta(ctx); content.CodeOf(none) == content.NotFound {
		err = fill(ctx, dest, source, tablesOf(steps))
	} else {
		err, discard = holdsAll(ctx, dest, source, tablesOf(steps)), func() {}
	}
	if err == nil {
		err = alone(ctx, dest)
	}
	if err = errors.Join(err, dest.Close()); err != nil {
		discard()
		return err
	}
	if Remote(to) {
		return nil
	}
	return synced(to)
}

// begin opens what becomes the copy, with a schema of these steps. discard removes what has not
// become one.
func begin(ctx context.Context, to string, steps []step) (s *Store, discard func(), err error) {
	if Remote(to) {
		s, err = openPostgres(ctx, to, nil, steps)
		return s, func() {}, err // tables without an installation are no database yet
	}
	if to, err = filepath.Abs(to); err != nil {
		return nil, nil, unwritable(to, err)
	}
	s, err = openLocked(ctx, to, nil, steps)
	return s, func() {
		for _, side := range []string{"", "-wal", "-shm"} {
			os.Remove(to + side)
		}
	}, err
}

// alone leaves an SQLite file without a write-ahead log, so that who looks into it makes none
// beside it.
func alone(ctx context.Context, s *Store) error {
	if s.dialect != lite {
		return nil
	}
	if err := s.reads.Close(); err != nil {
		return err
	}
	_, err := s.writes.ExecContext(ctx, `PRAGMA journal_mode=DELETE`)
	return explain(err, s.where)
}

// holdsAll refuses a database that is not a copy of the other: one whose copying ended, and was not
// heard of, is.
func holdsAll(ctx context.Context, s *Store, of Reader, tables []string) error {
	nothing := func(string, []any, int) error { return nil }
	return s.View(ctx, func(r Reader) error {
		for _, table := range tables {
			want, err := of.rows(ctx, table, nothing)
			if err != nil {
				return err
			}
			if got, err := r.rows(ctx, table, nothing); err != nil {
				return err
			} else if got != want {
				return occupied(s.where)
			}
		}
		return nil
	})
}

// fill copies table by table, all in one transaction.
func fill(ctx context.Context, s *Store, from Reader, tables []string) error {
	return s.write(ctx, func(r Reader) error {
		for _, table := range tables {
			if err := r.copyTable(ctx, from, table); err != nil {
				return fmt.Errorf("copy %s: %w", table, err)
			}
		}
		return nil
	})
}

// copyRows is how many rows are in memory at once.
const copyRows = 8 * putRows

func (r Reader) copyTable(ctx context.Context, from Reader, table string) error {
	if err := r.emptied(ctx, table); err != nil {
		return err
	}
	put := func(columns string, args []any, width int) error {
		return r.byRows(ctx, args, width, "", func(rows string) string {
			return `INSERT INTO ` + table + ` (` + columns + `) VALUES ` + rows
		}, func(r conn, text string, args []any) error {
			_, err := r.q.ExecContext(ctx, text, args...) // what the other database holds this one holds, too: text is not looked at again
			return r.explain(err)
		})
	}
	read, err := from.rows(ctx, table, put)
	if err != nil {
		return err
	}
	back, err := r.rows(ctx, table, func(string, []any, int) error { return nil })
	if err == nil && back != read {
		err = fmt.Errorf("%d rows were read and %d are there, or one is another", read.count, back.count)
	}
	return err
}

// emptied removes what migrations have put into a table.
func (r Reader) emptied(ctx context.Context, table string) error {
	var n int64
	if err := r.q.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(&n); err != nil || n == 0 {
		return r.explain(err)
	}
	_, err := r.exec(ctx, `DELETE FROM `+table)
	return err
}

func occupied(where string) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   where + " đã có dữ liệu của một máy chủ Ngatu. Chưa có gì bị thay đổi; hãy chọn một cơ sở dữ liệu trống.",
		En:   where + " holds the data of a Ngatu server already. Nothing was touched; choose an empty database.",
	}
}
