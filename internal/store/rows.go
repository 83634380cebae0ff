package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// putRows is how many rows one statement takes: SQLite takes some thirty thousand values, and more
// rows than this save nothing.
const putRows = 64

// byRows carries a statement out for rows of width values each, args in a row, [putRows] at a
// time. text is the statement around the rows, each of which ends with last. Where there are
// many, the statement is read by the database once: with hundreds of values that takes longer
// than carrying it out.
func (r conn) byRows(ctx context.Context, args []any, width int, last string, text func(rows string) string, do func(r conn, text string, args []any) error) error {
	if whole := putRows * width; len(args) >= 2*whole {
		query := text(r.dialect.rows(putRows, width, last))
		again, err := r.q.PrepareContext(ctx, query)
		if err != nil {
			return r.explain(err)
		}
		defer again.Close()
		known := conn{prepared{again}, r.dialect, r.where, r.out}
		for ; len(args) >= whole; args = args[whole:] {
			if err := do(known, query, args[:whole]); err != nil {
				return err
			}
		}
	}
	for len(args) > 0 {
		some := args[:min(len(args), putRows*width)]
		if err := do(r, text(r.dialect.rows(len(some)/width, width, last)), some); err != nil {
			return err
		}
		args = args[len(some):]
	}
	return nil
}

// prepared is a querier for one text, which the database has read beforehand.
type prepared struct{ *sql.Stmt }

func (p prepared) ExecContext(ctx context.Context, _ string, args ...any) (sql.Result, error) {
	return p.Stmt.ExecContext(ctx, args...)
}

func (p prepared) QueryContext(ctx context.Context, _ string, args ...any) (*sql.Rows, error) {
	return p.Stmt.QueryContext(ctx, args...)
}

func (p prepared) QueryRowContext(ctx context.Context, _ string, args ...any) *sql.Row {
	return p.Stmt.QueryRowContext(ctx, args...)
}

// PrepareContext gives what was prepared.
func (p prepared) PrepareContext(context.Context, string) (*sql.Stmt, error) { return p.Stmt, nil }

// rows are n rows of width values, each with last behind them. PostgreSQL wants the values numbered;
// SQLite goes through a list of the numbers for each, which with hundreds takes a fifth of a write.
func (d *dialect) rows(n, width int, last string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('(')
		for k := range width {
			if k > 0 {
				b.WriteByte(',')
			}
			if d == lite {
				b.WriteByte('?')
			} else {
				b.WriteByte('$')
				b.WriteString(strconv.Itoa(i*width + k + 1))
			}
		}
		if last != "" {
			b.WriteString(", " + last)
		}
		b.WriteByte(')')
	}
	return b.String()
}
