package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"ngatu/content"
)

// Reader is all that can be asked. A [Store] is one, and so is a [Tx], which also sees what it has
// changed itself. Its questions stand in the files of their nouns.
type Reader struct {
	conn
	libraryReads
	noticeReads
	fleetReads
	shelfReads
	ledgerReads
	peopleReads
	proofReads
	recordReads
}

type (
	libraryReads struct{ conn } // slides, campaigns, settings, standing approvals, what waits beside them
	noticeReads  struct{ conn } // takeovers, holds, feeds of warnings and what came through them
	fleetReads   struct{ conn } // screens, their hours, credentials, enrolments and commands, who was connected
	shelfReads   struct{ conn } // media, renditions, files of the inbox
	ledgerReads  struct{ conn } // measures, sheets, recipes, releases
	peopleReads  struct{ conn } // staff, sessions, links, tokens
	proofReads   struct{ conn } // what was played and scanned
	recordReads  struct{ conn } // the log of changes, the frames that were sent
)

func newReader(c conn) Reader {
	return Reader{c, libraryReads{c}, noticeReads{c}, fleetReads{c}, shelfReads{c}, ledgerReads{c}, peopleReads{c}, proofReads{c}, recordReads{c}}
}

// conn is a database to ask, or a transaction in it.
type conn struct {
	q       querier
	dialect *dialect
	where   string  // the database's name in sentences
	out     *Outage // whether it answers; nil: it is a file
}

// querier is a pool of connections or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// MaxPage is the most rows that a paged list gives at once, and what it gives where
// no limit is named.
const MaxPage = 1000

// page is a limit as it is used.
func page(limit int) int {
	if limit <= 0 || limit > MaxPage {
		return MaxPage
	}
	return limit
}

// scanner is a row that can be read: *sql.Row or *sql.Rows.
type scanner interface{ Scan(dest ...any) error }

// list reads all rows of a query.
func list[T any](ctx context.Context, r conn, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := r.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, r.explain(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, r.explain(err)
		}
		all = append(all, one)
	}
	return all, r.explain(rows.Err())
}

// one reads the only row of a query; sql.ErrNoRows where there is none.
func one[T any](ctx context.Context, r conn, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	found, err := scan(r.q.QueryRowContext(ctx, query, args...))
	return found, r.explain(err)
}

// document reads a row whose only column is a JSON document.
func document[T any](row scanner) (T, error) {
	var doc T
	var text string
	if err := row.Scan(&text); err != nil {
		return doc, err
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return doc, fmt.Errorf("read a stored document: %w", err)
	}
	switch of := any(&doc).(type) {
	case *content.Slide:
		together(of)
	case *content.DraftOf[content.Slide]:
		together(&of.Doc)
		together(&of.Base)
	}
	return doc, nil
}

// written is a value as a JSON document.
func written(doc any) (string, error) {
	b, err := json.Marshal(doc)
	if err != nil {
		return "", fmt.Errorf("write a document: %w", err)
	}
	return string(b), nil
}

// ms is t in Unix milliseconds; 0 for the zero time.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// at is the instant of Unix milliseconds, in UTC; the zero time for 0.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
